/// Texts as values of XML attributes.
enum XMLEscape {
    /// Appends a text so that a parser gives it back; what XML cannot hold becomes U+FFFD.
    static func append(_ value: String, to writer: inout ByteWriter) {
        if !writer.put(value, unless: needsCare) { escape(value, to: &writer) }
    }

    private static func escape(_ value: String, to writer: inout ByteWriter) {
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "&"): writer.put("&amp;")
            case UInt8(ascii: "<"): writer.put("&lt;")
            case UInt8(ascii: ">"): writer.put("&gt;")
            case UInt8(ascii: "\""): writer.put("&quot;")
            case 0x09: writer.put("&#9;")
            case 0x0A: writer.put("&#10;")
            case 0x0D: writer.put("&#13;")
            case 0..<0x20: writer.put("\u{FFFD}")
            // U+FFFE and U+FFFF are EF BF BE and EF BF BF; U+FFFD, in their place, is EF BF BD.
            case 0xBE, 0xBF: writer.put(previous == (0xEF, 0xBF) ? 0xBD : byte)
            default: writer.put(byte)
            }
            previous = (previous.1, byte)
        }
    }

    /// Whether a byte is to be replaced, or may be the end of a character that is.
    private static func needsCare(_ byte: UInt8) -> Bool {
        byte < 64 ? special >> UInt64(byte) & 1 == 1 : byte & 0xFE == 0xBE
    }

    /// The control characters, `"`, `&`, `<` and `>`, a bit for each.
    private static let special: UInt64 =
        0xFFFF_FFFF | 1 << UInt64(UInt8(ascii: "\"")) | 1 << UInt64(UInt8(ascii: "&"))
        | 1 << UInt64(UInt8(ascii: "<")) | 1 << UInt64(UInt8(ascii: ">"))
}
