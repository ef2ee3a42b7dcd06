/// The encodings that XML requests may have.
///
/// All of them agree with ASCII on ASCII's bytes, so that tags can be found before decoding.
enum XMLEncoding: Sendable {
    case utf8, ascii, latin1, windows1252

    private static let byName: [String: XMLEncoding] = [
        "utf-8": .utf8, "utf8": .utf8, "us-ascii": .ascii, "ascii": .ascii, "iso-8859-1": .latin1,
        "iso_8859-1": .latin1, "latin1": .latin1, "windows-1252": .windows1252, "cp1252": .windows1252,
    ]

    /// The encoding that the XML declaration names, UTF-8 where it names none.
    static func declared(in bytes: [UInt8]) throws(UnreadableDocument) -> XMLEncoding {
        guard bytes.starts(with: "<?xml".utf8), bytes.count > 5, bytes[5].isBlank else { return .utf8 }
        let longest = 256
        guard let end = bytes.prefix(longest).firstIndex(of: UInt8(ascii: ">")) else {
            throw UnreadableDocument(.malformed, line: 1)
        }
        let declaration = bytes[5..<end]
        guard let name = value(of: Array("encoding".utf8), in: declaration) else { return .utf8 }
        guard let encoding = byName[name.lowercased()] else { throw UnreadableDocument(.encoding, line: 1) }
        return encoding
    }

    /// The bytes in UTF-8.
    func utf8(_ bytes: [UInt8]) throws(UnreadableDocument) -> [UInt8] {
        switch self {
        case .utf8:
            do {
                _ = try UTF8Span(validating: bytes.span)
            } catch {
                throw UnreadableDocument(.encoding)
            }
            return bytes
        case .ascii:
            guard bytes.allSatisfy({ $0 < 0x80 }) else { throw UnreadableDocument(.encoding) }
            return bytes
        case .latin1, .windows1252: return try decode(bytes)
        }
    }

    private func decode(_ bytes: [UInt8]) throws(UnreadableDocument) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                decoded.append(byte)
                continue
            }
            var scalar = UInt32(byte)
            if self == .windows1252, byte < 0xA0 {
                scalar = UInt32(XMLEncoding.windows1252Upper[Int(byte) - 0x80])
                if scalar == 0 { throw UnreadableDocument(.encoding) }
            }
            if scalar < 0x800 {
                decoded.append(UInt8(0xC0 | scalar >> 6))
            } else {
                decoded.append(UInt8(0xE0 | scalar >> 12))
                decoded.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            }
            decoded.append(UInt8(0x80 | scalar & 0x3F))
        }
        return decoded
    }

    /// What windows-1252 means by 0x80 to 0x9F; 0 where it means nothing.
    private static let windows1252Upper: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// The quoted text after `name=`; the parser itself refuses a declaration that is not well-formed.
    private static func value(of name: [UInt8], in declaration: ArraySlice<UInt8>) -> String? {
        var rest = declaration
        while !rest.starts(with: name) {
            if rest.isEmpty { return nil }
            rest.removeFirst()
        }
        rest = rest.dropFirst(name.count).drop(while: \.isBlank)
        guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
        rest = rest.drop(while: \.isBlank)
        guard let quote = rest.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        return String(decoding: rest.prefix { $0 != quote }, as: UTF8.self)
    }
}
