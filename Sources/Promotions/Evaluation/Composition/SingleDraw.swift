/// The draws of a set of interchangeable pieces that shares none of them with other sets: what most combinations are.
///
/// Numbers alone settle it; it forms what `PieceDraw` forms of a single set.
struct SingleDraw: Sendable {
    /// The least and the most pieces of a sub-ticket.
    private let least: Int
    private let most: Int
    /// Positions in the pool in the order of all draws but the first.
    private let runs: [Int]
    /// Indices of `runs` in the order of the first draw; empty where it is that of the others.
    private let heads: [Int]
    /// By index of `runs`: pieces.
    private let pieces: [Int]
    private let total: Int

    /// The draws of a set from a pool.
    ///
    /// - Parameters:
    ///   - set: one that counts pieces.
    ///   - pool: the runs.
    ///   - base: the price that counts.
    init(_ set: DrawSet, from pool: [Run], _ base: PriceBase) {
        let (first, rest) = set.order.directions
        let matching = pool.indices.filter { set.includes(pool[$0], base) }
        let runs = matching.sorted { DrawOrders.isBefore(pool, $0, $1, rest, base) }
        heads =
            first == rest
            ? [] : runs.indices.sorted { DrawOrders.isBefore(pool, runs[$0], runs[$1], first, base) }
        pieces = runs.map { Int(clamping: pool[$0].drawablePieces) }
        total = pieces.reduce(0, +)
        least = Swift.min(Int(clamping: set.least), total + 1)
        most = Swift.min(Int(clamping: set.most), total)
        self.runs = runs
    }

    /// How many sub-tickets can be formed where taking up to the most comes first.
    var capacity: Int {
        if least > most { return 0 }
        return total / most + (least < most && total % most >= least ? 1 : 0)
    }

    /// Forms sub-tickets, at most as many as the capacity.
    func plan(_ count: Int) -> [PlannedGroup] {
        var groups: [PlannedGroup] = []
        var left = pieces
        var (supply, formed, next, nextHead) = (total, 0, 0, 0)
        while formed < count {
            // Each takes up to the most, as long as all that are to follow reach the least.
            let others = count - formed - 1
            let slack = supply - least * (1 + others)
            if slack < 0 { break }
            let goal = Swift.min(most, least + slack)
            let takes = draw(goal, from: &left, &next, &nextHead)
            var extra = others
            for take in takes where extra > 0 {
                extra = Swift.min(extra, left[take.run] / Int(take.amount / Run.onePiece))
            }
            let loss = goal - (others > 0 ? least : 0)
            if loss > 0 { extra = Swift.min(extra, (slack - (goal - least)) / loss) }
            if extra > 0 {
                for take in takes { left[take.run] -= Int(take.amount / Run.onePiece) * extra }
            }
            let placed = takes.map { Take(run: runs[$0.run], amount: $0.amount) }
            groups.append(PlannedGroup(repetitions: Int128(1 + extra), listing: [0], draws: [placed]))
            supply -= goal * (1 + extra)
            formed += 1 + extra
        }
        return groups
    }

    /// Draws one sub-ticket; its runs are indices of `runs`.
    private func draw(_ goal: Int, from left: inout [Int], _ next: inout Int, _ nextHead: inout Int) -> [Take] {
        var takes: [Take] = []
        var taken = 0
        if !heads.isEmpty {
            while left[heads[nextHead]] == 0 { nextHead += 1 }
            left[heads[nextHead]] -= 1
            takes.add(Run.onePiece, of: heads[nextHead])
            taken = 1
        }
        while taken < goal {
            while left[next] == 0 { next += 1 }
            let count = Swift.min(left[next], goal - taken)
            left[next] -= count
            takes.add(Int128(count) * Run.onePiece, of: next)
            taken += count
        }
        return takes
    }
}
