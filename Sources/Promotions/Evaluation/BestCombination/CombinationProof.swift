/// How good the choice of applications on a level of best combination is.
public struct CombinationProof: Hashable, Sendable {
    /// Position of the level in the map, from 0.
    public var level: Int
    /// What the chosen applications are worth.
    public var worth: Money
    /// No choice is worth more.
    public var upperBound: Money
    /// How many steps the search took.
    public var steps: Int

    /// A proof from its parts.
    public init(level: Int, worth: Money, upperBound: Money, steps: Int) {
        self.level = level
        self.worth = worth
        self.upperBound = upperBound
        self.steps = steps
    }

    /// Whether no choice is better.
    public var isOptimal: Bool { worth >= upperBound }

    /// The most that a better choice could be worth more.
    public var gap: Money { upperBound - worth }
}
