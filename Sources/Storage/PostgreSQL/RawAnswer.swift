internal import CPostgreSQL

/// What a server answered to a statement, freed when it goes out of scope.
@safe struct RawAnswer: ~Copyable {
    /// The server's letter for a failure's class, and for its text without details, which may hold data.
    private enum Field {
        static let state = Int32(UInt8(ascii: "C"))
        static let text = Int32(UInt8(ascii: "M"))
    }

    /// The kinds of value that the program keeps, by the server's number for them.
    private enum Kind {
        static let boolean: Oid = 16
        static let bytes: Oid = 17
        static let number64: Oid = 20
        static let number16: Oid = 21
        static let number32: Oid = 23
        static let texts: Set<Oid> = [19, 25, 1042, 1043, 705]
    }

    private let handle: OpaquePointer?
    private let explanation: String

    init(_ handle: OpaquePointer?, otherwise explanation: String) {
        unsafe self.handle = handle
        self.explanation = explanation
    }

    deinit { unsafe PQclear(handle) }

    /// Why the statement failed; nil where it did not.
    ///
    /// The state is nil where the server never said one.
    var failure: (state: String?, text: String)? {
        switch unsafe PQresultStatus(handle) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return nil
        default:
            let text = unsafe field(Field.text) ?? PQresultErrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
            return (field(Field.state), text.isEmpty ? explanation : text)
        }
    }

    /// The command that the server carried out: that of a `COMMIT` may be `ROLLBACK`.
    var command: String { unsafe PQcmdStatus(handle).map { unsafe String(cString: $0) } ?? "" }

    /// How many rows were changed.
    var changes: Int { unsafe PQcmdTuples(handle).flatMap { unsafe Int(String(cString: $0)) } ?? 0 }

    /// The names of the columns.
    var columns: [String] {
        unsafe (0..<PQnfields(handle)).map { column in
            unsafe PQfname(handle, column).map { unsafe String(cString: $0) } ?? ""
        }
    }

    /// All rows.
    func rows(_ columns: [String], place: String) throws(StorageError) -> [Row] {
        let kinds = columns.indices.map { unsafe PQftype(handle, Int32($0)) }
        var rows: [Row] = []
        let count = unsafe PQntuples(handle)
        for row in 0..<count {
            var values: [DatabaseValue] = []
            values.reserveCapacity(columns.count)
            for (column, kind) in kinds.enumerated() {
                guard let value = value(row, Int32(column), kind) else {
                    throw StorageError(
                        .corrupt, place: place,
                        text: "column \(columns[column]) has a value of type \(kind) that is not understood")
                }
                values.append(value)
            }
            rows.append(Row(columns: columns, values: values))
        }
        return rows
    }

    private func field(_ code: Int32) -> String? {
        unsafe PQresultErrorField(handle, code).map { unsafe String(cString: $0) }
    }

    private func value(_ row: Int32, _ column: Int32, _ kind: Oid) -> DatabaseValue? {
        guard unsafe PQgetisnull(handle, row, column) == 0 else { return .null }
        let length = unsafe Int(PQgetlength(handle, row, column))
        let bytes = unsafe UnsafeRawBufferPointer(start: PQgetvalue(handle, row, column), count: length)
        switch kind {
        case Kind.number64: return unsafe .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case Kind.number32: return unsafe .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case Kind.number16: return unsafe .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case Kind.boolean: return unsafe .integer(Int64(bytes.loadUnaligned(as: UInt8.self)))
        case Kind.bytes: return unsafe .blob(Array(bytes))
        case let kind where Kind.texts.contains(kind):
            return unsafe String(validating: bytes, as: UTF8.self).map { .text($0) }
        default: return nil
        }
    }
}
