/// The most that a map file may hold; each limit keeps one author's mistake from costing every ticket.
enum Limits: Sendable {
    /// 100,000 promotions of 2 kB; a larger file is not a map.
    static let documentBytes = 256 << 20
    /// The deepest path a map can have is 12; an example's ticket in JSON adds its own.
    static let depth = 24
    /// Every level is one more pass over the ticket.
    static let levels = 20
    /// What the index is built and measured for.
    static let promotions = 100_000
    /// More benefits on one condition are two promotions.
    static let benefits = 50
    /// Each limit of a benefit is a counter that every sale reads and writes.
    static let limitsOfBenefit = 10
    /// Each alarm is a mail on every crossing.
    static let alarms = 10
    /// Every one is tested on every ticket that reaches the promotion.
    static let simpleConditions = 50
    /// Forming sub-tickets costs the product of what the sets have in common.
    static let sets = 20
    /// As `simpleConditions`.
    static let filters = 50
    /// A list of products that is longer belongs into an attribute of the product.
    static let values = 20_000
    /// As `filters`.
    static let attributes = 20
    /// Ten years of weekly ranges.
    static let timeSpans = 520
    /// More stores or channels than any chain has.
    static let places = 20_000
    /// A longer staircase is a formula.
    static let steps = 100
    /// The till shows them as a list to choose from.
    static let options = 50
    /// A benefit is borne by few.
    static let providers = 50
    /// As many dynamic attributes as an element of a message may have.
    static let headerAttributes = 64
    /// Some seconds of search: more would outlast the till's patience.
    static let combinationSteps = 10_000_000
    /// They all run before a map is distributed.
    static let examples = 1_000
    /// A ticket has 999 seq of a kind.
    static let seq = 999
    /// Names and codes are columns of tables and keys of counters.
    static let nameLength = 200
    /// The longest value of an attribute in a message.
    static let textLength = 1_024
    /// A message may have 1 MiB, and it is no example then.
    static let ticketLength = 256 << 10
    /// Ten years; windows are kept as long as they count.
    static let days = 3_660
    /// More coupons or gifts for one ticket are a mistake.
    static let grantedQuantity = 9_999
}
