/// Sets whose units are not interchangeable: whole lines, values to share, values to keep apart.
///
/// Each set draws greedily in its order. Where that leaves another set short, units are drawn one by one, each only if
/// the others can still keep their `min`; that question is a search, and the search is bounded.
struct LineDraw: Sendable {
    /// The most draws tried while looking ahead, so that a hostile ticket costs milliseconds; beyond it forming is
    /// greedy.
    static let maxSearchSteps = 4_000

    /// The most sub-tickets worked out while comparing orders of listing; the listed order is always worked out.
    static let maxSubTickets = 10_000

    /// The most different sub-tickets formed.
    ///
    /// Twice the pieces of the largest line are more than any sale has use for; without an end, sets that measure one
    /// line differently could draw it in crumbs for hours.
    static let maxGroups = 20_000

    /// The units of a set that one sub-ticket may mix.
    ///
    /// The two orders hold the same runs.
    struct Universe: Sendable {
        /// The runs in the order of the first draw.
        var first: [Int] = []
        /// The runs in the order of all others.
        var rest: [Int] = []
    }

    /// The sets.
    let sets: [DrawSet]
    /// By set: what its draws count.
    let measures: [Measure]
    /// By set: the least it draws.
    let least: [Int128]
    /// The price that counts.
    let base: PriceBase
    /// The runs drawn from.
    let pool: [Run]
    /// By set: its units by the value they share; a single part where they need not share one.
    let universes: [[Int32: Universe]]
    /// By set: the runs in the order of the first draw, which is the order of values too.
    let heads: [[Int]]

    /// The draws of sets from a pool.
    ///
    /// - Parameters:
    ///   - sets: any sets.
    ///   - pool: the runs.
    ///   - orders: their orders.
    ///   - base: the price that counts.
    init(_ sets: [DrawSet], from pool: [Run], _ orders: DrawOrders, _ base: PriceBase) {
        self.sets = sets
        measures = sets.map(\.measure)
        least = sets.map(\.least)
        self.base = base
        self.pool = pool
        heads = sets.map { set in
            orders.sequences[set.order.directions.first.rawValue].filter { set.includes(pool[$0], base) }
        }
        universes = zip(sets, heads).map { set, head in
            var parts: [Int32: Universe] = [:]
            for run in head { parts[set.sharedValue(of: pool[run]), default: Universe()].first.append(run) }
            for run in orders.sequences[set.order.directions.rest.rawValue] where set.includes(pool[run], base) {
                parts[set.sharedValue(of: pool[run]), default: Universe()].rest.append(run)
            }
            return parts
        }
    }

    /// Forms sub-tickets by every order of listing that is tried.
    ///
    /// - Parameter most: how many are wanted at most.
    /// - Returns: what the listed order gives and the first of those that give most.
    func plans(upTo most: Int128) -> (listed: [PlannedGroup], best: [PlannedGroup]) {
        var forming = LineForming(self)
        let listed = forming.form(by: Array(sets.indices), most: most)
        if sets.count == 1 || listed.subTickets == most { return (listed, listed) }
        var best = listed
        for listing in ListingOrders.orders(of: sets.count).dropFirst() {
            if forming.workedOut > LineDraw.maxSubTickets { break }
            forming.restart()
            let groups = forming.form(by: listing, most: most)
            if groups.subTickets > best.subTickets { best = groups }
        }
        return (listed, best)
    }
}

extension [PlannedGroup] {
    /// How many sub-tickets they are.
    var subTickets: Int128 { reduce(0) { $0 + $1.repetitions } }
}

extension DrawSet {
    /// The number that stands for the values that the units of a sub-ticket share.
    func sharedValue(of run: Run) -> Int32 { equivalence.isEmpty ? 0 : equivalence[run.element] }
}
