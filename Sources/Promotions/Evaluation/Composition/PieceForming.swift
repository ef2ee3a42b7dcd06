/// One forming of sub-tickets from pieces: what is left, and how much of it must stay.
struct PieceForming {
    private let draw: PieceDraw
    /// Sub-tickets worked out, each possibly many times over.
    private(set) var steps = 0
    private var left: [Int]
    private var cursors: [Int]
    private var supply: [Int]
    /// By choice of sets: the pieces that may still go without making a wanted sub-ticket impossible.
    private var slack: [Int]
    private var drawnByRun: [Int]

    /// A forming that has not begun.
    init(_ draw: PieceDraw) {
        self.draw = draw
        left = draw.pieces
        cursors = Array(repeating: 0, count: draw.lists.count)
        supply = draw.supply
        slack = draw.supply
        drawnByRun = Array(repeating: 0, count: draw.pieces.count)
    }

    /// Forms sub-tickets until no more can be formed.
    ///
    /// - Parameters:
    ///   - listing: the order in which the sets draw.
    ///   - target: how many must be reached; no draw makes that impossible.
    ///   - most: how many are wanted at most.
    /// - Returns: the groups, and how many sub-tickets they are.
    mutating func form(by listing: [Int], target: Int, most: Int) -> (groups: [PlannedGroup], formed: Int) {
        var groups: [PlannedGroup] = []
        var formed = 0
        while formed < most {
            let reserve = Swift.max(0, target - formed - 1)
            for choice in slack.indices { slack[choice] = supply[choice] - draw.needs[choice] * (1 + reserve) }
            if slack.dropFirst().contains(where: { $0 < 0 }) { break }
            steps += 1
            let before = supply
            var draws = [[Take]](repeating: [], count: listing.count)
            for set in listing { draws[set] = drawOnce(set) }
            let times = repetitions(of: draws, since: before, reserve: reserve, most: most - formed)
            repeatDraws(draws, since: before, times - 1)
            groups.append(PlannedGroup(repetitions: Int128(times), listing: listing, draws: draws))
            formed += times
        }
        return (groups, formed)
    }

    /// Draws one sub-ticket's pieces of a set.
    private mutating func drawOnce(_ set: Int) -> [Take] {
        let (first, rest) = draw.orders[set].directions
        var takes: [Take] = []
        var taken = 0
        while taken < draw.most[set] {
            let isNeeded = taken < draw.least[set]
            let direction = taken == 0 ? first : rest
            guard let next = next(for: set, direction, isNeeded: isNeeded) else { break }
            let wanted = first != rest && taken == 0 ? 1 : (isNeeded ? draw.least : draw.most)[set] - taken
            let count = Swift.min(left[next.run], next.room, wanted)
            remove(count, of: next.run, draw.classes[next.ofClass], for: set, isNeeded: isNeeded)
            taken += count
            let amount = Int128(count) * Run.onePiece
            takes.add(amount, of: next.run)
        }
        return takes
    }

    /// The run that a set draws from next, and how many pieces of it may go.
    private mutating func next(
        for set: Int, _ direction: DrawOrders.Direction, isNeeded: Bool
    ) -> (run: Int, ofClass: Int, room: Int)? {
        var best: (run: Int, ofClass: Int, room: Int)?
        let ranks = draw.ranks[direction.rawValue]
        for ofClass in draw.classes.indices where draw.classes[ofClass] & (1 << set) != 0 {
            guard let run = head(direction.rawValue * draw.classes.count + ofClass) else { continue }
            if let best, ranks[best.run] < ranks[run] { continue }
            let room = room(draw.classes[ofClass], for: set, isNeeded: isNeeded)
            if room > 0 { best = (run, ofClass, room) }
        }
        return best
    }

    private mutating func head(_ list: Int) -> Int? {
        let runs = draw.lists[list]
        while cursors[list] < runs.count {
            let run = runs[cursors[list]]
            if left[run] > 0 { return run }
            cursors[list] += 1
        }
        return nil
    }

    /// How many pieces of a class a set may draw; a needed piece costs only the choices without the set.
    private func room(_ mask: Int, for set: Int, isNeeded: Bool) -> Int {
        var room = Int.max
        for choice in slack.indices.dropFirst() where choice & mask != 0 {
            if isNeeded, choice & (1 << set) != 0 { continue }
            room = Swift.min(room, slack[choice])
        }
        return room
    }

    private mutating func remove(_ count: Int, of run: Int, _ mask: Int, for set: Int, isNeeded: Bool) {
        left[run] -= count
        for choice in slack.indices where choice & mask != 0 {
            supply[choice] -= count
            if !isNeeded || choice & (1 << set) == 0 { slack[choice] -= count }
        }
    }

    /// How often the same sub-ticket is formed in a row.
    ///
    /// A sub-ticket never draws less of a choice of sets than it needs, so slack never grows and a run that was passed
    /// over is passed over again; what was drawn is drawn again while it lasts and the slack does.
    private mutating func repetitions(of draws: [[Take]], since before: [Int], reserve: Int, most: Int) -> Int {
        var extra = most - 1
        if reserve > 0 { extra = Swift.min(extra, reserve) }
        for take in draws.joined() { drawnByRun[take.run] += Int(take.amount / Run.onePiece) }
        for take in draws.joined() where drawnByRun[take.run] > 0 {
            extra = Swift.min(extra, left[take.run] / drawnByRun[take.run])
            drawnByRun[take.run] = 0
        }
        for choice in slack.indices.dropFirst() {
            let loss = before[choice] - supply[choice] - (reserve > 0 ? draw.needs[choice] : 0)
            if loss > 0 { extra = Swift.min(extra, slack[choice] / loss) }
        }
        return extra + 1
    }

    private mutating func repeatDraws(_ draws: [[Take]], since before: [Int], _ times: Int) {
        if times == 0 { return }
        for take in draws.joined() { left[take.run] -= Int(take.amount / Run.onePiece) * times }
        for choice in supply.indices { supply[choice] -= (before[choice] - supply[choice]) * times }
    }
}
