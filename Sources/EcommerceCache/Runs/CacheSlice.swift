internal import Storage

/// Works on the next products of a run: all of it in the caller's transaction.
struct CacheSlice {
    /// How many products a slice looks at.
    static let products = 200

    let store: Store
    let world: PageWorld
    private let maker: PageMaker
    private(set) var run: CacheRun
    private(set) var messages: [CacheMessage] = []

    init(_ run: CacheRun, in world: PageWorld, store: Store, threads: Int) {
        self.run = run
        self.world = world
        self.store = store
        maker = PageMaker(world, in: store, threads: threads)
    }

    /// Evaluates products, writes the messages that follow, and ends the evaluation after the last.
    mutating func work() throws(StorageError) {
        var products = try store.catalogs.list(
            CatalogEntries.items, of: run.company, after: run.after, limit: CacheSlice.products)
        var last = products.last?.code
        let known = try store.cacheProducts.list(
            run.store, of: run.company, after: run.after, through: last, limit: CacheSlice.most)
        if known.count == CacheSlice.most, let end = known.last?.product, end != last {
            // Many that the catalog has lost: the rest of the products comes with the next slice.
            products.removeAll { end.utf8.lexicographicallyPrecedes($0.code.utf8) }
            last = end
        }
        // Both are in order of their bytes.
        var rest = known[...]
        for (entry, page) in zip(products, try maker.published(products)) {
            while let old = rest.first, old.product.utf8.lexicographicallyPrecedes(entry.code.utf8) {
                try remove(old.product)
                rest.removeFirst()
            }
            let isKnown = rest.first.map { $0.product.utf8.elementsEqual(entry.code.utf8) } ?? false
            try send(page, of: entry.code, known: isKnown ? rest.removeFirst().hash : nil)
        }
        for page in rest { try remove(page.product) }
        if let last {
            run.after = last
        } else if known.isEmpty {
            run.state = .sending
            try add(CacheBodies(run: run).ending())
        } else {
            run.after = known[known.count - 1].product
        }
    }

    /// The most pages of a site that a slice reads.
    private static let most = 1_000

    private mutating func send(
        _ page: PublishedPage?, of product: String, known: String?
    ) throws(StorageError) {
        run.evaluated += 1
        guard let page else {
            if known != nil { try remove(product) }
            return
        }
        if run.mode == .changes, page.hash == known {
            run.unchanged += 1
            return
        }
        run.sequence += 1
        run.published += 1
        if page.hash != known { try store.cacheProducts.save(product, hash: page.hash, run.store, of: run.company) }
        try add(CacheBodies(run: run).page(page, sequence: run.sequence))
    }

    private mutating func remove(_ product: String) throws(StorageError) {
        run.sequence += 1
        run.removed += 1
        try store.cacheProducts.remove(product, run.store, of: run.company)
        try add(CacheBodies(run: run).removal(of: product, sequence: run.sequence))
    }

    private mutating func add(_ message: CacheMessage) throws(StorageError) {
        try store.cacheMessages.add(message, to: run)
        messages.append(message)
    }
}
