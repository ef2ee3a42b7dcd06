internal import Messages

extension JSONValue {
    /// An object from its members.
    static func members(_ members: (String, JSONValue)...) -> JSONValue {
        .object(members.map { JSONValue.Member($0.0, $0.1) })
    }

    /// A whole number.
    static func whole(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

    /// A text, or `null`.
    static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
}

extension Terminal {
    /// Writes a JSON document and a line feed.
    func print(_ value: JSONValue) {
        var bytes: [UInt8] = []
        value.write(to: &bytes)
        out(bytes + [0x0A])
    }
}
