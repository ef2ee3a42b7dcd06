/// A row of an answer, read by column name.
public struct Row: Sendable {
    private let columns: [String]
    private let values: [DatabaseValue]

    /// A row from its columns and values, in the same order.
    public init(columns: [String], values: [DatabaseValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of a column.
    public func value(_ column: String) throws(StorageError) -> DatabaseValue {
        guard let index = columns.firstIndex(of: column) else {
            throw StorageError(
                .corrupt, place: "column \(column)",
                text: "the answer has no such column, only \(columns.joined(separator: ", "))")
        }
        return values[index]
    }

    /// A column that always has text.
    public func text(_ column: String) throws(StorageError) -> String {
        guard case .text(let text) = try value(column) else { throw try unexpected(column, "text") }
        return text
    }

    /// A column that has text or nothing.
    public func optionalText(_ column: String) throws(StorageError) -> String? {
        try value(column) == .null ? nil : text(column)
    }

    /// A column that always has a whole number.
    public func integer(_ column: String) throws(StorageError) -> Int64 {
        guard case .integer(let number) = try value(column) else { throw try unexpected(column, "a whole number") }
        return number
    }

    /// A column that has a whole number or nothing.
    public func optionalInteger(_ column: String) throws(StorageError) -> Int64? {
        try value(column) == .null ? nil : integer(column)
    }

    /// A column that always has a whole number.
    public func int(_ column: String) throws(StorageError) -> Int { Int(try integer(column)) }

    /// A column that has 1 for true or 0 for false.
    public func flag(_ column: String) throws(StorageError) -> Bool {
        switch try value(column) {
        case .integer(0): false
        case .integer(1): true
        default: throw try unexpected(column, "0 or 1")
        }
    }

    /// A column that always has bytes.
    public func blob(_ column: String) throws(StorageError) -> [UInt8] {
        guard case .blob(let bytes) = try value(column) else { throw try unexpected(column, "bytes") }
        return bytes
    }

    /// A column whose text is one of the raw values of an enumeration.
    public func word<Word: RawRepresentable & CaseIterable>(
        _ column: String, as type: Word.Type
    ) throws(StorageError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(column)) else {
            let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw try unexpected(column, "one of \(allowed)")
        }
        return word
    }

    private func unexpected(_ column: String, _ allowed: String) throws(StorageError) -> StorageError {
        let found =
            switch try value(column) {
            case .null: "nothing"
            case .integer(let number): "the number \(number)"
            case .text(let text): "the text \"\(text.prefix(40))\""
            case .blob(let bytes): "\(bytes.count) bytes"
            }
        return StorageError(.corrupt, place: "column \(column)", text: "found \(found), expected \(allowed)")
    }
}
