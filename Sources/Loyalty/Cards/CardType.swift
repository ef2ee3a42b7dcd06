/// A kind of loyalty card.
public struct CardType: Hashable, Sendable {
    /// What its balances count.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        /// Points.
        case points
        /// Money.
        case money
    }

    /// What it is for.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Gathers points.
        case loyalty
        /// Holds a customer's money.
        case wallet
        /// Is given away.
        case giftCard
    }

    /// The code that messages call `type`.
    public var code: String
    /// What its balances count.
    public var unit: Unit
    /// What it is for.
    public var kind: Kind
    /// Whether it counts only on a ticket with its customer.
    public var needsCustomer: Bool
    /// Whether it can be charged again.
    public var isRechargeable: Bool
    /// Whether its balance can go to another card.
    public var isTransferable: Bool
    /// Whether its cards can be used.
    public var isActive: Bool
    /// Days after which points that were earned expire; nil without end.
    public var pointsLifetime: Int?

    /// A type from its parts.
    public init(
        code: String, unit: Unit = .points, kind: Kind = .loyalty, needsCustomer: Bool = false,
        isRechargeable: Bool = true, isTransferable: Bool = false, isActive: Bool = true, pointsLifetime: Int? = nil
    ) {
        self.code = code
        self.unit = unit
        self.kind = kind
        self.needsCustomer = needsCustomer
        self.isRechargeable = isRechargeable
        self.isTransferable = isTransferable
        self.isActive = isActive
        self.pointsLifetime = pointsLifetime
    }
}
