/// A parameter of a header, such as a file's name; what is not plain is encoded as RFC 2231 says.
enum HeaderParameter {
    /// How many characters of a value stand in one piece.
    private static let piece = 50

    /// The parameter, each piece behind a `;` and on a line of its own.
    static func text(_ name: String, _ value: String) -> String {
        let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && !"\"\\%".utf8.contains($0) }
        if isPlain, value.utf8.count <= piece { return ";\r\n \(name)=\"\(value)\"" }
        var pieces: [String] = [""]
        for byte in value.utf8 {
            let next = isAttribute(byte) ? String(UnicodeScalar(byte)) : "%" + hexadecimal(byte)
            if pieces[pieces.count - 1].utf8.count + next.utf8.count > piece { pieces.append("") }
            pieces[pieces.count - 1] += next
        }
        if pieces.count == 1 { return ";\r\n \(name)*=UTF-8''\(pieces[0])" }
        return pieces.enumerated().map { index, piece in
            ";\r\n \(name)*\(index)*=\(index == 0 ? "UTF-8''" : "")\(piece)"
        }.joined()
    }

    private static func isAttribute(_ byte: UInt8) -> Bool {
        MailAddress.isAlphanumeric(byte) || "-._".utf8.contains(byte)
    }

    static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
