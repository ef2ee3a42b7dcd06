/// An exact amount of money, or of points, in ten-thousandths.
///
/// Input carries up to 12 integer digits and 4 decimals; 999 lines of that size outgrow 64 bits, so 128 are used.
public struct Money: Hashable, Comparable, Sendable, AdditiveArithmetic {
    /// How many units make one whole.
    public static let unitsPerWhole: Int128 = 10_000
    /// How many decimals the unit stands for.
    public static let decimals = 4
    /// Nothing.
    public static let zero = Money(units: 0)

    private var words: TwoWords

    /// The amount in ten-thousandths.
    public var units: Int128 {
        get { words.value }
        set { words.value = newValue }
    }

    /// An amount from its ten-thousandths.
    public init(units: Int128) { words = TwoWords(units) }

    /// An amount of whole currency units.
    public init(whole: Int) { self.init(units: Int128(whole) * Money.unitsPerWhole) }

    /// The sum.
    public static func + (left: Money, right: Money) -> Money { Money(units: left.units + right.units) }
    /// The difference.
    public static func - (left: Money, right: Money) -> Money { Money(units: left.units - right.units) }
    /// The amount taken several times.
    public static func * (left: Money, right: Int128) -> Money { Money(units: left.units * right) }
    /// Whether the first is the smaller.
    public static func < (left: Money, right: Money) -> Bool { left.units < right.units }
}
