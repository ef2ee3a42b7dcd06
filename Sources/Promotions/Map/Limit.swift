/// A maximum on what a benefit grants, counted over tickets.
public struct Limit: Hashable, Sendable {
    /// Who shares the counter.
    public enum Scope: String, Sendable, CaseIterable {
        /// The whole company.
        case retailer
        /// Each store.
        case store
        /// Each customer.
        case customer
    }

    /// Which tickets count.
    public enum Period: Hashable, Sendable {
        /// The promotion's whole life.
        case undefined
        /// The N calendar days that end on the ticket's day; N is 1 or more.
        case days(Int)
    }

    /// What is counted; the raw value is the word maps use.
    public enum Kind: String, Sendable, CaseIterable {
        /// Money, in ten-thousandths.
        case benefitAmount
        /// Applications.
        case benefitApplicationCount
        /// Pieces that benefited.
        case benefitedProductCount
        /// Coupons issued.
        case couponCount
        /// Points granted.
        case pointsAmount
    }

    /// Warns somebody when the counter reaches a mark.
    public struct Alarm: Hashable, Sendable {
        /// The mark, in ten-thousandths.
        public var value: Int128
        /// Whether the mark is a percentage of the limit.
        public var isPercentage: Bool
        /// Whom to warn; may be empty.
        public var email: String

        /// An alarm from its parts.
        public init(value: Int128, isPercentage: Bool, email: String = "") {
            self.value = value
            self.isPercentage = isPercentage
            self.email = email
        }
    }

    /// 24 lower-case hexadecimal digits; counters belong to it, whatever the map version.
    public var id: String
    /// Who shares the counter.
    public var scope: Scope
    /// Which tickets count.
    public var period: Period
    /// What is counted.
    public var kind: Kind
    /// The maximum, in ten-thousandths whatever is counted.
    public var value: Int128
    /// Marks at which somebody is warned.
    public var alarms: [Alarm]

    /// A limit from its parts.
    public init(id: String, scope: Scope, period: Period = .undefined, kind: Kind, value: Int128, alarms: [Alarm] = [])
    {
        self.id = id
        self.scope = scope
        self.period = period
        self.kind = kind
        self.value = value
        self.alarms = alarms
    }
}
