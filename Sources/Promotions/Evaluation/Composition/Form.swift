/// Forms the sub-tickets of a combination.
///
/// Sets that share no units are formed apart; sub-tickets are as many as all of them can give.
///
/// - Parameters:
///   - sets: the sets, as listed.
///   - limit: the most sub-tickets; nil sets no limit.
///   - base: the price by which units are ordered.
///   - pool: what is available.
/// - Returns: the sub-tickets, alike ones together, and what is left.
func form(sets: [DrawSet], limit: Int?, base: PriceBase, from pool: [Run]) -> Formation {
    let nothing = Formation(groups: [], rest: pool)
    if sets.isEmpty || limit.map({ $0 <= 0 }) ?? false { return nothing }
    let sharing = groupsSharingUnits(sets, pool, base)
    let plans =
        sharing.count == sets.count && sets.allSatisfy(\.countsPieces)
        ? plansApart(sets, limit, pool, base) : plansTogether(sets, sharing, limit, pool, base)
    let count = plans.map(\.groups.subTickets).min() ?? 0
    if count == 0 { return shortfall(sets, pool, DrawOrders(pool, base, for: sets), base) }
    var extraction = Extraction(from: pool, measures: sets.map(\.measure), base: base)
    var formation = Formation(groups: [], rest: [])
    for group in sets.count == 1 ? plans[0].groups : aligned(plans, sets: sets.count, count) {
        formation.groups += extraction.extract(group)
    }
    formation.rest.reserveCapacity(pool.count)
    for run in pool.indices where pool[run] == extraction.runs[run] || !extraction.runs[run].isEmpty {
        formation.rest.append(extraction.runs[run])
    }
    return formation
}

/// By group of sets that share no units: at least as many sub-tickets as all of them give; empty where that is none.
private typealias Plans = [(sets: [Int], groups: [PlannedGroup])]

/// Plans of sets that count pieces and share none.
private func plansApart(_ sets: [DrawSet], _ limit: Int?, _ pool: [Run], _ base: PriceBase) -> Plans {
    let draws = sets.map { SingleDraw($0, from: pool, base) }
    let count = draws.reduce(limit ?? .max) { min($0, $1.capacity) }
    return draws.enumerated().map { set, draw in (sets: [set], groups: draw.plan(count)) }
}

private func plansTogether(
    _ sets: [DrawSet], _ sharing: [[Int]], _ limit: Int?, _ pool: [Run], _ base: PriceBase
) -> Plans {
    let orders = DrawOrders(pool, base, for: sets)
    var pieceDraws: [(sets: [Int], draw: PieceDraw)] = []
    var lineDraws: [(sets: [Int], draw: LineDraw)] = []
    for group in sharing {
        let members = group.map { sets[$0] }
        if let draw = PieceDraw(members, from: pool, orders, base) {
            pieceDraws.append((group, draw))
        } else {
            lineDraws.append((group, LineDraw(members, from: pool, orders, base)))
        }
    }
    var count = limit.map { Int128($0) } ?? .max
    for (_, draw) in pieceDraws where count > 0 { count = min(count, Int128(draw.capacity())) }
    var linePlans: [(listed: [PlannedGroup], best: [PlannedGroup])] = []
    for (_, draw) in lineDraws where count > 0 {
        linePlans.append(draw.plans(upTo: count))
        count = min(count, linePlans.last?.best.subTickets ?? 0)
    }
    if count == 0 { return [] }
    var plans = pieceDraws.map { (sets: $0.sets, groups: $0.draw.plan(Int(count))) }
    for (lineDraw, plan) in zip(lineDraws, linePlans) {
        plans.append((lineDraw.sets, plan.listed.subTickets >= count ? plan.listed : plan.best))
    }
    return plans
}

/// The sets by position, those that share a unit together, each group and the groups in the order listed.
private func groupsSharingUnits(_ sets: [DrawSet], _ pool: [Run], _ base: PriceBase) -> [[Int]] {
    if sets.count == 1 { return [[0]] }
    var groupOf = Array(sets.indices)
    for run in pool {
        var first: Int?
        for set in sets.indices where sets[set].includes(run, base) {
            guard let known = first else {
                first = set
                continue
            }
            if groupOf[set] == groupOf[known] { continue }
            let (kept, merged) = (min(groupOf[known], groupOf[set]), max(groupOf[known], groupOf[set]))
            for other in sets.indices where groupOf[other] == merged { groupOf[other] = kept }
        }
    }
    if groupOf == Array(sets.indices) { return sets.indices.map { [$0] } }
    return Set(groupOf).sorted().map { group in sets.indices.filter { groupOf[$0] == group } }
}

/// The sub-tickets of all sets from those of groups of sets that share no units.
private func aligned(
    _ plans: [(sets: [Int], groups: [PlannedGroup])], sets: Int, _ count: Int128
) -> [PlannedGroup] {
    var places = plans.map { _ in 0 }
    var used = plans.map { _ in Int128(0) }
    var result: [PlannedGroup] = []
    var left = count
    while left > 0 {
        var group = PlannedGroup(repetitions: left, listing: [], draws: Array(repeating: [], count: sets))
        for (plan, place) in places.enumerated() {
            let part = plans[plan].groups[place]
            group.repetitions = min(group.repetitions, part.repetitions - used[plan])
            for member in part.listing {
                group.listing.append(plans[plan].sets[member])
                group.draws[plans[plan].sets[member]] = part.draws[member]
            }
        }
        for plan in plans.indices {
            used[plan] += group.repetitions
            if used[plan] == plans[plan].groups[places[plan]].repetitions {
                places[plan] += 1
                used[plan] = 0
            }
        }
        left -= group.repetitions
        result.append(group)
    }
    return result
}

/// Nothing formed, and why: the first set that falls short by itself, else the first that the sets listed before it
/// leave too little.
private func shortfall(_ sets: [DrawSet], _ pool: [Run], _ orders: DrawOrders, _ base: PriceBase) -> Formation {
    var formation = Formation(groups: [], rest: pool)
    var forming = LineForming(LineDraw(sets, from: pool, orders, base))
    for isTogether in [false, true] {
        forming.restart()
        for set in sets.indices {
            if !isTogether { forming.restart() }
            let found = forming.find(set)
            if found >= sets[set].least { continue }
            formation.shortSet = set
            formation.shortSize = sets[set].measure == .qty ? found * Run.onePiece : found
            return formation
        }
    }
    return formation
}

extension LineForming {
    /// Draws the least of a set for good; of several values the first that reaches it.
    ///
    /// - Parameter set: position of the set.
    /// - Returns: how much was found, at most what the set takes.
    fileprivate mutating func find(_ set: Int) -> Int128 {
        let goal = min(draw.sets[set].least, draw.sets[set].most)
        var most: Int128 = 0
        let mark = log.count
        for value in draw.universes[set].keys.sorted() {
            undo(to: mark)
            var filling = begin(set, value)
            fill(&filling, to: goal)
            most = max(most, filling.taken)
            if filling.taken >= goal { break }
        }
        return most
    }
}
