/// Texts as values of XML attributes.
enum XMLEscape {
    /// Appends a text so that a parser gives it back; what XML cannot hold becomes U+FFFD.
    static func append(_ value: String, to bytes: inout [UInt8]) {
        let isPlain = unsafe value.utf8.withContiguousStorageIfAvailable { text in
            if unsafe text.contains(where: needsCare) { return false }
            unsafe bytes.append(contentsOf: text)
            return true
        }
        if isPlain != true { escape(value, to: &bytes) }
    }

    private static func escape(_ value: String, to bytes: inout [UInt8]) {
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case 0x09: bytes.append(contentsOf: "&#9;".utf8)
            case 0x0A: bytes.append(contentsOf: "&#10;".utf8)
            case 0x0D: bytes.append(contentsOf: "&#13;".utf8)
            case 0..<0x20: bytes.append(contentsOf: "\u{FFFD}".utf8)
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
