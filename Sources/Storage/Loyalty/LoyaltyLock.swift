/// A coupon, a card or a counter as it is locked.
public struct LoyaltyLock: Hashable, Comparable, Sendable {
    /// What is locked; in this order, as counters are the ones that everybody needs.
    public enum Kind: Int, Hashable, Sendable, CaseIterable, Comparable {
        /// A coupon, by its bar code.
        case coupon
        /// A card, by its number.
        case card
        /// A counter of coupon numbers, by its name.
        case counter

        /// Whether the first is locked before the second.
        public static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    /// What it is.
    public var kind: Kind
    /// Whose it is.
    public var company: String
    /// Bar code, number or name.
    public var element: String

    /// A lock from its parts.
    public init(_ kind: Kind, company: String, element: String) {
        self.kind = kind
        self.company = company
        self.element = element
    }

    /// Whether both are the same, byte for byte.
    public static func == (left: LoyaltyLock, right: LoyaltyLock) -> Bool {
        left.kind == right.kind && ByteOrder.same(left.company, right.company)
            && ByteOrder.same(left.element, right.element)
    }

    /// The order in which they are locked.
    public static func < (left: LoyaltyLock, right: LoyaltyLock) -> Bool {
        left.kind == right.kind
            ? ByteOrder.precedes([left.company, left.element], [right.company, right.element])
            : left.kind < right.kind
    }

    /// Feeds its bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(bytesOf: company)
        hasher.combine(bytesOf: element)
    }
}

extension LoyaltyLock {
    /// Elements of one company and kind, each once, in the order in which they are locked.
    static func order(_ elements: some Sequence<String>, _ kind: Kind, of company: String) -> [String] {
        Set(elements.map { LoyaltyLock(kind, company: company, element: $0) }).sorted().map(\.element)
    }

    /// What waits for it until nobody else has it; it is had until the end of the database transaction.
    func waiting(_ rowLock: String) -> [Statement] {
        let values: [DatabaseValue] = [.text(company), .text(element)]
        let select =
            switch kind {
            case .coupon: "SELECT 1 AS value FROM coupons WHERE company = $1 AND bar_code = $2"
            case .card: "SELECT 1 AS value FROM cards WHERE company = $1 AND number = $2"
            case .counter: "SELECT 1 AS value FROM coupon_counters WHERE company = $1 AND name = $2"
            }
        let lock = Statement(select + rowLock, values)
        guard kind == .counter else { return [lock] }
        // Whoever comes second waits here or finds the first one's row.
        let row = Statement(
            """
            INSERT INTO coupon_counters (company, name, last) VALUES ($1, $2, 0)
            ON CONFLICT (company, name) DO NOTHING
            """, values)
        return [row, lock]
    }
}
