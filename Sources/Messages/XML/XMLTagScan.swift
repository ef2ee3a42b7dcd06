/// Looks for what must not reach the parser: a DOCTYPE, and start tags that would take it too long.
///
/// It knows just enough XML to tell tags from comments, processing instructions and CDATA; whatever is not well-formed
/// is left to the parser.
struct XMLTagScan {
    private let bytes: [UInt8]
    private var position = 0

    /// Checks a whole document.
    static func check(_ bytes: [UInt8]) throws(UnreadableDocument) {
        var scan = XMLTagScan(bytes: bytes)
        while scan.skip(to: UInt8(ascii: "<")) {
            try scan.skipMarkup()
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func skipMarkup() throws(UnreadableDocument) {
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        if next == UInt8(ascii: "?") {
            skip(2, behind: "?>")
        } else if next != UInt8(ascii: "!") {
            try skipTag()
        } else if starts(with: "<!--") {
            skip(4, behind: "-->")
        } else if starts(with: "<![CDATA[") {
            skip(9, behind: "]]>")
        } else {
            throw UnreadableDocument(.doctype, line: line)
        }
    }

    /// Moves behind the `>` that closes a tag; one within quotes does not.
    private mutating func skipTag() throws(UnreadableDocument) { position = try endOfTag() }

    private func endOfTag() throws(UnreadableDocument) -> Int {
        let end = min(bytes.count, position + Limits.startTagBytes)
        let found = unsafe bytes[position..<end].withUnsafeBufferPointer { (tag) -> Int? in
            // Zero stands for none; no document holds that byte.
            var quote: UInt8 = 0
            for index in 0..<end - position {
                let byte = unsafe tag[index]
                if quote != 0 {
                    if byte == quote { quote = 0 }
                } else if byte == UInt8(ascii: ">") {
                    return position + index + 1
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                }
            }
            return nil
        }
        if let found { return found }
        guard end == bytes.count else { throw UnreadableDocument(.startTagTooLarge, line: line) }
        return end
    }

    private mutating func skip(to byte: UInt8) -> Bool {
        position = bytes[position...].firstIndex(of: byte) ?? bytes.count
        return position < bytes.count
    }

    /// Moves behind the first occurrence of a text, searched from some bytes on; to the end where there is none.
    private mutating func skip(_ count: Int, behind text: StaticString) {
        position = min(position + count, bytes.count)
        while position < bytes.count {
            if starts(with: text) {
                position += text.utf8CodeUnitCount
                return
            }
            position += 1
        }
    }

    private func starts(with text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { expected in
            for index in 0..<expected.count where unsafe bytes[position + index] != expected[index] { return false }
            return true
        }
    }

    private var line: Int { bytes[..<position].count { $0 == 0x0A } + 1 }
}
