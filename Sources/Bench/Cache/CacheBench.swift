internal import Catalogs
internal import EcommerceCache
internal import Engine
internal import Promotions
internal import Storage
internal import WorkerRuntime

/// A site with a generated catalog, and the work of a cache-generator on it.
final class CacheBench {
    /// What a run came to.
    struct Run {
        var published = 0
        var unchanged = 0
        var bytes = 0
        var milliseconds = 0
    }

    private static let site = StoreRecord(company: "2", store: "5", kind: .ecommerce)
    private let store: Store
    private let work: CacheWork

    /// Puts products into the catalog: those that tickets of the generated world hold, again and again.
    init(_ store: Store, products: Int, threads: Int) throws(BenchError) {
        self.store = store
        let library = MapLibrary(store)
        work = CacheWork(store, worker: "bench", zones: ZoneDatabase(), threads: threads) {
            (version) throws(StorageError) in
            do throws(EngineError) { return try library.map(version) } catch {
                throw StorageError(.other, place: "map", text: error.description)
            }
        }
        try CacheBench.storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in try store.stores.save(CacheBench.site) }
            var next = 0
            while next < products {
                let end = min(next + 5_000, products)
                try store.database.transaction { () throws(StorageError) in
                    for number in next..<end {
                        try store.catalogs.save(CacheBench.entry(number), in: CatalogEntries.items, of: "2", by: 1)
                    }
                }
                next = end
            }
        }
    }

    /// Sends the site its pages; without a broker every message counts as confirmed at once.
    func run(_ mode: StoreRecord.CacheMode, into broker: CacheBroker?) throws(BenchError) -> Run {
        let start = SystemClock.monotonicMilliseconds()
        // The generated map's promotions hold in August 2023.
        var now: Int64 = 1_691_000_000_000
        var result = Run()
        var sent = 0
        try CacheBench.storage { () throws(StorageError) in
            try store.cacheSites.want(CacheSite.Wish(mode: mode, reason: .manual), "5", of: "2")
        }
        while true {
            now += 1
            let step = try CacheBench.storage { () throws(StorageError) in try work.advance(now: now) }
            if case .ended(let run) = step {
                (result.published, result.unchanged) = (run.published, run.unchanged)
                result.milliseconds = Int(SystemClock.monotonicMilliseconds() - start)
                return result
            }
            if step == .idle { now += 1_000 }
            guard let (run, _, messages) = work.messages(max: CacheBroker.inFlight) else { continue }
            if let broker {
                for message in messages where message.number >= sent {
                    try broker.publish(message)
                    sent = message.number + 1
                    result.bytes += message.body.count
                }
                for number in try broker.confirmed(waits: step == .waiting) {
                    work.confirm(number, of: run.generation, "5", "2")
                }
            } else {
                for message in messages {
                    result.bytes += message.body.count
                    work.confirm(message.number, of: run.generation, "5", "2")
                }
            }
        }
    }

    private static func entry(_ number: Int) -> CatalogEntry {
        let product = number % Catalog.sold
        let price = Catalog.money(number % 9_900 + 99)
        let data =
            #"{"code":"\#(Catalog.code(number))","name":"Product \#(number)","price":"\#(price)","#
            + #""brand":"\#(Catalog.brand(product))","level1":"\#(Catalog.level1(product))","#
            + #""level2":"\#(Catalog.level2(product))"}"#
        return CatalogEntry(code: Catalog.code(number), data: data)
    }

    private static func storage<Result>(_ work: () throws(StorageError) -> Result) throws(BenchError) -> Result {
        do throws(StorageError) { return try work() } catch { throw .failed("\(error)") }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension CacheBench: Sendable {}
