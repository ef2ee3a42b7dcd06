/// A JSON text as a value.
///
/// Numbers stay texts, so that they are read exactly.
public enum JSONValue: Hashable, Sendable {
    /// A member of an object.
    public struct Member: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: JSONValue

        /// A member from its parts.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// An object; members in the order written, each name once.
    case object([Member])
    /// An array.
    case array([JSONValue])
    /// A string.
    case string(String)
    /// A number, as written.
    case number(String)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null

    /// The member of an object, nil where there is none or the value is no object.
    ///
    /// - Parameter name: the member's name.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// What kind of value it is, for error messages.
    public var kindName: String {
        switch self {
        case .object: "object"
        case .array: "array"
        case .string: "text"
        case .number: "number"
        case .bool: "true or false"
        case .null: "null"
        }
    }

    /// The value as one line without blanks between tokens.
    public var text: String {
        var writer = ByteWriter(expecting: 512)
        write(to: &writer)
        return writer.text
    }

    /// Appends the value as one line without blanks between tokens.
    ///
    /// - Parameter bytes: what it is appended to.
    public func write(to bytes: inout [UInt8]) {
        var writer = ByteWriter(expecting: 512)
        write(to: &writer)
        bytes += writer.bytes
    }

    private func write(to writer: inout ByteWriter) {
        switch self {
        case .object(let members):
            writer.put(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { writer.put(UInt8(ascii: ",")) }
                JSONValue.writeString(member.name, to: &writer)
                writer.put(UInt8(ascii: ":"))
                member.value.write(to: &writer)
            }
            writer.put(UInt8(ascii: "}"))
        case .array(let values):
            writer.put(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { writer.put(UInt8(ascii: ",")) }
                value.write(to: &writer)
            }
            writer.put(UInt8(ascii: "]"))
        case .string(let text): JSONValue.writeString(text, to: &writer)
        case .number(let text): writer.put(text.utf8)
        case .bool(let value): writer.put(value ? "true" : "false")
        case .null: writer.put("null")
        }
    }

    /// Writes a string in quotes; only `"`, `\` and control characters are escaped.
    static func writeString(_ text: String, to writer: inout ByteWriter) {
        writer.put(UInt8(ascii: "\""))
        writeEscaped(text, to: &writer)
        writer.put(UInt8(ascii: "\""))
    }

    /// Writes what stands between the quotes.
    static func writeEscaped(_ text: String, to writer: inout ByteWriter) {
        if writer.put(text, unless: needsEscape) { return }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): writer.put("\\\"")
            case UInt8(ascii: "\\"): writer.put("\\\\")
            case 0x0A: writer.put("\\n")
            case 0x0D: writer.put("\\r")
            case 0x09: writer.put("\\t")
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                writer.put("\\u00")
                writer.put(digits[Int(byte >> 4)])
                writer.put(digits[Int(byte & 15)])
            default: writer.put(byte)
            }
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
