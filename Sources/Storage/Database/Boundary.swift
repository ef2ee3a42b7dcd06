/// A place where a process may fail or be killed on its way to the database.
public enum Boundary: String, Sendable, CaseIterable {
    /// Before a connection that was lost is made again.
    case connect
    /// Before a transaction opens.
    case begin
    /// Before a statement runs.
    case statement
    /// Before a commit.
    case commit
    /// After a commit, before the caller knows of it.
    case committed
}

/// What happens at a boundary in a test; what it throws is thrown in place of the step.
public typealias FaultHook = (Boundary) throws(StorageError) -> Void
