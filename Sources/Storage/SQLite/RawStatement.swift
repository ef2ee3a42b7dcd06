internal import CSQLite

/// A prepared statement, freed when nothing refers to it.
@safe final class RawStatement {
    /// What a step led to.
    enum Step: Hashable {
        /// A row can be read.
        case row
        /// The statement ran to its end.
        case done
        /// It failed with this status.
        case failed(Int32)
    }

    /// The statement's text.
    let sql: String
    /// The names of its columns.
    let columns: [String]
    private let handle: OpaquePointer
    /// For each parameter in SQLite's order, the number after its `$`.
    private let numbers: [Int]

    init(_ handle: OpaquePointer, sql: String) {
        unsafe self.handle = handle
        self.sql = sql
        columns = unsafe (0..<sqlite3_column_count(handle)).map { column in
            unsafe sqlite3_column_name(handle, column).map { unsafe String(cString: $0) } ?? ""
        }
        let count = unsafe sqlite3_bind_parameter_count(handle)
        numbers = (0..<count).map { index in
            let name = unsafe sqlite3_bind_parameter_name(handle, index + 1).map { unsafe String(cString: $0) } ?? ""
            guard let number = Int(name.dropFirst()) else {
                preconditionFailure("parameter \(name) of \(sql) is not a number behind a $")
            }
            return number
        }
    }

    deinit { unsafe _ = sqlite3_finalize(handle) }

    /// Gives the parameters their values; returns the library's status.
    func bind(_ values: [DatabaseValue]) -> Int32 {
        precondition((numbers.max() ?? 0) == values.count, "\(sql) was given \(values.count) values")
        for (index, number) in numbers.enumerated() {
            let status = bind(values[number - 1], at: Int32(index + 1))
            guard status == SQLITE_OK else { return status }
        }
        return SQLITE_OK
    }

    /// Runs on to the next row or the end.
    func step() -> Step {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: .row
        case SQLITE_DONE: .done
        case let status: .failed(status)
        }
    }

    /// The values of the row that the last step found; nil where a text is not UTF-8.
    func values() -> [DatabaseValue]? {
        var values: [DatabaseValue] = []
        values.reserveCapacity(columns.count)
        for column in columns.indices {
            guard let value = value(Int32(column)) else { return nil }
            values.append(value)
        }
        return values
    }

    /// Makes the statement ready for its next use; its locks end here.
    func reset() {
        unsafe _ = sqlite3_reset(handle)
        unsafe _ = sqlite3_clear_bindings(handle)
    }

    private func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
        // The library copies: the pointers below live only during the call.
        let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(handle, index, number)
        case .text(let text):
            let length = text.utf8.count
            return unsafe text.withCString { pointer in
                unsafe sqlite3_bind_text64(handle, index, pointer, UInt64(length), copies, UInt8(SQLITE_UTF8))
            }
        case .blob(let bytes):
            // A null pointer would bind no value at all.
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
            return unsafe bytes.withUnsafeBytes { buffer in
                unsafe sqlite3_bind_blob64(handle, index, buffer.baseAddress, UInt64(buffer.count), copies)
            }
        }
    }

    private func value(_ column: Int32) -> DatabaseValue? {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return unsafe .integer(sqlite3_column_int64(handle, column))
        case SQLITE_BLOB:
            let pointer = unsafe sqlite3_column_blob(handle, column)
            let count = unsafe Int(sqlite3_column_bytes(handle, column))
            return unsafe .blob(Array(UnsafeRawBufferPointer(start: pointer, count: count)))
        default:
            // Read the text first: asking for its length converts nothing then.
            let pointer = unsafe sqlite3_column_text(handle, column)
            let count = unsafe Int(sqlite3_column_bytes(handle, column))
            let bytes = unsafe UnsafeBufferPointer(start: pointer, count: count)
            return unsafe String(validating: bytes, as: UTF8.self).map { .text($0) }
        }
    }
}
