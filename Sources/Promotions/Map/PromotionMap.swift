/// A promotion map as its author wrote it: levels of promotions, evaluated in order.
public struct PromotionMap: Hashable, Sendable {
    /// When suggestions are given.
    public enum SuggestionPolicy: String, Sendable, CaseIterable {
        /// For every promotion.
        case always
        /// For the promotions marked suggestible.
        case byPromotion
        /// Not at all.
        case never
    }

    /// How payment plans are worked out.
    public enum PaymentCalculation: String, Sendable, CaseIterable {
        /// They are published only.
        case none
        /// A payment's amount is the value of goods it covers.
        case onItemsPaid
        /// A payment's amount is the money charged.
        case onPaymentMade
    }

    /// How many steps the search for a best combination takes where the map does not say: a step is one or two
    /// microseconds, and a till waits for it.
    public static let defaultCombinationSteps = 10_000

    /// Company code.
    public var company: String
    /// Name for people; may be empty.
    public var name: String
    /// Set at distribution, counting up within the company; nil before.
    public var version: Int?
    /// Currency and rounding.
    public var currency: Currency
    /// Whether suggestions are given.
    public var suggest: SuggestionPolicy
    /// How payment plans are worked out; nil leaves it to the company's setting.
    public var paymentCalculation: PaymentCalculation?
    /// The most steps of the search on one level of best combination; then the best that was found counts.
    public var combinationSteps: Int
    /// The levels, in order of application.
    public var levels: [Level]

    /// A map from its parts.
    public init(
        company: String, name: String = "", version: Int? = nil, currency: Currency = Currency(),
        suggest: SuggestionPolicy = .byPromotion, paymentCalculation: PaymentCalculation? = nil,
        combinationSteps: Int = PromotionMap.defaultCombinationSteps, levels: [Level]
    ) {
        self.company = company
        self.name = name
        self.version = version
        self.currency = currency
        self.suggest = suggest
        self.paymentCalculation = paymentCalculation
        self.combinationSteps = combinationSteps
        self.levels = levels
    }
}

/// One level of a map.
public struct Level: Hashable, Sendable {
    /// How the promotions of a level go together.
    public enum Coexistence: String, Sendable, CaseIterable {
        /// Every one applies, in order; later ones see benefited prices.
        case cumulative
        /// The first that grants something applies, the others do not.
        case first
        /// The one worth most to the customer applies; ties go to the earlier.
        case bestBenefit
        /// The set of applications worth most to the customer.
        case bestCombination
        /// Each that applies is an alternative to choose from.
        case option
    }

    /// Name for people; may be empty.
    public var name: String
    /// How its promotions go together.
    public var coexistence: Coexistence
    /// Its promotions, in order.
    public var promotions: [Promotion]

    /// A level from its parts.
    public init(name: String = "", coexistence: Coexistence = .cumulative, promotions: [Promotion]) {
        self.name = name
        self.coexistence = coexistence
        self.promotions = promotions
    }
}
