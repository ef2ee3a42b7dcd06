internal import CSQLite

/// What SQLite's status numbers mean to callers.
enum RawStatus {
    /// The kind of a failure; the low byte of a status is its class, the rest details.
    static func code(_ status: Int32) -> StorageError.Code {
        switch status & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_FULL: .full
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PROTOCOL: .disk
        case SQLITE_READONLY, SQLITE_PERM: .readOnly
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: .corrupt
        default: .other
        }
    }
}
