/// How a SQLite database is opened.
public struct SQLiteOptions: Hashable, Sendable {
    /// What a commit waits for.
    public enum Synchronous: String, Sendable, CaseIterable {
        /// Until the disk has it; survives a power cut.
        case full
        /// Until the operating system has it; survives a crash of the process.
        case normal
    }

    /// What a commit waits for.
    public var synchronous: Synchronous
    /// How long to wait for another connection's lock, in milliseconds.
    public var busyTimeout: Int32
    /// Whether nothing may be written; the file must exist.
    public var isReadOnly: Bool

    /// Options from their parts.
    public init(synchronous: Synchronous = .full, busyTimeout: Int32 = 5_000, isReadOnly: Bool = false) {
        self.synchronous = synchronous
        self.busyTimeout = busyTimeout
        self.isReadOnly = isReadOnly
    }
}
