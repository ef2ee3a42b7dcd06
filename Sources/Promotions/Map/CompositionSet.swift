/// One set of a combination: which units it draws, and how many go into one sub-ticket.
public struct CompositionSet: Hashable, Sendable {
    /// The name that targets refer to.
    public var name: String
    /// The kind of element it draws; not the transaction.
    public var element: ElementKind
    /// Filters, all of which must hold; empty draws from every element of the kind.
    public var filters: [Filter]
    /// The least that a sub-ticket needs, in the measure's unit; above zero.
    public var min: Int128
    /// The most that a sub-ticket takes; nil takes as much as there is.
    public var max: Int128?
    /// What `min` and `max` count.
    public var measure: Measure
    /// The most sub-tickets of the promotion; nil sets no limit.
    public var limit: Int?
    /// How units are drawn.
    public var order: DrawOrder
    /// Attributes whose values all units of the set in one sub-ticket share.
    public var equivalence: [String]
    /// Attributes whose values no two units of the set in one sub-ticket share.
    public var inequivalence: [String]

    /// A set from its parts.
    public init(
        name: String, element: ElementKind = .item, filters: [Filter] = [], min: Int128, max: Int128? = nil,
        measure: Measure = .qty, limit: Int? = nil, order: DrawOrder = .moreExpensiveFirst,
        equivalence: [String] = [], inequivalence: [String] = []
    ) {
        self.name = name
        self.element = element
        self.filters = filters
        self.min = min
        self.max = max
        self.measure = measure
        self.limit = limit
        self.order = order
        self.equivalence = equivalence
        self.inequivalence = inequivalence
    }
}
