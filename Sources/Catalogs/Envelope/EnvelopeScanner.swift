internal import Messages

/// Finds in an envelope, piece by piece, its members and where its items lie; a piece is not kept.
public struct EnvelopeScanner: Sendable {
    private enum Place: Hashable, Sendable {
        /// Before the envelope's opening brace.
        case outside
        /// Before a member's name, or the closing brace.
        case beforeName
        /// Within a name.
        case name
        /// Before the colon.
        case beforeColon
        /// Before a value.
        case beforeValue
        /// Within a value.
        case value
        /// After a value.
        case afterValue
        /// After the closing brace.
        case end
    }

    private var place = Place.outside
    private var offset: Int64 = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var name: [UInt8] = []
    /// All members but the items, as a JSON object without its closing brace.
    private var header: [UInt8] = [UInt8(ascii: "{")]
    private var itemsAt: Int64?

    /// Begins before the first byte.
    public init() {}

    private var isAtItems: Bool { name == Array("\"items\"".utf8) }

    /// Takes the next bytes.
    ///
    /// - Parameter bytes: what follows what was taken before.
    /// - Throws: `ImportProblem` where this is no envelope.
    public mutating func take(_ bytes: [UInt8]) throws(ImportProblem) {
        for byte in bytes {
            try take(byte)
            offset += 1
        }
    }

    /// What the envelope says.
    ///
    /// - Parameter company: the company of an envelope that names none; nil where it has to.
    /// - Returns: its members, and where its items lie.
    /// - Throws: `ImportProblem` where it is cut off or says something that is not allowed.
    public func finish(company: String? = nil) throws(ImportProblem) -> Envelope {
        guard place == .end else {
            throw ImportProblem("byte \(offset + 1): the text ends before the envelope is complete")
        }
        let members: JSONValue
        do throws(JSONError) {
            members = try JSONReader.read(header + [UInt8(ascii: "}")], maxDepth: Limits.depth)
        } catch {
            throw ImportProblem("the members of the envelope are no JSON: \(error.problem)")
        }
        guard let itemsAt else { throw ImportProblem("items: found nothing, expected a list") }
        return try Envelope(members, itemsAt: itemsAt, company: company)
    }

    private mutating func take(_ byte: UInt8) throws(ImportProblem) {
        switch place {
        case .name:
            name.append(byte)
            if endsString(byte) { place = .beforeColon }
        case .value: try takeValue(byte)
        default:
            if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { return }
            try takeToken(byte)
        }
    }

    private mutating func takeToken(_ byte: UInt8) throws(ImportProblem) {
        switch (place, byte) {
        case (.outside, UInt8(ascii: "{")): place = .beforeName
        // A byte order mark.
        case (.outside, 0xEF) where offset == 0, (.outside, 0xBB) where offset == 1, (.outside, 0xBF) where offset == 2:
            break
        case (.beforeName, UInt8(ascii: "\"")):
            place = .name
            name = [byte]
        case (.beforeName, UInt8(ascii: "}")) where header.count == 1 && itemsAt == nil: place = .end
        case (.beforeColon, UInt8(ascii: ":")): place = .beforeValue
        case (.beforeValue, _): try beginValue(byte)
        case (.afterValue, UInt8(ascii: ",")): place = .beforeName
        case (.afterValue, UInt8(ascii: "}")): place = .end
        default: throw problem(byte)
        }
    }

    private mutating func beginValue(_ byte: UInt8) throws(ImportProblem) {
        if isAtItems {
            guard byte == UInt8(ascii: "["), itemsAt == nil else { throw problem(byte) }
            itemsAt = offset + 1
        } else {
            if header.count > 1 { header.append(UInt8(ascii: ",")) }
            header += name + [UInt8(ascii: ":")]
        }
        place = .value
        (depth, isInString, isEscaped) = (0, false, false)
        try takeValue(byte)
    }

    private mutating func takeValue(_ byte: UInt8) throws(ImportProblem) {
        if isInString {
            if endsString(byte) { isInString = false }
            try keep(byte)
            if depth == 0, !isInString { place = .afterValue }
            return
        }
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
            try keep(byte)
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            depth += 1
            try keep(byte)
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            guard depth > 0 else {
                // A number or word right before the envelope's end.
                place = .afterValue
                try takeToken(byte)
                return
            }
            depth -= 1
            try keep(byte)
            if depth == 0 { place = .afterValue }
        case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09:
            if depth > 0 { return try keep(byte) }
            place = .afterValue
            if byte == UInt8(ascii: ",") { try takeToken(byte) }
        default: try keep(byte)
        }
    }

    private mutating func keep(_ byte: UInt8) throws(ImportProblem) {
        if isAtItems { return }
        guard header.count < Limits.headerBytes else {
            throw ImportProblem(
                "byte \(offset + 1): the members besides items are longer than \(Limits.headerBytes) bytes")
        }
        header.append(byte)
    }

    /// Whether a byte within a string ends it.
    private mutating func endsString(_ byte: UInt8) -> Bool {
        if isEscaped {
            isEscaped = false
            return false
        }
        if byte == UInt8(ascii: "\\") { isEscaped = true }
        return byte == UInt8(ascii: "\"")
    }

    private func problem(_ byte: UInt8) -> ImportProblem {
        let expected =
            switch place {
            case .outside: "an object"
            case .beforeName: "a member's name in quotes"
            case .beforeColon: "a colon"
            case .beforeValue: "a list"
            case .afterValue: "a comma or the end of the object"
            case .name, .value, .end: "nothing more"
            }
        let shown = (0x20..<0x7F).contains(byte) ? "\"\(UnicodeScalar(byte))\"" : "byte \(byte)"
        return ImportProblem("byte \(offset + 1): found \(shown), expected \(expected)")
    }
}
