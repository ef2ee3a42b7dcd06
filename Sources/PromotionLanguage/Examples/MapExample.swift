public import Promotions

/// A ticket and what the map that carries it must give for it; limits are unused.
public struct MapExample: Hashable, Sendable {
    /// Where the ticket is.
    public enum Ticket: Hashable, Sendable {
        /// In a file beside the map.
        case path(String)
        /// Here: the text of a message, XML or JSON.
        case document(String)
    }

    /// What is expected; what is not named is not checked.
    public struct Expectation: Hashable, Sendable {
        /// Sum of the monetary benefits, of the first block where there are several.
        public var total: Money?
        /// What promotions give, by id or name.
        public var promotions: [String: Money]
        /// What lines get, by seq.
        public var lines: [Int: Money]

        /// An expectation from its parts.
        public init(total: Money? = nil, promotions: [String: Money] = [:], lines: [Int: Money] = [:]) {
            self.total = total
            self.promotions = promotions
            self.lines = lines
        }
    }

    /// Name for people.
    public var name: String
    /// The ticket.
    public var ticket: Ticket
    /// What is known of the ticket's coupons and cards.
    public var holdings: Holdings
    /// What it must get.
    public var expect: Expectation

    /// An example from its parts.
    public init(name: String, ticket: Ticket, holdings: Holdings = Holdings(), expect: Expectation) {
        self.name = name
        self.ticket = ticket
        self.holdings = holdings
        self.expect = expect
    }
}
