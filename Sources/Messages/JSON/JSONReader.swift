/// Why a text is not the JSON that is accepted, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for people.
    public var problem: String
    /// Line, from 1.
    public var line: Int
    /// Byte of the line, from 1.
    public var column: Int

    /// `line 3, column 7: comma or } expected`.
    public var description: String { "line \(line), column \(column): \(problem)" }
}

/// Reads JSON strictly: no comments, no trailing commas, no member name twice, well-formed UTF-8, bounded depth.
public struct JSONReader: Sendable {
    private let bytes: [UInt8]
    private let maxDepth: Int
    private var position = 0

    /// Reads one JSON text; blanks and a byte order mark around it are skipped.
    ///
    /// - Parameters:
    ///   - bytes: the text in UTF-8.
    ///   - maxDepth: how deep objects and arrays may nest.
    /// - Returns: the value.
    /// - Throws: `JSONError` for anything else.
    public static func read(_ bytes: [UInt8], maxDepth: Int = 64) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes: bytes, maxDepth: maxDepth)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
        reader.skipBlanks()
        let value = try reader.readValue(depth: 0)
        reader.skipBlanks()
        guard reader.position == bytes.count else { throw reader.error("nothing more expected after the value") }
        return value
    }

    private init(bytes: [UInt8], maxDepth: Int) {
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func error(_ problem: String) -> JSONError {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONError(problem: problem, line: line, column: before.count - lineStart + 1)
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func readValue(depth: Int) throws(JSONError) -> JSONValue {
        switch current {
        case UInt8(ascii: "{"): return try readObject(depth: depth + 1)
        case UInt8(ascii: "["): return try readArray(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try readNumber())
        case UInt8(ascii: "t"):
            try expect("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try expect("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try expect("null")
            return .null
        case nil: throw error("the text ends where a value is expected")
        default: throw error("a value is expected")
        }
    }

    private mutating func readObject(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= maxDepth else { throw error("nested deeper than \(maxDepth)") }
        position += 1
        var members: [JSONValue.Member] = []
        var names = MemberNames()
        skipBlanks()
        if current == UInt8(ascii: "}") {
            position += 1
            return .object([])
        }
        while true {
            guard current == UInt8(ascii: "\"") else { throw error("a member name in quotes is expected") }
            let start = position
            let name = try readString()
            guard names.insert(name, among: members) else {
                position = start
                throw error("the member \"\(name)\" stands twice")
            }
            skipBlanks()
            guard current == UInt8(ascii: ":") else { throw error("a colon is expected") }
            position += 1
            skipBlanks()
            members.append(JSONValue.Member(name, try readValue(depth: depth)))
            skipBlanks()
            if try readSeparator(closing: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    /// The names of an object's members: few are compared one by one, more are hashed.
    ///
    /// They are compared by their bytes, as XML does: a ticket keeps attributes as they were sent.
    private struct MemberNames {
        private var hashed: Set<[UInt8]> = []

        /// Takes a name; false where one of the members has it.
        mutating func insert(_ name: String, among members: [JSONValue.Member]) -> Bool {
            if members.count < 16 { return !members.contains { $0.name.utf8.elementsEqual(name.utf8) } }
            if hashed.isEmpty { hashed = Set(members.map { Array($0.name.utf8) }) }
            return hashed.insert(Array(name.utf8)).inserted
        }
    }

    private mutating func readArray(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= maxDepth else { throw error("nested deeper than \(maxDepth)") }
        position += 1
        var values: [JSONValue] = []
        skipBlanks()
        if current == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            values.append(try readValue(depth: depth))
            skipBlanks()
            if try readSeparator(closing: UInt8(ascii: "]")) { return .array(values) }
        }
    }

    /// True at the closing bracket, false after a comma.
    private mutating func readSeparator(closing: UInt8) throws(JSONError) -> Bool {
        if current == closing {
            position += 1
            return true
        }
        guard current == UInt8(ascii: ",") else {
            throw error("a comma or \(String(UnicodeScalar(closing))) is expected")
        }
        position += 1
        skipBlanks()
        return false
    }

    private mutating func expect(_ word: String) throws(JSONError) {
        guard bytes[position...].starts(with: word.utf8) else { throw error("a value is expected") }
        position += word.utf8.count
    }

    private mutating func readNumber() throws(JSONError) -> String {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") {
            position += 1
        } else {
            try readDigits()
        }
        if current == UInt8(ascii: ".") {
            position += 1
            try readDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try readDigits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readDigits() throws(JSONError) {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw error("a digit is expected") }
    }

    private mutating func readString() throws(JSONError) -> String {
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            position += 1
        }
        if current == UInt8(ascii: "\"") {
            defer { position += 1 }
            return try text(bytes[start..<position])
        }
        var collected = Array(bytes[start..<position])
        while true {
            switch current {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return try text(collected[...])
            case UInt8(ascii: "\\"):
                position += 1
                try readEscape(into: &collected)
            case .some(let byte) where byte >= 0x20:
                collected.append(byte)
                position += 1
            case nil: throw error("the text ends within a string")
            default: throw error("a control character in a string must be escaped")
            }
        }
    }

    private func text(_ slice: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw error("not well-formed UTF-8") }
        return text
    }

    private mutating func readEscape(into collected: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw error("the text ends within a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): collected.append(byte)
        case UInt8(ascii: "b"): collected.append(0x08)
        case UInt8(ascii: "f"): collected.append(0x0C)
        case UInt8(ascii: "n"): collected.append(0x0A)
        case UInt8(ascii: "r"): collected.append(0x0D)
        case UInt8(ascii: "t"): collected.append(0x09)
        case UInt8(ascii: "u"): collected.append(contentsOf: String(try readUnicodeScalar()).utf8)
        default: throw error("an unknown escape")
        }
    }

    private mutating func readUnicodeScalar() throws(JSONError) -> UnicodeScalar {
        let high = try readHex()
        if let scalar = UnicodeScalar(high) { return scalar }
        guard (0xD800..<0xDC00).contains(high), current == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw error("half of a surrogate pair") }
        position += 2
        let low = try readHex()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = UnicodeScalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw error("half of a surrogate pair") }
        return scalar
    }

    private mutating func readHex() throws(JSONError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw error("four hexadecimal digits are expected") }
        var value: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits are expected")
            }
            value = value << 4 | UInt16(digit)
        }
        position += 4
        return value
    }
}
