internal import Catalogs
internal import EcommerceCache
internal import Messages
internal import Promotions
internal import Storage

/// Compares what pages say with what a till answers, at one instant.
struct CacheComparison {
    /// A page and a till that disagree.
    struct Difference: Hashable {
        var product: String
        var pieces: Int
        var page: Money
        /// Nil where the till gave no answer to a sale.
        var till: Money?
    }

    /// What was found.
    struct Result {
        var products = 0
        var pages = 0
        var prices = 0
        var differences: [Difference] = []
        /// Pages that the site has otherwise, or not, or should not have.
        var stale = 0
    }

    let store: Store
    let site: Site
    let world: PageWorld
    private let maker: PageMaker
    private let till: TillReplica

    init(_ site: Site, in store: Store, now: Int64) throws(Failure) {
        self.site = site
        self.store = store
        let map = try site.map(in: store, now: now)
        let moment = site.clock.time(at: now)
        let world = try storage { () throws(StorageError) in
            try PageWorld(site.record, map: map, at: moment, in: store)
        }
        self.world = world
        maker = PageMaker(world, in: store)
        till = try TillReplica(world, like: store, now: now)
    }

    /// Compares products.
    ///
    /// - Parameters:
    ///   - sample: how many, spread over the catalog; nil takes all.
    ///   - progress: told how many were compared, of how many.
    /// - Returns: what was found.
    /// - Throws: `Failure`.
    func run(sample: Int?, progress: (Int, Int) -> Void) throws(Failure) -> Result {
        let company = site.record.company
        let count = try storage { () throws(StorageError) in
            try store.catalogs.count(CatalogEntries.items, of: company)
        }
        let step = max(1, sample.map { count / $0 } ?? 1)
        var (result, last, index) = (Result(), "", 0)
        while true {
            let page = try storage { () throws(StorageError) in
                try store.catalogs.list(CatalogEntries.items, of: company, after: last, limit: 500)
            }
            for entry in page {
                defer { index += 1 }
                guard index % step == 0, sample.map({ result.products < $0 }) ?? true else { continue }
                try compare(entry, &result)
            }
            progress(index, count)
            guard page.count == 500, let end = page.last else { return result }
            last = end.code
        }
    }

    private func compare(_ entry: CatalogEntry, _ result: inout Result) throws(Failure) {
        result.products += 1
        let site = site.record
        let known = try storage { () throws(StorageError) in
            try store.cacheProducts.hash(entry.code, site.store, of: site.company)
        }
        let product = Product(entry)
        let page = try storage { () throws(StorageError) in try product.flatMapPage(maker) }
        let text = page.flatMap { $0.offers.isEmpty ? nil : PublishedPage($0, in: world) }
        if text?.hash != known { result.stale += 1 }
        guard let product, let page else { return }
        if text != nil { result.pages += 1 }
        try compare(product, pieces: 1, page.price, &result)
        for offer in page.offers where offer.kind == .quantity && offer.validFrom == nil {
            if let total = offer.total { try compare(product, pieces: offer.quantity, total, &result) }
        }
    }

    private func compare(
        _ product: Product, pieces: Int, _ expected: Money, _ result: inout Result
    ) throws(Failure) {
        result.prices += 1
        let found = try till.total(product, pieces: pieces)
        guard found != expected else { return }
        result.differences.append(
            Difference(product: product.code, pieces: pieces, page: expected, till: found))
    }
}

extension Optional where Wrapped == Product {
    /// The product's page; nil without a product.
    fileprivate func flatMapPage(_ maker: PageMaker) throws(StorageError) -> ProductPage? {
        guard let self else { return nil }
        return try maker.page(of: self)
    }
}
