/// How many returns are in trouble or on their way.
public struct ReturnTrouble: Hashable, Sendable {
    /// How many failed and wait for an operator.
    public var failed: Int
    /// How many are to be worked on.
    public var waiting: Int

    /// Trouble from its parts.
    public init(failed: Int = 0, waiting: Int = 0) {
        self.failed = failed
        self.waiting = waiting
    }
}

extension ReturnJobs {
    /// The most returns of a kind that are counted: beyond that it matters no more how many there are.
    public static let mostCounted = 100_000

    /// How many returns are in trouble, cheap enough to be asked every few seconds.
    public func trouble() throws(StorageError) -> ReturnTrouble {
        func count(_ condition: String) throws(StorageError) -> Int {
            try database.query(
                """
                SELECT COUNT(*) AS number
                FROM (SELECT 1 FROM return_jobs WHERE \(condition) LIMIT \(Self.mostCounted)) AS few
                """, []
            ).first?.int("number") ?? 0
        }
        return ReturnTrouble(
            failed: try count("state = 'failed'"), waiting: try count("state IN ('pending', 'processing')"))
    }
}
