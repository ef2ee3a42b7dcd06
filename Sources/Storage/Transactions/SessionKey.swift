/// A till's conversation: company, store and terminal, as sent.
public struct SessionKey: Hashable, Comparable, Sendable {
    /// The company.
    public var company: String
    /// The store.
    public var store: String
    /// The terminal's digits; `007` is not `7`.
    public var terminal: String

    /// A session's key from its parts.
    public init(company: String, store: String, terminal: String) {
        self.company = company
        self.store = store
        self.terminal = terminal
    }

    /// Whether both are the same, byte for byte.
    public static func == (left: SessionKey, right: SessionKey) -> Bool {
        ByteOrder.same(left.company, right.company) && ByteOrder.same(left.store, right.store)
            && ByteOrder.same(left.terminal, right.terminal)
    }

    /// The order in which sessions are locked.
    public static func < (left: SessionKey, right: SessionKey) -> Bool {
        ByteOrder.precedes(left.parts, right.parts)
    }

    /// Feeds its bytes.
    public func hash(into hasher: inout Hasher) {
        for part in parts { hasher.combine(bytesOf: part) }
    }

    private var parts: [String] { [company, store, terminal] }

    var values: [DatabaseValue] { [.text(company), .text(store), .text(terminal)] }
}
