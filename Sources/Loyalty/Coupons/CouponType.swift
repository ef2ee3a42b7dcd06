/// A kind of coupon that a company issues.
public struct CouponType: Hashable, Sendable {
    /// Whether a coupon carries a value of its own.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// What it is good for stands in the promotions.
        case normal
        /// An amount or a percentage stands in its record.
        case calculated
    }

    /// The code that messages call `couponId` and `type`.
    public var code: String
    /// Whether coupons carry a value.
    public var kind: Kind
    /// Whether coupons are mailed.
    public var isElectronic: Bool
    /// Three digits that begin its counter's name.
    public var prefix: String
    /// How its numbers are composed.
    public var format: BarCodeFormat
    /// From when to when its coupons can be used.
    public var validity: CouponValidity
    /// How often one coupon can be used, 1 or more.
    public var maxUses: Int
    /// Whether only the customer it was issued to can use it.
    public var isNominative: Bool
    /// Whether its coupons can be issued and used.
    public var isActive: Bool
    /// The name of its mail template; empty without.
    public var mailTemplate: String

    /// A type from its parts.
    public init(
        code: String, kind: Kind = .normal, isElectronic: Bool = false, prefix: String, format: BarCodeFormat,
        validity: CouponValidity = .daysFromIssue(nil), maxUses: Int = 1, isNominative: Bool = false,
        isActive: Bool = true, mailTemplate: String = ""
    ) {
        self.code = code
        self.kind = kind
        self.isElectronic = isElectronic
        self.prefix = prefix
        self.format = format
        self.validity = validity
        self.maxUses = maxUses
        self.isNominative = isNominative
        self.isActive = isActive
        self.mailTemplate = mailTemplate
    }

    /// The name of the counter that its numbers come from; types that share a prefix share it.
    public var counter: String { "P" + prefix }
}
