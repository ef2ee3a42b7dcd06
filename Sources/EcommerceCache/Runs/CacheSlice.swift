internal import Catalogs
internal import Promotions
internal import Storage

/// Works on the next products of a run: all of it in the caller's transaction.
struct CacheSlice {
    /// How many products a slice looks at.
    static let products = 200

    let store: Store
    let world: PageWorld
    private let maker: PageMaker
    private let text: PageText
    private(set) var run: CacheRun
    private(set) var messages: [CacheMessage] = []

    init(_ run: CacheRun, in world: PageWorld, store: Store) {
        self.run = run
        self.world = world
        self.store = store
        maker = PageMaker(world, in: store)
        text = PageText(world: world)
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
        for entry in products {
            while let page = rest.first, page.product.utf8.lexicographicallyPrecedes(entry.code.utf8) {
                try remove(page.product)
                rest.removeFirst()
            }
            let isKnown = rest.first.map { $0.product.utf8.elementsEqual(entry.code.utf8) } ?? false
            try work(on: entry, known: isKnown ? rest.removeFirst().hash : nil)
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

    private mutating func work(on entry: CatalogEntry, known: String?) throws(StorageError) {
        run.evaluated += 1
        guard let product = Product(entry), let page = try maker.page(of: product), !page.offers.isEmpty else {
            if known != nil { try remove(entry.code) }
            return
        }
        let members = text.members(page)
        let hash = PageText.hash(members)
        if run.mode == .changes, hash == known {
            run.unchanged += 1
            return
        }
        run.sequence += 1
        run.published += 1
        if hash != known { try store.cacheProducts.save(entry.code, hash: hash, run.store, of: run.company) }
        try add(CacheBodies(run: run).page(members, hash: hash, sequence: run.sequence))
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
