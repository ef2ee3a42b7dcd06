/// A place where a process may fail or be killed on its way to the disk.
public enum Boundary: String, Sendable, CaseIterable {
    /// Before a transaction opens.
    case begin
    /// Before a statement runs.
    case statement
    /// Before a commit.
    case commit
    /// After a commit, before the caller knows of it.
    case committed
}
