internal import CSQLite

/// A SQLite handle, closed when it goes out of scope.
@safe struct RawConnection: ~Copyable {
    private let handle: OpaquePointer

    /// Opens or creates a file.
    init(path: String, isReadOnly: Bool) throws(StorageError) {
        // NOMUTEX: a connection stays on one thread, so the library need not lock.
        let access = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        var opened: OpaquePointer?
        let status = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened = unsafe opened else {
            throw StorageError(.other, place: "open \(path)", text: "out of memory", status: status)
        }
        guard status == SQLITE_OK else {
            let error = unsafe RawConnection.error(of: opened, status, place: "open \(path)")
            unsafe _ = sqlite3_close_v2(opened)
            throw error
        }
        unsafe handle = opened
    }

    // Statements that are still prepared keep the handle until they are gone too.
    deinit { unsafe _ = sqlite3_close_v2(handle) }

    /// Whether a transaction is open.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// How many rows the last statement changed.
    var changes: Int { unsafe Int(sqlite3_changes64(handle)) }

    /// How long to wait for another connection's lock.
    func setBusyTimeout(milliseconds: Int32) { unsafe _ = sqlite3_busy_timeout(handle, milliseconds) }

    /// Prepares a statement.
    func prepare(_ sql: String) throws(StorageError) -> RawStatement {
        var prepared: OpaquePointer?
        let status = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard status == SQLITE_OK, let prepared = unsafe prepared else { throw error(status, place: sql) }
        return unsafe RawStatement(prepared, sql: sql)
    }

    /// The error behind a status, in the library's words.
    func error(_ status: Int32, place: String) -> StorageError {
        unsafe RawConnection.error(of: handle, status, place: place)
    }

    private static func error(of handle: OpaquePointer, _ status: Int32, place: String) -> StorageError {
        // The text belongs to the handle until its next call; it is copied at once.
        let text = unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? "no text"
        return StorageError(RawStatus.code(status), place: place, text: text, status: status)
    }

    /// Lets another process run for a while.
    static func pause(milliseconds: Int32) { _ = sqlite3_sleep(milliseconds) }
}
