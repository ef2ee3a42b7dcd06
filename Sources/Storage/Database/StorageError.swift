/// Why work on a database failed: by the database, or by what it holds.
public protocol StorageFailure: Error, CustomStringConvertible {
    /// The database's own error; nil where it is not at fault.
    var ofDatabase: StorageError? { get }
}

/// What went wrong in a database: its kind, where, and the library's own words.
public struct StorageError: StorageFailure, Hashable, Sendable {
    /// The kinds of failure a caller can act on.
    public enum Code: Hashable, Sendable {
        /// Another connection holds the lock, and waiting for it took too long.
        case busy
        /// The server is gone, or never answered.
        case connectionLost
        /// The server chose this transaction to give way to another.
        case conflict
        /// A rule of a table was broken, such as a key that is there already.
        case constraint
        /// The disk is full.
        case full
        /// The disk fails, or the system lets nobody write to it any more.
        case disk
        /// The database may not be written.
        case readOnly
        /// What was read is not what this program writes.
        case corrupt
        /// A limit would be overrun: its balance changed since it was read.
        case limitOverrun(limit: String)
        /// An amount does not fit into a column.
        case outOfRange
        /// The database was written by a newer version of this program.
        case newerDatabase
        /// This version cannot do it.
        case unsupported
        /// Anything else.
        case other
    }

    /// Its kind.
    public var code: Code
    /// What was being done.
    public var place: String
    /// What was found, and what would have been allowed.
    public var text: String
    /// The library's own status, where the library said no.
    public var status: Int32?

    /// An error from its parts.
    public init(_ code: Code, place: String, text: String, status: Int32? = nil) {
        self.code = code
        self.place = place
        self.text = text
        self.status = status
    }

    /// Whether the state of the world is at fault and not the work: done again from `begin` it may well succeed, at
    /// once or when the world has changed, such as a disk that was full.
    public var isOfTheWorld: Bool {
        switch code {
        case .busy, .connectionLost, .conflict, .limitOverrun, .full, .disk, .readOnly, .newerDatabase: true
        case .constraint, .corrupt, .outOfRange, .unsupported, .other: false
        }
    }

    /// Itself.
    public var ofDatabase: StorageError? { self }

    /// Place, text and status in one line.
    public var description: String {
        status.map { "\(place): \(text) (status \($0))" } ?? "\(place): \(text)"
    }
}
