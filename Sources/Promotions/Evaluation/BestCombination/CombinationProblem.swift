/// A level's promotions as a problem for the search, and the way back.
struct CombinationProblem {
    private typealias WorthKind = SearchProblem.Rule.Worth

    /// More sub-tickets of one promotion are not listed; its units are then shared out one by one.
    static let maxListed = 20_000
    /// Parts of the target of a promotion without a combination, likewise.
    static let maxParts = 1_024
    /// Nor are more worked out.
    static let maxCandidates = 8_000

    let context: EvaluationContext
    let rules: [CombinationRule]
    let units: UnitClasses
    /// By candidate: what its sets draw.
    private(set) var draws: [[SubTicketListing.Draw]] = []
    /// By candidate: what it is worth where it is the only one of its rule.
    private(set) var alone: [Int] = []
    private(set) var problem: SearchProblem

    private var pieces: [Run] { units.classes.map(\.piece) }

    /// The problem of promotions whose conditions hold; nil where the numbers are too great for the search.
    init?(_ rules: [CombinationRule], _ units: UnitClasses, _ context: EvaluationContext) {
        (self.context, self.rules, self.units) = (context, rules, units)
        problem = SearchProblem(
            counts: units.classes.map(\.count), rules: [], candidates: [], grain: Int(context.currency.minorUnit))
        guard CombinationProblem.isWithinBounds(units) else { return nil }
        let areAllExact = rules.allSatisfy { $0.isComposed || isExact($0, allowingNothing: true) }
        for position in rules.indices { add(position, areAllExact: areAllExact) }
    }

    /// Whether no sum that the search can meet outgrows its numbers.
    private static func isWithinBounds(_ units: UnitClasses) -> Bool {
        var (money, count) = (Int128(1), Int128(1))
        for unitClass in units.classes {
            count += Int128(unitClass.count)
            money += max(unitClass.piece.price, unitClass.piece.listPrice) * Int128(unitClass.count)
        }
        return money < 1 << 50 && money * count < 1 << 60
    }

    private mutating func add(_ position: Int, areAllExact: Bool) {
        let rule = rules[position]
        var searched = SearchProblem.Rule()
        searched.worth = worthKind(rule)
        setMost(rule, &searched)
        let counts = units.classes.map { rule.mayUse($0.piece) ? $0.count : 0 }
        defer { problem.rules.append(searched) }
        guard searched.most > 0, searched.cap != 0 else { return }
        guard rule.isComposed else {
            return addWhole(position, counts, &searched, isSum: isExact(rule, allowingNothing: areAllExact))
        }
        // A line that is cut gives sub-tickets without end: those are formed, not listed. What points pay for depends
        // on what other sub-tickets left of them, so that one by itself says nothing.
        let isCut = mayCutLines(rule)
        let listed =
            isCut || rule.paysByPiece
            ? nil
            : SubTicketListing.list(
                rule.sets, rule.base, pieces: pieces, counts: counts, most: CombinationProblem.maxListed)
        if let listed, let draws = different(listed, rule) {
            // Not all orders of many sub-tickets are tried.
            if rule.isCutByOrder, rule.monetary.count > 1 || rule.isFunded {
                let least = listed.map { $0.reduce(0) { $0 + $1.count } }.min() ?? 1
                let most = min(searched.most, counts.reduce(0, +) / max(1, least))
                searched.isOpen = most > CombinationProblem.maxPermuted
            }
            return addCandidates(draws, position, searched.worth)
        }
        (searched.isShared, searched.isOpen, searched.worth) = (true, true, .asked)
        let gains = UnitGain(rule, context)
        searched.shares = counts.indices.filter { counts[$0] > 0 }.map {
            SearchProblem.Share(
                unitClass: $0, worth: Int(clamping: gains.share(of: units.classes[$0].piece, isCut: isCut)))
        }
    }

    /// Whether a set that weighs or counts money holds more than it takes at once, so that a line may be cut.
    private func mayCutLines(_ rule: CombinationRule) -> Bool {
        rule.sets.contains { set in
            guard set.measure != .qty, let max = set.max else { return false }
            let held = units.classes.reduce(Int128(0)) { sum, unitClass in
                guard rule.mayUse(unitClass.piece), set.includes(unitClass.piece, rule.base) else { return sum }
                return sum + unitClass.piece.holding(set.measure, rule.base) * Int128(unitClass.count)
            }
            return held > max
        }
    }

    /// Whether the one application of a promotion is worth the sum of what its units are, whichever they are.
    ///
    /// - Parameters:
    ///   - rule: a promotion without a combination.
    ///   - allowingNothing: whether units may be among them that gain nothing.
    /// - Returns: whether that is so.
    private func isExact(_ rule: CombinationRule, allowingNothing: Bool) -> Bool {
        let gains = UnitGain(rule, context)
        return worthKind(rule) == .sum
            && units.classes.allSatisfy { unitClass in
                guard rule.mayUse(unitClass.piece) else { return true }
                let gain = gains.gain(of: unitClass.piece)
                return gain.isExact && (allowingNothing || gain.amount > 0)
            }
    }

    /// How worths of several sub-tickets add up.
    private func worthKind(_ rule: CombinationRule) -> WorthKind {
        let isCut = rule.limitsWithinReach.contains { $0.kind == .benefitAmount || $0.kind == .benefitedProductCount }
        if rule.compiled.simple.contains(where: { $0.group?.measure == .fullPayment }) { return .asked }
        if rule.isFunded { return .asked }
        if rule.monetary.count > 1 { return rule.isCutByOthers ? .asked : .sum }
        return isCut ? .cut : .sum
    }

    private func setMost(_ rule: CombinationRule, _ searched: inout SearchProblem.Rule) {
        if let limit = rule.compiled.subTicketLimit { searched.most = limit }
        guard rule.monetary.count == 1 else { return }
        let minor = context.currency.minorUnit
        for (kind, left) in rule.limitsWithinReach {
            switch kind {
            case .benefitAmount:
                let cap = Int(clamping: left / minor * minor)
                if cap < 1 << 50 { searched.cap = min(searched.cap ?? .max, cap) }
            case .benefitApplicationCount:
                searched.most = min(searched.most, Int(clamping: left / Money.unitsPerWhole))
            case .benefitedProductCount: if left < Money.unitsPerWhole { searched.most = 0 }
            case .couponCount, .pointsAmount: break
            }
        }
    }

    /// A promotion without a combination: one application over what nothing else uses of its target.
    private mutating func addWhole(
        _ position: Int, _ counts: [Int], _ searched: inout SearchProblem.Rule, isSum: Bool
    ) {
        let rule = rules[position]
        let gains = UnitGain(rule, context)
        let target = counts.indices.filter { counts[$0] > 0 }
        let parts = target.map { (unitClass: $0, gain: gains.gain(of: units.classes[$0].piece)) }
        searched.most = .max
        if isSum {
            for part in parts where part.gain.amount > 0 {
                add(
                    [SubTicketListing.Draw(set: 0, unitClass: part.unitClass, count: 1)], of: position,
                    worth: Int(part.gain.amount))
            }
            return
        }
        if !rule.gainsByEveryUnit { searched.rest = target }
        if addParts(of: target, counts, position) {
            (searched.worth, searched.cap, searched.most) = (.sum, nil, 1)
            return
        }
        (searched.isShared, searched.worth, searched.slack) = (true, .asked, Int(gains.slack))
        searched.shares = parts.map {
            SearchProblem.Share(unitClass: $0.unitClass, worth: Int(clamping: $0.gain.amount))
        }
        if rule.monetary.count == 1, let benefit = rule.makers.first?.benefit {
            var caps = searched.cap.map { [$0] } ?? []
            if let most = benefit.maxDiscount { caps.append(Int(clamping: most.units)) }
            if case .fixedDiscount(let amount, .na) = benefit.kind, benefit.steps == nil {
                caps.append(Int(clamping: amount.units + gains.slack))
            }
            searched.cap = caps.min().map { min($0, 1 << 50) }
        }
    }

    /// Every part of a small target as a candidate of its own: only one of them is chosen.
    ///
    /// - Returns: false where there are too many; nothing is added then.
    private mutating func addParts(of target: [Int], _ counts: [Int], _ position: Int) -> Bool {
        var parts: [[SubTicketListing.Draw]] = [[]]
        for unitClass in target {
            guard parts.count * (counts[unitClass] + 1) <= CombinationProblem.maxParts else { return false }
            parts = parts.flatMap { part in
                (0...counts[unitClass]).map { count in
                    count == 0 ? part : part + [SubTicketListing.Draw(set: 0, unitClass: unitClass, count: count)]
                }
            }
        }
        for part in parts where !part.isEmpty {
            let runs = part.map { (0, units.classes[$0.unitClass].piece.repeated(Int128($0.count))) }
            guard let worth = rules[position].worth(of: formed(from: runs, position).applications) else { continue }
            add(part, of: position, worth: worth)
        }
        return true
    }

    private mutating func add(_ draws: [SubTicketListing.Draw], of position: Int, worth: Int) {
        problem.candidates.append(
            SearchProblem.Candidate(rule: position, takes: CombinationProblem.takes(of: draws), worth: worth))
        self.draws.append(draws)
        alone.append(worth)
    }

    /// Sub-tickets without those that differ only in what makes no difference: which set drew a unit, where no
    /// benefit is for a set; nil where there are too many.
    private func different(
        _ listed: [[SubTicketListing.Draw]], _ rule: CombinationRule
    ) -> [[SubTicketListing.Draw]]? {
        let namesSets = rule.makers.contains { if case .set = $0.compiled.target { true } else { false } }
        if rule.sets.count == 1 || namesSets {
            return listed.count <= CombinationProblem.maxCandidates ? listed : nil
        }
        var seen: Set<[SearchProblem.Take]> = []
        let different = listed.filter { seen.insert(CombinationProblem.takes(of: $0)).inserted }
        return different.count <= CombinationProblem.maxCandidates ? different : nil
    }

    private static func takes(of draws: [SubTicketListing.Draw]) -> [SearchProblem.Take] {
        var takes: [SearchProblem.Take] = []
        for draw in draws {
            if let known = takes.firstIndex(where: { $0.unitClass == draw.unitClass }) {
                takes[known].count += draw.count
            } else {
                takes.append(SearchProblem.Take(unitClass: draw.unitClass, count: draw.count))
            }
        }
        return takes.sorted { $0.unitClass < $1.unitClass }
    }

    /// Of sub-tickets that use the same units the one worth most counts, of equals the first; where limits may cut
    /// them, each.
    private mutating func addCandidates(_ listed: [[SubTicketListing.Draw]], _ position: Int, _ kind: WorthKind) {
        let gains = UnitGain(rules[position], context)
        var known: [[SearchProblem.Take]: Int] = [:]
        for draws in listed {
            guard let own = worth(ofOne: draws, position) else { continue }
            var worth = own
            let takes = CombinationProblem.takes(of: draws)
            if kind == .asked, rules[position].monetary.count > 1 {
                worth = max(worth, mostWorth(ofOne: draws, takes, position, gains, among: listed.count))
            }
            if kind == .sum, let place = known[takes] {
                guard problem.candidates[place].worth < worth else { continue }
                problem.candidates[place].worth = worth
                self.draws[place] = draws
                alone[place] = own
            } else {
                known[takes] = problem.candidates.count
                problem.candidates.append(SearchProblem.Candidate(rule: position, takes: takes, worth: worth))
                self.draws.append(draws)
                alone.append(own)
            }
        }
    }

    private func worth(ofOne draws: [SubTicketListing.Draw], _ position: Int) -> Int? {
        let runs = runs(of: draws)
        guard rules[position].gathering.fits(runs.map(\.1)) else { return nil }
        return rules[position].worth(of: [Application(of: runs, isComposed: true)])
    }
}
