/// What can be counted, weighed or summed about elements; the raw value is the word maps use.
public enum Measure: String, Sendable, CaseIterable {
    /// Pieces of items, number of coupons; in thousandths.
    case qty
    /// Weight or length of items; in thousandths.
    case magnitude
    /// Money of items; in ten-thousandths.
    case price = "xprice"
    /// Value of coupons, balance of customers and cards, money of payments; in ten-thousandths.
    case amount
    /// Points of customers; in ten-thousandths.
    case points

    /// How many decimals the unit of this measure stands for.
    public var decimals: Int {
        switch self {
        case .qty, .magnitude: Quantity.decimals
        case .price, .amount, .points: Money.decimals
        }
    }

    /// The measures that elements of a kind have.
    ///
    /// - Parameter kind: the kind.
    /// - Returns: the measures, in the order in which errors list them.
    public static func measures(of kind: ElementKind) -> [Measure] {
        switch kind {
        case .item: [.qty, .magnitude, .price]
        case .coupon: [.qty, .amount]
        case .customer: [.points, .amount]
        case .payment, .loyaltyCard: [.amount]
        case .transaction: []
        }
    }
}

/// Which price of a unit counts.
public enum PriceBase: String, Sendable, CaseIterable {
    /// As on the ticket.
    case originalPrice
    /// What earlier benefits left.
    case benefitedPrice
}

/// In which order units are taken; the raw value is the word maps use.
public enum DrawOrder: String, Sendable, CaseIterable {
    /// From the highest price a piece downwards.
    case moreExpensiveFirst = "MoreExpensiveFirst"
    /// From the lowest price a piece upwards.
    case lessExpensiveFirst = "LessExpensiveFirst"
    /// One from the expensive end, the rest from the cheap end.
    case oneMoreExpensive = "OneMoreExpensive"
    /// One from the cheap end, the rest from the expensive end.
    case oneLessExpensive = "OneLessExpensive"
    /// By seq.
    case asEntered = "AsEntered"
}
