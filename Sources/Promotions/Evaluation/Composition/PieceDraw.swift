/// Sets that count whole pieces and may share them: how often a sub-ticket of them can be formed, and of what.
///
/// Pieces matter for this only by which of the sets they match, their class. By Hall's theorem so many sub-tickets of
/// the least size can be formed as every choice of sets has pieces for: the pieces that match any of the chosen sets
/// must reach the sum of what these sets need. Testing that before each draw costs no search, and keeps a wanted
/// number of sub-tickets reachable while every set draws what comes first in its order.
struct PieceDraw: Sendable {
    /// The most that one draw may look at: every choice of sets for every class of pieces.
    ///
    /// Seven sets stay below it whatever they share, ten where there are up to 16 classes; beyond it a long ticket
    /// would take seconds, and `LineDraw` serves.
    static let maxChecks = 1 << 14
    /// The most sets: 1,023 choices.
    static let maxSets = 10
    /// The most sub-tickets worked out while comparing orders of listing, so that a hostile ticket costs milliseconds;
    /// one counts several times where a draw looks at more than 1,024 things.
    ///
    /// Beyond it the best number found so far holds; the listed order is always worked out.
    static let maxSearchSteps = 5_000

    /// By set: the least pieces.
    let least: [Int]
    /// By set: the most pieces.
    let most: [Int]
    /// By set: how pieces are drawn.
    let orders: [DrawOrder]
    /// By class: the sets that its pieces match, a bit each.
    let classes: [Int]
    /// By direction and class: the runs, first to be drawn first.
    let lists: [[Int]]
    /// By direction: the place of each run.
    let ranks: [[Int]]
    /// By run: pieces; zero for runs that no set matches.
    let pieces: [Int]
    /// By choice of sets: the pieces that match any of them.
    let supply: [Int]
    /// By choice of sets: the pieces that one sub-ticket needs at least.
    let needs: [Int]

    /// The draws of sets from a pool; nil where the sets are not of pieces only, or watching them costs too much.
    ///
    /// - Parameters:
    ///   - sets: the sets.
    ///   - pool: the runs.
    ///   - orders: their orders.
    ///   - base: the price that counts.
    init?(_ sets: [DrawSet], from pool: [Run], _ orders: DrawOrders, _ base: PriceBase) {
        guard sets.count <= PieceDraw.maxSets, sets.allSatisfy(\.countsPieces) else { return nil }
        var classes: [Int] = []
        var pieces = [Int](repeating: 0, count: pool.count)
        var classOfRun = [Int](repeating: -1, count: pool.count)
        for (position, run) in pool.enumerated() {
            var mask = 0
            for (set, drawSet) in sets.enumerated() where drawSet.includes(run, base) { mask |= 1 << set }
            if mask == 0 { continue }
            pieces[position] = Int(clamping: run.drawablePieces)
            if !classes.contains(mask) { classes.append(mask) }
            classOfRun[position] = classes.firstIndex(of: mask) ?? -1
        }
        if classes.count << sets.count > PieceDraw.maxChecks { return nil }
        var lists = [[Int]](repeating: [], count: orders.sequences.count * classes.count)
        for (direction, sequence) in orders.sequences.enumerated() {
            for position in sequence where classOfRun[position] >= 0 {
                lists[direction * classes.count + classOfRun[position]].append(position)
            }
        }
        let total = pieces.reduce(0, +)
        least = sets.map { Swift.min(Int(clamping: $0.least), total + 1) }
        most = sets.map { Swift.min(Int(clamping: $0.most), total) }
        var supply = [Int](repeating: 0, count: 1 << sets.count)
        for (position, ofClass) in classOfRun.enumerated() where ofClass >= 0 {
            for choice in supply.indices where choice & classes[ofClass] != 0 { supply[choice] += pieces[position] }
        }
        needs = PieceDraw.sums(of: least)
        self.orders = sets.map(\.order)
        self.classes = classes
        self.lists = lists
        ranks = orders.ranks
        self.pieces = pieces
        self.supply = supply
    }

    /// How many sub-tickets can be formed.
    ///
    /// Sets of a fixed size reach what Hall's theorem allows. Where sizes vary, taking up to `max` comes first, and the
    /// number is the best that any order of listing the sets gives while it keeps the number that another gave.
    func capacity() -> Int {
        guard zip(least, most).allSatisfy({ $0 <= $1 }) else { return 0 }
        var bound = Int.max
        for choice in 1..<supply.count { bound = Swift.min(bound, supply[choice] / needs[choice]) }
        if least == most || bound == 0 { return bound }
        let listings = ListingOrders.orders(of: least.count)
        var target = 0
        var steps = 0
        while true {
            var best = target
            for listing in listings where best < bound {
                var forming = PieceForming(self)
                best = Swift.max(best, Int(forming.form(by: listing, target: target, most: .max).formed))
                steps += forming.steps * (1 + (classes.count << least.count) >> 10)
                if steps > PieceDraw.maxSearchSteps { return best }
            }
            if best == target || best == bound || listings.count == 1 { return best }
            target = best
        }
    }

    /// Forms sub-tickets by the listed order, so many that `capacity` allows them.
    func plan(_ count: Int) -> [PlannedGroup] {
        var forming = PieceForming(self)
        return forming.form(by: Array(least.indices), target: count, most: count).groups
    }

    private static func sums(of values: [Int]) -> [Int] {
        var sums = [Int](repeating: 0, count: 1 << values.count)
        for choice in sums.indices.dropFirst() {
            let lowest = choice.trailingZeroBitCount
            sums[choice] = sums[choice & (choice - 1)] + values[lowest]
        }
        return sums
    }
}
