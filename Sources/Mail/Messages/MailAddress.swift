/// An address of a mailbox, as it may stand in an envelope and in a header.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of an address, and of the part before its `@` (RFC 5321).
    static let (longest, longestLocal) = (254, 64)
    /// The most bytes of a name: what is longer is a mistake or an attack.
    static let longestName = 200

    /// The address: `local@domain`.
    public let address: String
    /// Whose it is, for people; may be empty.
    public let name: String

    /// An address, checked.
    ///
    /// Only plain ones are taken: what would need quotes, or letters that not every server takes, is refused.
    ///
    /// - Parameters:
    ///   - address: `local@domain`.
    ///   - name: whose it is; may be empty.
    /// - Throws: `MailProblem` where it could not be delivered to, or would change a header.
    public init(_ address: String, name: String = "") throws(MailProblem) {
        guard let at = address.lastIndex(of: "@"), address.utf8.count <= Self.longest,
            Self.isLocal(address[..<at]), Self.isDomain(address[address.index(after: at)...])
        else {
            throw MailProblem(
                "address", "found \"\(HeaderText.shown(address))\", expected local@domain in plain letters")
        }
        guard name.utf8.count <= Self.longestName, HeaderText.isOneLine(name) else {
            throw MailProblem(
                "name of \(address)",
                "found \"\(HeaderText.shown(name))\", expected one line of \(Self.longestName) bytes at most")
        }
        self.address = address
        self.name = name
    }

    /// Reads `local@domain` or `Name <local@domain>`.
    public init(parsing text: String) throws(MailProblem) {
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
            try self.init(text)
            return
        }
        var name = text[..<open]
        while name.last == " " { name.removeLast() }
        if name.count >= 2, name.first == "\"", name.last == "\"" { name = name.dropFirst().dropLast() }
        try self.init(String(text[text.index(after: open)...].dropLast()), name: String(name))
    }

    /// What stands behind the `@`.
    public var domain: String { String(address.split(separator: "@").last ?? "") }

    /// The address alone.
    public var description: String { address }

    /// As it stands in a header that is folded from a column on.
    func header(from column: Int) -> String {
        guard !name.isEmpty else { return address }
        let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && name.utf8.count <= 50
        let shown =
            isPlain
            ? "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
            : HeaderText.encodedWords(name, from: column)
        return "\(shown)\r\n <\(address)>"
    }

    private static func isLocal(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= longestLocal && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isAtom) }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isAtom(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
