/// What suggestions are asked for.
public struct SuggestionRequest: Hashable, Sendable {
    /// The element that suggestions must concern; nil takes all of them.
    public var seq: Int?
    /// The kind of that element.
    public var kind: ElementKind

    /// A request from its parts.
    public init(seq: Int? = nil, kind: ElementKind = .item) {
        self.seq = seq
        self.kind = kind
    }
}

/// The suggestions of an evaluation.
public struct Suggestions: Hashable, Sendable {
    /// One for each promotion whose condition is met in part, in map order.
    public var list: [Suggestion]
    /// Whether every promotion in question was looked into; false where there were too many.
    public var isComplete: Bool
    /// Limits, by position in the map, that following a suggestion may take from and whose balance was not given: the
    /// promises took them for unused.
    public var unread: [Int] = []

    /// Suggestions from their parts.
    public init(_ list: [Suggestion] = [], isComplete: Bool = true) {
        self.list = list
        self.isComplete = isComplete
    }
}

/// A promotion that would be granted if the ticket had a little more.
///
/// The promise holds for what is missing at the price of the cheapest like it on the ticket, and at twice that: what
/// the shopper will take is not known. It was proven by evaluating the ticket with it.
public struct Suggestion: Hashable, Sendable {
    /// The promotion's position in the map.
    public var promotion: Int
    /// The lines it is about, ascending by seq; empty where it is about the whole ticket.
    public var lines: [Int]
    /// The text to show.
    public var text: String
    /// What is missing: sets in the order of the combination, then elements as they are tested; never empty.
    public var missing: [Missing]
    /// What the ticket would cost less, at least; zero where the promotion grants something other than money.
    public var saving: Money

    /// A suggestion from its parts.
    public init(promotion: Int, lines: [Int], text: String, missing: [Missing], saving: Money) {
        self.promotion = promotion
        self.lines = lines
        self.text = text
        self.missing = missing
        self.saving = saving
    }
}

/// One thing that a ticket lacks for a promotion.
public struct Missing: Hashable, Sendable {
    /// Where it is lacking.
    public enum Place: Hashable, Sendable {
        /// In a set of the combination, by its name.
        case set(String)
        /// Among the elements of a kind that a simple condition asks for.
        case element(ElementKind)
    }

    /// Where it is lacking.
    public var place: Place
    /// How it is counted; `qty` for one payment of whatever amount.
    public var measure: SimpleCondition.Group.Total
    /// How much; in the measure's unit, whole for `distinct`, in ten-thousandths for `fullPayment`.
    public var amount: Int128

    /// A lack from its parts.
    public init(_ place: Place, _ measure: SimpleCondition.Group.Total, _ amount: Int128) {
        self.place = place
        self.measure = measure
        self.amount = amount
    }
}
