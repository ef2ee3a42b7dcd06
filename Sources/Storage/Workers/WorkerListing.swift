/// A live worker process as operators see it.
public struct WorkerState: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// What kind of worker it is.
    public var kind: String
    /// When it started, in milliseconds since 1970.
    public var startedAt: Int64
    /// When it was last seen, in milliseconds since 1970.
    public var seenAt: Int64
    /// The maps it has loaded.
    public var maps: [MapVersion]
}

extension Workers {
    /// The live processes of all kinds with the maps each has loaded, in order of their names.
    ///
    /// - Parameters:
    ///   - now: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: One state for each process.
    /// - Throws: `StorageError`.
    public func list(now: Int64, limit: Int) throws(StorageError) -> [WorkerState] {
        let states = try database.all(
            "SELECT worker, kind, started_at, seen_at FROM workers WHERE seen_at > $1 ORDER BY worker LIMIT $2",
            [.integer(now - Workers.lifeline), bounded(limit)]
        ) { (row) throws(StorageError) in
            WorkerState(
                name: try row.text("worker"), kind: try row.text("kind"), startedAt: try row.integer("started_at"),
                seenAt: try row.integer("seen_at"), maps: [])
        }
        return try states.map { (state) throws(StorageError) in
            var state = state
            state.maps = try database.all(
                """
                SELECT company, version FROM worker_maps WHERE worker = $1
                ORDER BY company, version DESC LIMIT \(longestPage)
                """, [.text(state.name)], MapVersion.init(row:))
            return state
        }
    }
}
