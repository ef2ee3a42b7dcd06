public import Promotions

/// What a promotion does for a product, as a listing page shows it.
public struct Offer: Hashable, Sendable {
    /// How a shopper comes to it.
    public enum Kind: String, Sendable, CaseIterable {
        /// By taking one piece.
        case now
        /// By taking several pieces.
        case quantity
        /// By taking other products with it.
        case combo
        /// By paying in a certain way.
        case paymentPlan
        /// By showing a coupon.
        case coupon
    }

    /// Something that a shopper adds.
    public struct Need: Hashable, Sendable {
        /// The set of the combination, or the kind of element.
        public var place: String
        /// How it is counted.
        public var measure: String
        /// How much.
        public var amount: String
    }

    /// The promotion's position in the map.
    public var promotion: Int
    /// How a shopper comes to it.
    public var kind: Kind
    /// How many pieces of the product.
    public var quantity = 1
    /// What these pieces cost together, with all that applies; nil where it depends on what else is taken.
    public var total: Money?
    /// What the promotion takes off of it, or at least takes off a combination; nil where that depends on what the
    /// other products cost.
    public var saving: Money? = .zero
    /// The rate of a payment plan or refund, in ten-thousandths of a percent; nil for other types.
    public var percent: Int?
    /// What else is taken; empty where nothing is.
    public var needs: [Need] = []
    /// From when on; nil where it holds at the page's moment.
    public var validFrom: LocalDateTime?
    /// Before when; nil where no end is in sight.
    public var validTo: LocalDateTime?

    /// An offer from what makes it different from others.
    public init(promotion: Int, kind: Kind) {
        self.promotion = promotion
        self.kind = kind
    }

    /// What one of the pieces costs, rounded half up to a ten-thousandth.
    public var unitPrice: Money? {
        total.map { Money(units: Rounding.halfUp.divide($0.units, by: Int128(quantity))) }
    }
}

/// What one piece costs for a while.
public struct TimedPrice: Hashable, Sendable {
    /// The price.
    public var price: Money
    /// From when on; nil where it holds at the page's moment.
    public var validFrom: LocalDateTime?
    /// Before when; nil where no end is in sight.
    public var validTo: LocalDateTime?
}

/// What a listing page needs of a product.
public struct ProductPage: Hashable, Sendable {
    /// The product's code.
    public var product: String
    /// What one piece costs in the catalog.
    public var listPrice: Money
    /// What one piece costs at the page's moment.
    public var price: Money
    /// What it costs from when to when; one entry where it stays the same.
    public var prices: [TimedPrice]
    /// What promotions do for it; empty where none does anything.
    public var offers: [Offer]
}
