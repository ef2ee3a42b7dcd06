/// When a promotion applies: every part that is present must hold.
public struct Condition: Hashable, Sendable {
    /// Time ranges; one must hold where there are any.
    public var dateTimeRanges: [DateTimeRange]
    /// Hours of the day; one must hold where there are any.
    public var hourIntervals: [HourInterval]
    /// A rhythm of days; nil where there is none.
    public var frequency: Frequency?
    /// Stores; the ticket's must be among them where there are any.
    public var stores: [String]
    /// Channels; the ticket's must be among them where there are any.
    public var channels: [String]
    /// Existence tests on elements; all must hold.
    public var simple: [SimpleCondition]
    /// The sets of a combination; empty where there is none.
    public var composition: [CompositionSet]

    /// A condition from its parts.
    public init(
        dateTimeRanges: [DateTimeRange] = [], hourIntervals: [HourInterval] = [], frequency: Frequency? = nil,
        stores: [String] = [], channels: [String] = [], simple: [SimpleCondition] = [],
        composition: [CompositionSet] = []
    ) {
        self.dateTimeRanges = dateTimeRanges
        self.hourIntervals = hourIntervals
        self.frequency = frequency
        self.stores = stores
        self.channels = channels
        self.simple = simple
        self.composition = composition
    }

    /// Whether no part is present.
    public var isEmpty: Bool {
        dateTimeRanges.isEmpty && hourIntervals.isEmpty && frequency == nil && stores.isEmpty && channels.isEmpty
            && simple.isEmpty && composition.isEmpty
    }
}

/// A test on one attribute: `attribute operator values`.
public struct Filter: Hashable, Sendable {
    /// How values are compared.
    public enum Operator: String, Sendable, CaseIterable {
        /// One of the values is the attribute's.
        case equal
        /// None of the values is the attribute's.
        case different
        /// As `equal`.
        case `in`
        /// As `different`.
        case notIn
        /// Above one of the values.
        case greater
        /// Above or equal to one of the values.
        case greaterOrEqual
        /// Below one of the values.
        case less
        /// Below or equal to one of the values.
        case lessOrEqual
        /// Begins with one of the values.
        case startsWith
    }

    /// A protocol attribute's name, or a dynamic one.
    public var attribute: String
    /// How it is compared.
    public var `operator`: Operator
    /// With what; one or more.
    public var values: [String]

    /// A filter from its parts.
    public init(_ attribute: String, _ operator: Operator = .equal, _ values: [String]) {
        self.attribute = attribute
        self.operator = `operator`
        self.values = values
    }
}

/// Asks whether elements of a kind are on the ticket, or what they sum to.
public struct SimpleCondition: Hashable, Sendable {
    /// Compares a sum over the matching elements.
    public struct Group: Hashable, Sendable {
        /// What is summed.
        public enum Total: Hashable, Sendable {
            /// A measure of the elements.
            case sum(Measure)
            /// The number of different codes.
            case distinct
            /// Payments of that kind must cover the net price of the products this promotion benefits.
            case fullPayment
        }

        /// What is summed.
        public var measure: Total
        /// How the sum is compared: equal, greater, greaterOrEqual, less, lessOrEqual.
        public var `operator`: Filter.Operator
        /// With what, in the measure's own unit.
        public var value: Int128
        /// Which price sums of xprice take.
        public var applyOn: PriceBase

        /// A grouping from its parts.
        public init(
            measure: Total, operator: Filter.Operator = .greaterOrEqual, value: Int128,
            applyOn: PriceBase = .originalPrice
        ) {
            self.measure = measure
            self.operator = `operator`
            self.value = value
            self.applyOn = applyOn
        }
    }

    /// The kind asked for.
    public var element: ElementKind
    /// Filters, all of which must hold for an element to match; empty matches every element of the kind.
    public var filters: [Filter]
    /// The grouping; nil asks for one matching element.
    public var group: Group?

    /// A simple condition from its parts.
    public init(element: ElementKind, filters: [Filter] = [], group: Group? = nil) {
        self.element = element
        self.filters = filters
        self.group = group
    }
}
