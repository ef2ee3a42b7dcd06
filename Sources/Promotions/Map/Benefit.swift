/// What a promotion grants.
public struct Benefit: Hashable, Sendable {
    /// What a benefit is granted for.
    public enum Unit: String, Sendable, CaseIterable {
        /// Each piece.
        case qty
        /// Each unit of weight or length.
        case magnitude
        /// Once for all.
        case na
    }

    /// How money is spread over the chosen units; the raw value is the word maps use.
    public enum Proration: String, Sendable, CaseIterable {
        /// By weight.
        case proportional
        /// The most expensive line is filled before the next.
        case mostExpensiveFirst
        /// The cheapest line is filled before the next.
        case cheapestFirst
    }

    /// Which units are meant.
    public enum Target: Hashable, Sendable {
        /// What the condition used.
        case conditioned
        /// A set of the combination.
        case set(String)
        /// The units that match filters.
        case filters([Filter])
    }

    /// A cap on the units that benefit.
    public struct MaxApplication: Hashable, Sendable {
        /// How much, in the measure's unit; above zero.
        public var value: Int128
        /// Of what: qty, magnitude or xprice.
        public var measure: Measure

        /// A cap from its parts.
        public init(value: Int128, measure: Measure = .qty) {
            self.value = value
            self.measure = measure
        }
    }

    /// Values that replace the benefit's own from a threshold on.
    public struct Steps: Hashable, Sendable {
        /// One threshold.
        public struct Step: Hashable, Sendable {
            /// Reached from this much on, in the measure's unit.
            public var from: Int128
            /// The value that then holds, in ten-thousandths.
            public var value: Int128

            /// A step from its parts.
            public init(from: Int128, value: Int128) {
                self.from = from
                self.value = value
            }
        }

        /// What is measured: qty, magnitude or xprice.
        public var measure: Measure
        /// Ascending by threshold.
        public var steps: [Step]

        /// Steps from their parts.
        public init(measure: Measure = .qty, steps: [Step]) {
            self.measure = measure
            self.steps = steps
        }
    }

    /// What the company gets back from a supplier; carried to the answer.
    public struct Recovery: Hashable, Sendable {
        /// The value, in ten-thousandths.
        public var value: Int128
        /// Whether it is a percentage (`p`) or an amount (`a`).
        public var isPercentage: Bool

        /// A recovery from its parts.
        public init(value: Int128, isPercentage: Bool) {
            self.value = value
            self.isPercentage = isPercentage
        }
    }

    /// 24 lower-case hexadecimal digits.
    public var id: String
    /// What is granted.
    public var kind: BenefitKind
    /// Which units are meant.
    public var target: Target
    /// Cap on the units that benefit.
    public var maxApplication: MaxApplication?
    /// In which order units are chosen.
    public var order: DrawOrder
    /// How money is spread.
    public var proration: Proration
    /// Which price it is computed on.
    public var applyOn: PriceBase
    /// Below this an application grants nothing.
    public var minDiscount: Money?
    /// The most that one application grants.
    public var maxDiscount: Money?
    /// Values by threshold.
    public var steps: Steps?
    /// Its limits.
    public var limits: [Limit]
    /// `resume` or `lineByLine`: how the till shows it.
    public var applicationMethod: String
    /// Accounting account; may be empty.
    public var account: String
    /// Suppliers that bear it, as `code,amount|percentage,value`.
    public var creditProviders: [String]
    /// Financial suppliers, in the same form.
    public var financialProviders: [String]
    /// Text for the screen; the promotion's name where the author wrote none.
    public var displayMessage: String?
    /// Text for the receipt; likewise.
    public var printerMessage: String?
    /// Text for the transaction log; likewise.
    public var logMessage: String?
    /// What the company gets back.
    public var recovery: Recovery?

    /// A benefit from its parts.
    public init(
        id: String, kind: BenefitKind, target: Target = .conditioned, maxApplication: MaxApplication? = nil,
        order: DrawOrder = .lessExpensiveFirst, proration: Proration = .proportional,
        applyOn: PriceBase = .benefitedPrice, minDiscount: Money? = nil, maxDiscount: Money? = nil,
        steps: Steps? = nil, limits: [Limit] = [], applicationMethod: String = "resume", account: String = "",
        creditProviders: [String] = [], financialProviders: [String] = [], displayMessage: String? = nil,
        printerMessage: String? = nil, logMessage: String? = nil, recovery: Recovery? = nil
    ) {
        self.id = id
        self.kind = kind
        self.target = target
        self.maxApplication = maxApplication
        self.order = order
        self.proration = proration
        self.applyOn = applyOn
        self.minDiscount = minDiscount
        self.maxDiscount = maxDiscount
        self.steps = steps
        self.limits = limits
        self.applicationMethod = applicationMethod
        self.account = account
        self.creditProviders = creditProviders
        self.financialProviders = financialProviders
        self.displayMessage = displayMessage
        self.printerMessage = printerMessage
        self.logMessage = logMessage
        self.recovery = recovery
    }
}
