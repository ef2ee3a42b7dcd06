internal import CSQLite
internal import Glibc

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
    ///
    /// The library's own waiting doubles its pauses up to a tenth of a second, and a busy rival takes the lock again
    /// meanwhile: with two workers on a file some sales waited for a second. Short pauses of one length get their turn.
    func setBusyTimeout(milliseconds: Int32) {
        let pauses = Int(max(0, milliseconds)) * 1_000 / RawConnection.pauseMicroseconds
        // No memory stands behind the pointer: the number of pauses travels in its place.
        let context = unsafe UnsafeMutableRawPointer(bitPattern: pauses)
        unsafe _ = sqlite3_busy_handler(
            handle,
            { context, count in
                guard Int(count) < Int(bitPattern: context) else { return 0 }
                usleep(UInt32(RawConnection.pauseMicroseconds))
                return 1
            }, context)
    }

    /// A batch lasts a few milliseconds; shorter pauses make batches smaller and cost more commits than they save.
    private static let pauseMicroseconds = 2_000

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
