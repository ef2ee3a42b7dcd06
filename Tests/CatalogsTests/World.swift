import Storage

@testable import Catalogs

/// A database in memory that catalogs are loaded into.
final class World {
    let database: SQLiteDatabase
    let store: Store
    var now: Int64 = 1_000

    init() throws {
        database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, now: 0)
        store = Store(database: database)
    }

    func work(_ worker: String = "w") -> ImportWork {
        ImportWork(store, worker: worker) { ["UTC", "Europe/Madrid"].contains($0) }
    }

    /// Writes a load down.
    func receive(_ text: String, key: String, pieces: Int = 100_000) throws -> ImportProblem? {
        var receiver = try ImportReceiver(store, key: key, source: "test", now: now)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            if let problem = try receiver.take(Array(rest.prefix(pieces))) {
                try receiver.fail(problem, now: now)
                return problem
            }
            rest = rest.dropFirst(pieces)
        }
        return try receiver.finish(now: now)
    }

    /// Carries everything out that waits; the loads that ended.
    func finish(_ work: ImportWork? = nil) throws -> [ImportRecord] {
        let work = work ?? self.work()
        var ended: [ImportRecord] = []
        while true {
            switch try work.advance(now: now) {
            case .idle: return ended
            case .advanced: break
            case .ended(let record): ended.append(record)
            }
        }
    }

    func load(_ catalog: String, _ items: String, replacing: Bool = false, key: String? = nil) throws -> ImportRecord {
        let text = """
            {"companyId":"2","catalog":"\(catalog)","deleteAllCollectionFirst":\(replacing),"items":[\(items)]}
            """
        now += 1
        if let problem = try receive(text, key: key ?? "k\(now)") { throw problem }
        return try finish()[0]
    }

    func codes(_ catalog: String) throws -> [String] {
        try store.catalogs.list(catalog, of: "2", limit: 1_000).map(\.code)
    }
}
