/// What units are worth at most, so that no application is worth more than what it uses.
///
/// With such prices nothing that can be chosen is worth more than all units together (`bound`), and what a choice
/// falls short of that is the sum of what its applications and its idle units fall short of their prices. The prices
/// come from a linear program and are then made to fit in whole numbers, so the bound holds whatever it gave.
struct UnitPrices {
    /// One whole, as parts of a cap are counted.
    static let whole = 1 << 10

    /// By class: a unit.
    private(set) var units: [Int]
    /// By rule: one sub-ticket, where their number is limited.
    private(set) var applications: [Int]
    /// By rule: the part of every worth that its cap accounts for, of `whole`.
    private(set) var capParts: [Int]
    /// All units and what else has a price, together.
    private(set) var total = 0
    /// Nothing that can be chosen is worth more.
    var bound: Int { total / problem.grain * problem.grain }

    private let problem: SearchProblem

    /// Prices of a problem, the better of those of a linear program and of those by even shares.
    static func best(of problem: SearchProblem) -> UnitPrices {
        var prices = UnitPrices(problem)
        prices.solve()
        prices.fit()
        guard prices.bound > 0 else { return prices }
        var even = UnitPrices(problem)
        even.fit()
        return even.total < prices.total ? even : prices
    }

    private init(_ problem: SearchProblem) {
        self.problem = problem
        units = Array(repeating: 0, count: problem.counts.count)
        applications = Array(repeating: 0, count: problem.rules.count)
        capParts = applications
    }

    /// What of a worth the units must account for.
    func chargeable(_ worth: Int, of rule: Int) -> Int { worth - (worth * capParts[rule]) / UnitPrices.whole }

    /// What of a loss the cap does not account for, rounded down.
    func remainder(_ loss: Int, of rule: Int) -> Int {
        loss - (loss * capParts[rule] + UnitPrices.whole - 1) / UnitPrices.whole
    }

    /// How far a candidate falls short of what it uses; never below zero.
    func shortfall(of candidate: SearchProblem.Candidate) -> Int {
        candidate.takes.reduce(applications[candidate.rule]) { $0 + $1.count * units[$1.unitClass] }
            - chargeable(candidate.worth, of: candidate.rule)
    }

    /// How far a unit given to a rule falls short of its price; never below zero.
    func shortfall(of share: SearchProblem.Share, to rule: Int) -> Int {
        units[share.unitClass] - chargeable(share.worth, of: rule)
    }

    private mutating func solve() {
        var rightSides = problem.counts
        var mostRows: [Int?] = []
        var capRows: [Int?] = []
        for rule in problem.rules {
            mostRows.append(rule.most < .max ? rightSides.count : nil)
            if rule.most < .max { rightSides.append(rule.most) }
            capRows.append(rule.cap == nil ? nil : rightSides.count)
            if rule.cap != nil { rightSides.append(1) }
        }
        var gains: [Int] = []
        var columns: [[PriceProgram.Entry]] = []
        func add(_ worth: Int, of rule: Int, _ takes: [SearchProblem.Take], isSubTicket: Bool) {
            gains.append(worth)
            var column = takes.map {
                PriceProgram.Entry(row: $0.unitClass, value: $0.count << PriceProgram.fraction)
            }
            if isSubTicket, let row = mostRows[rule] {
                column.append(PriceProgram.Entry(row: row, value: PriceProgram.one))
            }
            if let row = capRows[rule], let cap = problem.rules[rule].cap {
                let part = cap > 0 ? (min(worth, cap) << 8) / cap << (PriceProgram.fraction - 8) : PriceProgram.one
                column.append(PriceProgram.Entry(row: row, value: part))
            }
            columns.append(column)
        }
        for candidate in problem.candidates {
            add(candidate.worth, of: candidate.rule, candidate.takes, isSubTicket: true)
        }
        for (position, rule) in problem.rules.enumerated() {
            for share in rule.shares {
                add(
                    share.worth, of: position, [SearchProblem.Take(unitClass: share.unitClass, count: 1)],
                    isSubTicket: false)
            }
        }
        var program = PriceProgram(rightSides: rightSides, gains: gains, columns: columns)
        let prices = program.rowPrices()
        for unitClass in units.indices { units[unitClass] = prices[unitClass] }
        for (position, rule) in problem.rules.enumerated() {
            if let row = mostRows[position] { applications[position] = prices[row] }
            if let row = capRows[position], let cap = rule.cap, cap > 0 {
                capParts[position] = min(UnitPrices.whole, prices[row] / max(1, cap / UnitPrices.whole))
            }
        }
    }

    /// Raises prices until they account for everything, then lowers what need not be so high.
    private mutating func fit() {
        let highest = max(problem.candidates.map(\.worth).max() ?? 0, problem.rules.reduce(0) { max($0, $1.highest) })
        for unitClass in units.indices { units[unitClass] = min(max(0, units[unitClass]), highest) }
        for rule in applications.indices { applications[rule] = min(max(0, applications[rule]), highest) }
        for (position, rule) in problem.rules.enumerated() {
            for share in rule.shares {
                units[share.unitClass] = max(units[share.unitClass], chargeable(share.worth, of: position))
            }
        }
        var byClass: [[Int]] = Array(repeating: [], count: units.count)
        for (index, candidate) in problem.candidates.enumerated() {
            let shortfall = shortfall(of: candidate)
            if shortfall < 0 { raise(for: candidate, by: -shortfall) }
            for take in candidate.takes { byClass[take.unitClass].append(index) }
        }
        lower(byClass)
        var sum = Saturating(0)
        for (unitClass, count) in problem.counts.enumerated() { sum.add(units[unitClass], times: count) }
        for (position, rule) in problem.rules.enumerated() {
            sum.add(rule.slack, times: 1)
            if rule.most < .max { sum.add(applications[position], times: rule.most) }
            if let cap = rule.cap, capParts[position] > 0 {
                sum.add(cap / UnitPrices.whole + 1, times: capParts[position])
            }
        }
        total = sum.value
    }

    /// Raises the price of the class where that costs least.
    private mutating func raise(for candidate: SearchProblem.Candidate, by missing: Int) {
        func cost(_ take: SearchProblem.Take) -> Int {
            var sum = Saturating(0)
            sum.add((missing + take.count - 1) / take.count, times: problem.counts[take.unitClass])
            return sum.value
        }
        guard let cheapest = candidate.takes.min(by: { cost($0) < cost($1) }) else { return }
        units[cheapest.unitClass] += (missing + cheapest.count - 1) / cheapest.count
    }

    private mutating func lower(_ byClass: [[Int]]) {
        var floors = Array(repeating: 0, count: units.count)
        for (position, rule) in problem.rules.enumerated() {
            for share in rule.shares {
                floors[share.unitClass] = max(floors[share.unitClass], chargeable(share.worth, of: position))
            }
        }
        var shortfalls = problem.candidates.map { shortfall(of: $0) }
        for unitClass in units.indices where units[unitClass] > floors[unitClass] {
            var drop = units[unitClass] - floors[unitClass]
            for index in byClass[unitClass] where drop > 0 {
                let count = problem.candidates[index].count(of: unitClass)
                drop = min(drop, shortfalls[index] / count)
            }
            guard drop > 0 else { continue }
            units[unitClass] -= drop
            for index in byClass[unitClass] {
                shortfalls[index] -= drop * problem.candidates[index].count(of: unitClass)
            }
        }
    }
}

extension SearchProblem.Candidate {
    /// How many units of a class it uses.
    func count(of unitClass: Int) -> Int { takes.first { $0.unitClass == unitClass }?.count ?? 0 }
}

extension SearchProblem.Rule {
    /// The highest share.
    fileprivate var highest: Int { shares.reduce(0) { max($0, $1.worth) } }
}

/// A sum that stays at the greatest number where it would exceed it.
struct Saturating {
    private(set) var value: Int

    init(_ value: Int) { self.value = value }

    /// Adds a product of numbers that are not below zero.
    mutating func add(_ factor: Int, times count: Int) {
        let (product, isWide) = factor.multipliedReportingOverflow(by: count)
        let (sum, overflows) = value.addingReportingOverflow(product)
        value = isWide || overflows ? .max : sum
    }
}
