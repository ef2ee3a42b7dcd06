/// Bytes as letters and digits (RFC 4648).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// How many letters stand on a line of a body.
    private static let width = 76

    static func text(of bytes: [UInt8]) -> String { String(decoding: encoded(bytes), as: UTF8.self) }

    /// The same in lines that end with CR and LF.
    static func lines(of bytes: [UInt8]) -> [UInt8] {
        let letters = encoded(bytes)
        var lines: [UInt8] = []
        for start in stride(from: 0, to: letters.count, by: width) {
            lines += letters[start..<min(start + width, letters.count)] + [0x0D, 0x0A]
        }
        return lines
    }

    private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group = 0
            for index in 0..<3 { group = group << 8 | (index < count ? Int(bytes[start + index]) : 0) }
            for index in 0..<4 {
                letters.append(index <= count ? alphabet[group >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
            }
        }
        return letters
    }
}
