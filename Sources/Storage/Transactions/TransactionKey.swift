public import Promotions

/// What names a transaction: its session and the date and time of the message that opened it.
public struct TransactionKey: Hashable, Sendable {
    /// The till's conversation.
    public var session: SessionKey { didSet { id = TransactionKey.id(session, opened) } }
    /// Date and time of the message that opened it.
    public var opened: LocalDateTime { didSet { id = TransactionKey.id(session, opened) } }
    /// The text under which the transaction is kept; no two keys share it.
    ///
    /// It is the transaction string, but a `_` within a part is written `%5F`, and a `%` is written `%25`.
    public private(set) var id: String

    /// A key from its parts.
    public init(session: SessionKey, opened: LocalDateTime) {
        self.session = session
        self.opened = opened
        id = TransactionKey.id(session, opened)
    }

    /// Reads a transaction string that a till of the company sent; nil when it names none of the company's.
    ///
    /// Company and store may hold underscores: the company is known, and terminal and time are digits.
    public init?(company: String, text: String) {
        let bytes = text.utf8
        let parts = bytes.dropFirst(company.utf8.count + 1).split(
            separator: underscore, omittingEmptySubsequences: false)
        guard bytes.starts(with: company.utf8), bytes.dropFirst(company.utf8.count).first == underscore,
            parts.count >= 3, let opened = LocalDateTime(compact: parts[parts.count - 1])
        else { return nil }
        let store = parts.dropLast(2).joined(separator: CollectionOfOne(underscore))
        let terminal = parts[parts.count - 2]
        guard !parts[0].isEmpty || parts.count > 3, !terminal.isEmpty else { return nil }
        self.init(
            session: SessionKey(
                company: company, store: String(decoding: Array(store), as: UTF8.self),
                terminal: String(decoding: terminal, as: UTF8.self)), opened: opened)
    }

    /// The transaction string, as tills know it; two keys may share it.
    public var text: String {
        "\(session.company)_\(session.store)_\(session.terminal)_\(opened.compactText)"
    }

    /// Whether both name the same transaction.
    public static func == (left: TransactionKey, right: TransactionKey) -> Bool { ByteOrder.same(left.id, right.id) }

    /// Feeds what no two keys share.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytesOf: id) }

    private static func id(_ session: SessionKey, _ opened: LocalDateTime) -> String {
        let parts = [session.company, session.store, session.terminal].map(escaped)
        return "\(parts[0])_\(parts[1])_\(parts[2])_\(opened.compactText)"
    }
}

extension LocalDateTime {
    /// Reads `yyyyMMddHHmmss`.
    init?(compact text: some Collection<UInt8>) {
        let digits = Array(text)
        guard digits.count == 14, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        self.init(
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8)) \(part(8..<10)):\(part(10..<12)):\(part(12..<14))")
    }
}

private let underscore = UInt8(ascii: "_")

private func escaped(_ part: String) -> String {
    guard part.utf8.contains(where: { $0 == underscore || $0 == UInt8(ascii: "%") }) else { return part }
    // Scalar by scalar: a mark that combines with an underscore hides it from a comparison of characters.
    var text = ""
    for scalar in part.unicodeScalars {
        switch scalar {
        case "_": text += "%5F"
        case "%": text += "%25"
        default: text.unicodeScalars.append(scalar)
        }
    }
    return text
}
