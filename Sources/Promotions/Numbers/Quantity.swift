/// A number of pieces, or a weight or length, in thousandths.
public struct Quantity: Hashable, Comparable, Sendable, AdditiveArithmetic {
    /// How many thousandths make one.
    public static let unitsPerWhole: Int128 = 1_000
    /// How many decimals the unit stands for.
    public static let decimals = 3
    /// Nothing.
    public static let zero = Quantity(units: 0)

    private var words: TwoWords

    /// The quantity in thousandths.
    public var units: Int128 {
        get { words.value }
        set { words.value = newValue }
    }

    /// A quantity from its thousandths.
    public init(units: Int128) { words = TwoWords(units) }

    /// A whole number of pieces.
    public init(whole: Int) { self.init(units: Int128(whole) * Quantity.unitsPerWhole) }

    /// The sum.
    public static func + (left: Quantity, right: Quantity) -> Quantity { Quantity(units: left.units + right.units) }
    /// The difference.
    public static func - (left: Quantity, right: Quantity) -> Quantity { Quantity(units: left.units - right.units) }
    /// The quantity taken several times.
    public static func * (left: Quantity, right: Int128) -> Quantity { Quantity(units: left.units * right) }
    /// Whether the first is the smaller.
    public static func < (left: Quantity, right: Quantity) -> Bool { left.units < right.units }
}
