/// Writes an answer as XML, byte for byte as the protocol asks.
struct XMLAnswerWriter {
    private var bytes: [UInt8] = []

    /// The whole document.
    static func write(_ root: Node) -> [UInt8] {
        var writer = XMLAnswerWriter()
        writer.append("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n")
        writer.write(root, depth: 0)
        return writer.bytes
    }

    private mutating func write(_ node: Node, depth: Int) {
        indent(depth)
        append("<")
        append(node.name)
        for attribute in node.attributes {
            append(" ")
            append(attribute.name)
            append("=\"")
            appendValue(attribute.value)
            append("\"")
        }
        if node.children.isEmpty {
            append("/>\n")
            return
        }
        append(">\n")
        for child in node.children { write(child, depth: depth + 1) }
        indent(depth)
        append("</")
        append(node.name)
        append(">\n")
    }

    private mutating func indent(_ depth: Int) {
        for _ in 0..<depth { append("  ") }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func appendValue(_ value: String) {
        guard value.utf8.contains(where: XMLAnswerWriter.needsCare) else { return append(value) }
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "<"): append("&lt;")
            case UInt8(ascii: ">"): append("&gt;")
            case UInt8(ascii: "\""): append("&quot;")
            case 0x09: append("&#9;")
            case 0x0A: append("&#10;")
            case 0x0D: append("&#13;")
            case 0..<0x20: append("\u{FFFD}")
            // U+FFFE and U+FFFF are EF BF BE and EF BF BF; U+FFFD, in their place, is EF BF BD.
            case 0xBE, 0xBF: bytes.append(previous == (0xEF, 0xBF) ? 0xBD : byte)
            default: bytes.append(byte)
            }
            previous = (previous.1, byte)
        }
    }

    /// Whether a byte is to be replaced, or may be the end of a character that is.
    private static func needsCare(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), 0xBE, 0xBF: true
        default: false
        }
    }
}
