/// The runs of a pool in the orders in which sets draw them.
///
/// They are settled once for a forming: the remainders of split runs never change an order.
struct DrawOrders: Sendable {
    /// The orders that every draw order is made of.
    enum Direction: Int, Sendable, CaseIterable {
        /// From the highest price a piece downwards.
        case falling
        /// From the lowest price a piece upwards.
        case rising
        /// By seq.
        case entered
    }

    /// By direction: positions in the pool, first to be drawn first.
    ///
    /// Where sets were named, only what they draw from and only the directions they draw in.
    let sequences: [[Int]]
    /// By direction: the place of each position of the pool in the sequence.
    let ranks: [[Int]]

    /// The orders of a pool.
    ///
    /// - Parameters:
    ///   - pool: the runs.
    ///   - base: names the price that orders them.
    ///   - sets: those that will draw; nil puts everything in every order.
    init(_ pool: [Run], _ base: PriceBase, for sets: [DrawSet]? = nil) {
        var drawn = Array(pool.indices)
        if let sets {
            drawn.removeAll { position in !sets.indices.contains { sets[$0].includes(pool[position], base) } }
        }
        let sequences = Direction.allCases.map { direction in
            let isUsed = sets?.contains { $0.order.draws(in: direction) } ?? true
            return isUsed ? drawn.sorted { DrawOrders.isBefore(pool, $0, $1, direction, base) } : []
        }
        ranks = sequences.map { sequence in
            if sequence.isEmpty { return [] }
            var rank = [Int](repeating: 0, count: pool.count)
            for (place, position) in sequence.enumerated() { rank[position] = place }
            return rank
        }
        self.sequences = sequences
    }

    /// Whether a run of a pool is drawn before another in a direction.
    static func isBefore(
        _ pool: [Run], _ left: Int, _ right: Int, _ direction: Direction, _ base: PriceBase
    ) -> Bool {
        let (one, other) = (pool[left], pool[right])
        switch direction {
        case .falling:
            if other.isCheaper(than: one, base) { return true }
            if one.isCheaper(than: other, base) { return false }
        case .rising:
            if one.isCheaper(than: other, base) { return true }
            if other.isCheaper(than: one, base) { return false }
        case .entered:
            if one.element != other.element { return one.element < other.element }
        }
        if one.isBenefited != other.isBenefited { return other.isBenefited }
        return (one.element, left) < (other.element, right)
    }
}

extension DrawOrder {
    /// Whether any unit is drawn in a direction.
    fileprivate func draws(in direction: DrawOrders.Direction) -> Bool {
        directions.first == direction || directions.rest == direction
    }

    /// The direction in which the first unit of a sub-ticket is drawn, and that of all others.
    var directions: (first: DrawOrders.Direction, rest: DrawOrders.Direction) {
        switch self {
        case .moreExpensiveFirst: (.falling, .falling)
        case .lessExpensiveFirst: (.rising, .rising)
        case .oneMoreExpensive: (.falling, .rising)
        case .oneLessExpensive: (.rising, .falling)
        case .asEntered: (.entered, .entered)
        }
    }
}
