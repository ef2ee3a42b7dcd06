/// One forming of sub-tickets from units that are not interchangeable.
struct LineForming {
    /// What one set has drawn for one sub-ticket so far.
    struct Filling {
        let set: Int
        /// The value that its units share.
        let value: Int32
        var taken: Int128 = 0
        var takes: [Take] = []
        /// By inequivalence attribute: the values drawn.
        var seen: [Set<Int32>]
    }

    /// Goes through the values of a set.
    struct ValueCursor {
        let set: Int
        var place = 0
        var tried: Set<Int32> = []
    }

    /// What is drawn, and from what.
    let draw: LineDraw
    /// Draws tried while looking ahead, by all orders of listing together.
    var steps = 0
    /// Groups of sub-tickets worked out, likewise.
    private(set) var workedOut = 0
    /// What is left of each run; tentative draws are noted in `log` and taken back.
    var stock: Extraction
    var log: [(run: Int, before: Run)] = []
    /// What is left of the universes: without drawn runs, and without values that can never again reach `min`.
    private(set) var universes: [[Int32: LineDraw.Universe]]
    private var heads: [[Int]]

    /// A forming that has not begun.
    init(_ draw: LineDraw) {
        self.draw = draw
        stock = Extraction(from: draw.pool, measures: draw.measures, base: draw.base)
        universes = draw.universes
        heads = draw.heads
    }

    /// Begins again with the whole pool; the steps stay counted.
    mutating func restart() {
        stock.runs = draw.pool
        universes = draw.universes
        heads = draw.heads
        log.removeAll()
    }

    /// Forms sub-tickets until no more can be formed.
    ///
    /// - Parameters:
    ///   - listing: the order in which the sets draw.
    ///   - most: how many are wanted at most.
    /// - Returns: the groups.
    mutating func form(by listing: [Int], most: Int128) -> [PlannedGroup] {
        var groups: [PlannedGroup] = []
        var left = most
        while left > 0, groups.count < LineDraw.maxGroups, let (draws, isGuided) = drawOnce(by: listing) {
            var times = min(left, lasting(draws))
            while isGuided, times > 1, !comesAgain(draws, after: times - 1, by: listing) { times /= 2 }
            workedOut += 1
            let group = PlannedGroup(repetitions: times, listing: listing, draws: draws)
            _ = stock.extract(group)
            for run in Set(group.draws.joined().map(\.run)) { close(run) }
            groups.append(group)
            left -= times
        }
        return groups
    }

    /// One sub-ticket; the runs stay as they are.
    private mutating func drawOnce(by listing: [Int]) -> (draws: [[Take]], isGuided: Bool)? {
        if let draws = drawOnce(by: listing, isGuided: false) { return (draws, false) }
        if listing.count == 1 { return nil }
        return drawOnce(by: listing, isGuided: true).map { ($0, true) }
    }

    private mutating func drawOnce(by listing: [Int], isGuided: Bool) -> [[Take]]? {
        defer { undo(to: 0) }
        var draws = [[Take]](repeating: [], count: listing.count)
        for (place, set) in listing.enumerated() {
            let others = isGuided ? Array(listing[(place + 1)...]) : []
            guard let takes = drawSet(set, keeping: others) else { return nil }
            draws[set] = takes
        }
        return draws
    }

    /// The draw of a set: of the first value in its order with which it and all others reach their `min`.
    private mutating func drawSet(_ set: Int, keeping others: [Int]) -> [Take]? {
        let mark = log.count
        var values = ValueCursor(set: set)
        while let value = next(&values) {
            var filling = begin(set, value)
            if !others.isEmpty, !canComplete(filling, others) { continue }
            fill(&filling, to: draw.sets[set].most, keeping: others)
            if filling.taken >= draw.least[set] { return filling.takes }
            undo(to: mark)
        }
        return nil
    }

    /// Takes a run that was drawn out of the universes where nothing of it is left, with its value where that can no
    /// longer reach `min`.
    private mutating func close(_ run: Int) {
        for set in draw.sets.indices where draw.sets[set].includes(draw.pool[run], draw.base) {
            let value = draw.sets[set].sharedValue(of: stock.runs[run])
            if stock.runs[run].holding(draw.measures[set], draw.base) <= 0 {
                heads[set].removeAll { $0 == run }
                universes[set][value]?.first.removeAll { $0 == run }
                universes[set][value]?.rest.removeAll { $0 == run }
            }
            if !canReach(value, of: set) {
                let runs = universes[set][value]?.first ?? []
                heads[set].removeAll { runs.contains($0) }
                universes[set][value] = nil
            }
        }
    }

    /// Whether a value has units enough for the set's `min`; values to keep apart are not looked at.
    private func canReach(_ value: Int32, of set: Int) -> Bool {
        guard let universe = universes[set][value] else { return false }
        let (measure, least) = (draw.measures[set], draw.least[set])
        var reached: Int128 = 0
        for run in universe.rest {
            reached += stock.runs[run].holding(measure, draw.base)
            if reached >= least { return true }
        }
        return false
    }

    /// The next value of a set that has units enough, in the order of the first draw.
    mutating func next(_ cursor: inout ValueCursor) -> Int32? {
        let drawSet = draw.sets[cursor.set]
        while cursor.place < heads[cursor.set].count {
            let run = stock.runs[heads[cursor.set][cursor.place]]
            cursor.place += 1
            if run.holding(drawSet.measure, draw.base) <= 0 { continue }
            let value = drawSet.sharedValue(of: run)
            if cursor.tried.insert(value).inserted, canReach(value, of: cursor.set) { return value }
            if drawSet.equivalence.isEmpty { return nil }
        }
        return nil
    }

    /// An empty draw of a set.
    func begin(_ set: Int, _ value: Int32) -> Filling {
        Filling(set: set, value: value, seen: Array(repeating: [], count: draw.sets[set].inequivalence.count))
    }

    /// How often runs can bear the same draws.
    private func lasting(_ draws: [[Take]]) -> Int128 {
        var amounts: [Int: (set: Int, amount: Int128)] = [:]
        for (set, takes) in draws.enumerated() {
            for take in takes {
                let other = amounts[take.run]
                if let other, draw.measures[other.set] != draw.measures[set] { return 1 }
                amounts[take.run] = (set, (other?.amount ?? 0) + take.amount)
            }
        }
        var times = Int128.max
        for (run, drawn) in amounts {
            let measure = draw.measures[drawn.set]
            let unit = measure == .qty ? Run.onePiece : 1
            times = min(times, stock.runs[run].holding(measure, draw.base) / (drawn.amount / unit))
        }
        return max(times, 1)
    }

    private mutating func comesAgain(_ draws: [[Take]], after times: Int128, by listing: [Int]) -> Bool {
        let now = stock
        defer { stock = now }
        _ = stock.extract(PlannedGroup(repetitions: times, listing: listing, draws: draws))
        return drawOnce(by: listing).map { $0.draws == draws } ?? false
    }

    /// Takes tentative draws back.
    mutating func undo(to mark: Int) {
        while log.count > mark {
            let (run, before) = log.removeLast()
            stock.runs[run] = before
        }
    }
}
