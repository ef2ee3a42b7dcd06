/// Work that is done once in a while, by one worker at a time.
public struct Schedules {
    let database: any Database

    /// Takes a piece of work, unless it was done already or another worker has it.
    ///
    /// - Parameters:
    ///   - name: The work.
    ///   - moment: When it is due, in milliseconds since 1970; work that was done then or later is not done again.
    ///   - owner: The worker; one that has it already keeps it.
    ///   - lease: Until when nobody else takes it, in milliseconds since 1970.
    ///   - now: Milliseconds since 1970.
    /// - Returns: Whether the worker has it.
    /// - Throws: `StorageError`.
    public func take(
        _ name: String, due moment: Int64, by owner: String, lease: Int64, now: Int64
    ) throws(StorageError) -> Bool {
        guard moment <= now else { return false }
        return try database.execute(
            """
            INSERT INTO schedules (name, last_run, owner, lease_until) VALUES ($1, 0, $2, $3)
            ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
            WHERE schedules.last_run < $4 AND (schedules.lease_until <= $5 OR schedules.owner = $2)
            """, [.text(name), .text(owner), .integer(lease), .integer(moment), .integer(now)]) == 1
    }

    /// Says that a piece of work is done.
    ///
    /// - Parameters:
    ///   - name: The work.
    ///   - owner: The worker.
    ///   - now: Milliseconds since 1970.
    /// - Returns: Whether it was still the worker's.
    /// - Throws: `StorageError`.
    public func done(_ name: String, by owner: String, now: Int64) throws(StorageError) -> Bool {
        try database.execute(
            "UPDATE schedules SET last_run = $3, owner = NULL, lease_until = 0 WHERE name = $1 AND owner = $2",
            [.text(name), .text(owner), .integer(now)]) == 1
    }

    /// When a piece of work was last done, in milliseconds since 1970; zero before the first time.
    public func lastRun(_ name: String) throws(StorageError) -> Int64 {
        try database.number("SELECT last_run AS value FROM schedules WHERE name = $1", [.text(name)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Schedules: Sendable {}
