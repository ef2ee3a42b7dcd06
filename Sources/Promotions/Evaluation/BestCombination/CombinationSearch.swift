/// Finds the best choice of one conflict group, by branch and bound.
///
/// Classes are settled one after the other: how often each sub-ticket is formed whose first class it is, how many of
/// its units each shared rule gets, and the rest stays idle. What a branch falls short of the bound only grows on its
/// way down, so a branch ends where that is more than what the best known choice falls short. Steps are counted, not
/// time: two workers agree. Of choices worth the same the first counts; branches are tried in a fixed order, what
/// falls short least first, then by rule, then by candidate.
struct CombinationSearch {
    /// What can be done with units of a class.
    ///
    /// It holds no references: nothing is looked at as often.
    private struct Option {
        let shortfall: Int
        let rule: Int
        /// Position among the candidates; nil where units are given to a shared rule.
        let candidate: Int?
        let worth: Int
        /// Where in `takes` stands what it uses.
        let uses: Range<Int>
    }

    private let problem: SearchProblem
    private let prices: UnitPrices
    private let valuing: SearchValuing
    private let budget: Int

    /// Classes in the order in which they are settled.
    private let order: [Int]
    /// In the order of their places.
    private let options: [Option]
    /// By place in the order: its options.
    private let optionsOfPlace: [Range<Int>]
    private let takes: [SearchProblem.Take]
    /// By class: the rules that must take idle units.
    private let restRules: [[Int]]
    /// Whether nothing but units, numbers of sub-tickets and what was left idle tells states apart.
    private let isPlain: Bool
    private let mostOfRule: [Int]
    private let countedRules: [Int]
    private let rulesWithRest: [Int]

    private var left: [Int]
    /// By rule: sub-tickets, or units given.
    private var used: [Int]
    /// By rule: how many classes have idle units that it would have to take.
    private var idle: [Int]
    private var choices: [SearchChoice]
    private var worthBySum = 0
    /// By rule, where worths are asked for: what the choice so far is worth, and the sum of its parts.
    private var asked: [(worth: Int, sum: Int)]
    private var seen: [[Int]: Int] = [:]

    /// The most that choices can be worth of which not all orders were tried.
    private var openWorth = 0
    private(set) var steps = 0
    private var best: (worth: Int, choices: [SearchChoice])

    /// A search that has not begun.
    ///
    /// - Parameters:
    ///   - problem: what there is to choose from.
    ///   - known: a choice that is possible, and its worth; what is found is better, or it is this.
    ///   - budget: the most steps.
    ///   - valuing: the worth of choices of rules whose worths do not add up.
    init(
        _ problem: SearchProblem, known: (worth: Int, choices: [SearchChoice])?, budget: Int,
        valuing: @escaping SearchValuing
    ) {
        (self.problem, self.budget, self.valuing) = (problem, budget, valuing)
        let prices = UnitPrices.best(of: problem)
        self.prices = prices
        let nothing = Array(repeating: SearchChoice(), count: problem.rules.count)
        best = known ?? (0, nothing)
        choices = nothing
        left = problem.counts
        used = Array(repeating: 0, count: problem.rules.count)
        idle = used
        asked = Array(repeating: (0, 0), count: problem.rules.count)
        let order = problem.counts.indices.sorted {
            prices.units[$0] != prices.units[$1] ? prices.units[$0] > prices.units[$1] : $0 < $1
        }
        self.order = order
        var restRules: [[Int]] = Array(repeating: [], count: order.count)
        for (position, rule) in problem.rules.enumerated() {
            for unitClass in rule.rest { restRules[unitClass].append(position) }
        }
        self.restRules = restRules
        isPlain = problem.rules.allSatisfy {
            !$0.isShared && $0.worth == .sum && ($0.rest.isEmpty || $0.most < .max)
        }
        rulesWithRest = problem.rules.indices.filter { !problem.rules[$0].rest.isEmpty }
        mostOfRule = problem.rules.map(\.most)
        countedRules = problem.rules.indices.filter { problem.rules[$0].most < .max }
        var found: [(place: Int, option: Option)] = []
        var takes: [SearchProblem.Take] = []
        var place = order
        for (index, unitClass) in order.enumerated() { place[unitClass] = index }
        func add(
            _ uses: [SearchProblem.Take], shortfall: Int, worth: Int, of rule: Int, as candidate: Int?
        ) {
            guard let first = uses.map({ place[$0.unitClass] }).min() else { return }
            let start = takes.count
            takes += uses
            found.append(
                (
                    first,
                    Option(
                        shortfall: shortfall, rule: rule, candidate: candidate, worth: worth, uses: start..<takes.count)
                ))
        }
        for (index, candidate) in problem.candidates.enumerated() {
            add(
                candidate.takes, shortfall: prices.shortfall(of: candidate), worth: candidate.worth,
                of: candidate.rule, as: index)
        }
        for (position, rule) in problem.rules.enumerated() where rule.isShared {
            for share in rule.shares {
                add(
                    [SearchProblem.Take(unitClass: share.unitClass, count: 1)],
                    shortfall: prices.shortfall(of: share, to: position), worth: share.worth, of: position, as: nil)
            }
        }
        found.sort {
            ($0.place, $0.option.shortfall, $0.option.rule, $0.option.candidate ?? .max)
                < ($1.place, $1.option.shortfall, $1.option.rule, $1.option.candidate ?? .max)
        }
        var optionsOfPlace = Array(repeating: 0..<0, count: order.count)
        for (index, entry) in found.enumerated() {
            let known = optionsOfPlace[entry.place]
            optionsOfPlace[entry.place] = (known.isEmpty ? index : known.lowerBound)..<index + 1
        }
        options = found.map(\.option)
        (self.optionsOfPlace, self.takes) = (optionsOfPlace, takes)
    }

    /// Searches until the best is proven or the budget is spent.
    mutating func run() -> SearchResult {
        var bound = prices.bound
        if bound > best.worth {
            settle(0, shortfall: 0)
            // What is not listed is known by the bound only.
            if steps < budget, !problem.rules.contains(where: { $0.isOpen && $0.isShared }) {
                bound = min(bound, max(best.worth, openWorth / problem.grain * problem.grain))
            }
        }
        return SearchResult(
            choices: best.choices, worth: best.worth, bound: max(bound, best.worth), steps: steps)
    }

    /// How far a choice may fall short of the prices' total and still be better than the best known.
    private var allowance: Int { prices.total - best.worth - problem.grain }

    /// Settles a class, from its first option or from one on.
    private mutating func settle(_ place: Int, from first: Int? = nil, shortfall: Int) {
        guard place < order.count else { return finish(shortfall) }
        if first == nil, isPlain, !isNew(place, shortfall) { return }
        for index in (first ?? optionsOfPlace[place].lowerBound)..<optionsOfPlace[place].upperBound {
            let option = options[index]
            // Options are in the order of their shortfalls.
            if shortfall + option.shortfall > allowance { break }
            let most = most(option, shortfall)
            if most == 0 { continue }
            for times in stride(from: most, through: 1, by: -1) {
                if steps >= budget { return }
                steps += 1
                take(option, times, place, index, shortfall)
            }
        }
        leave(order[place], place, shortfall)
    }

    private mutating func take(_ option: Option, _ times: Int, _ place: Int, _ index: Int, _ shortfall: Int) {
        let below = shortfall + option.shortfall * times
        guard below <= allowance else { return }
        for use in option.uses { left[takes[use].unitClass] -= takes[use].count * times }
        used[option.rule] += times
        let before = asked[option.rule]
        let kind = problem.rules[option.rule].worth
        var extra = 0
        var isPossible = true
        if let candidate = option.candidate {
            choices[option.rule].picks.append(SearchChoice.Pick(candidate: candidate, times: times))
            if kind == .sum {
                worthBySum += option.worth * times
            } else if kind == .cut {
                steps += choices[option.rule].work
                if let worth = valuing(option.rule, choices[option.rule]) {
                    asked[option.rule] = (worth, before.sum + option.worth * times)
                    let lost = asked[option.rule].sum - worth - (before.sum - before.worth)
                    extra = prices.remainder(max(0, lost), of: option.rule)
                } else {
                    isPossible = false
                }
            }
        } else {
            choices[option.rule].shared.append(SearchProblem.Take(unitClass: order[place], count: times))
        }
        if isPossible, below + extra <= allowance { settle(place, from: index + 1, shortfall: below + extra) }
        if option.candidate == nil {
            choices[option.rule].shared.removeLast()
        } else {
            choices[option.rule].picks.removeLast()
            if kind == .sum { worthBySum -= option.worth * times }
        }
        asked[option.rule] = before
        used[option.rule] -= times
        for use in option.uses { left[takes[use].unitClass] += takes[use].count * times }
    }

    /// Leaves the rest of a class idle.
    private mutating func leave(_ unitClass: Int, _ place: Int, _ shortfall: Int) {
        guard steps < budget else { return }
        let rest = left[unitClass]
        if rest > 0, prices.units[unitClass] > max(0, allowance - shortfall) / rest { return }
        let below = shortfall + rest * prices.units[unitClass]
        guard below <= allowance else { return }
        guard rest > 0, !restRules[unitClass].isEmpty else { return settle(place + 1, shortfall: below) }
        if restRules[unitClass].contains(where: { used[$0] > 0 }) { return }
        for rule in restRules[unitClass] { idle[rule] += 1 }
        settle(place + 1, shortfall: below)
        for rule in restRules[unitClass] { idle[rule] -= 1 }
    }

    /// How often an option can be taken.
    private func most(_ option: Option, _ shortfall: Int) -> Int {
        for use in option.uses where left[takes[use].unitClass] < takes[use].count { return 0 }
        guard idle[option.rule] == 0 else { return 0 }
        var most = option.candidate == nil ? Int.max : mostOfRule[option.rule] - used[option.rule]
        for use in option.uses { most = min(most, left[takes[use].unitClass] / takes[use].count) }
        if option.shortfall > 0 { most = min(most, (allowance - shortfall) / option.shortfall) }
        return most
    }

    private mutating func isNew(_ place: Int, _ shortfall: Int) -> Bool {
        // Near the ends there is less to search than to look up.
        guard place > 0, place + 2 < order.count else { return true }
        var key = [place]
        for later in place..<order.count { key.append(left[order[later]]) }
        for rule in countedRules { key.append(used[rule]) }
        for rule in rulesWithRest { key.append(idle[rule] > 0 ? 1 : 0) }
        if let known = seen[key], known <= shortfall { return false }
        seen[key] = shortfall
        return true
    }

    private mutating func finish(_ shortfall: Int) {
        steps += 1
        let isOpen = problem.rules.indices.contains {
            problem.rules[$0].isOpen && choices[$0].work > CombinationProblem.maxPermuted
        }
        if isOpen { openWorth = max(openWorth, prices.total - shortfall) }
        var worth = worthBySum
        for (position, rule) in problem.rules.enumerated() where used[position] > 0 {
            if rule.worth == .cut, !rule.isShared {
                worth += asked[position].worth
            } else if rule.worth != .sum || rule.isShared {
                steps += choices[position].work
                guard let value = valuing(position, choices[position]) else { return }
                worth += value
            }
        }
        if worth > best.worth { best = (worth, choices) }
    }
}
