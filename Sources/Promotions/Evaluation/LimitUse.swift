/// What an alternative takes from a limit.
public struct LimitUse: Hashable, Sendable {
    /// The limit's position among the limits of the map, from 0.
    public var limit: Int
    /// How much, in ten-thousandths whatever is counted; above zero.
    public var amount: Int128 {
        get { words.value }
        set { words.value = newValue }
    }
    private var words: TwoWords

    /// A use from its parts.
    public init(limit: Int, amount: Int128) {
        self.limit = limit
        words = TwoWords(amount)
    }
}

/// What a limit has left after an answer's benefit.
public struct LimitBalance: Hashable, Sendable {
    /// The limit's position among the limits of the map, from 0.
    public var limit: Int
    /// What is left, in ten-thousandths whatever is counted; never below zero.
    public var amount: Int128

    /// A balance from its parts.
    public init(limit: Int, amount: Int128) {
        self.limit = limit
        self.amount = amount
    }
}

/// What of each limit is used by others than the ticket, in ten-thousandths whatever is counted.
///
/// With limits of days it is the most that any window around the ticket's day holds.
public struct Balances: Hashable, Sendable {
    /// By the limit's position among the limits of the map; a limit that is absent is unused.
    public var used: [Int: Int128]

    /// Balances from what is used.
    public init(used: [Int: Int128] = [:]) { self.used = used }
}
