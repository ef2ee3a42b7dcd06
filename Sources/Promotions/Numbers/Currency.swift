/// A map's currency: how many decimals are paid, and how and where amounts are rounded to them.
public struct Currency: Hashable, Sendable {
    /// Where the one rounding of a benefit happens.
    public enum RoundingPoint: String, Sendable, CaseIterable {
        /// The benefit of one application is rounded as a whole, then split over the lines.
        case application
        /// The part of each line is rounded.
        case line
        /// The part of each piece is rounded.
        case unit
    }

    /// The code, `BRL`; may be empty.
    public var code: String
    /// Decimals of the minor unit, 0 to 4.
    public var decimals: Int
    /// How amounts are rounded.
    public var rounding: Rounding
    /// Where they are.
    public var roundAt: RoundingPoint

    /// A currency; the defaults are two decimals, half up, by application.
    public init(
        code: String = "", decimals: Int = 2, rounding: Rounding = .halfUp, roundAt: RoundingPoint = .application
    ) {
        self.code = code
        self.decimals = decimals
        self.rounding = rounding
        self.roundAt = roundAt
    }

    /// The minor unit in ten-thousandths: 100 for two decimals.
    public var minorUnit: Int128 { DecimalText.powerOfTen(Money.decimals - decimals) }
}
