import TestSupport
import Testing

@testable import Promotions

/// The search on numbers alone, against all choices there are.
@Suite struct CombinationSearchTests {
    /// A problem, and what choices of its rules are worth.
    struct Puzzle {
        var problem: SearchProblem
        /// By class and shared rule: what a unit really is worth.
        var value: [[Int]] = []

        /// What a choice is worth; rules with a cap get at most that, shared ones in whole tens.
        func worth(_ rule: Int, _ choice: SearchChoice) -> Int? {
            if problem.rules[rule].isShared {
                let sum = choice.shared.reduce(0) { $0 + value[rule][$1.unitClass] * $1.count }
                return min(problem.rules[rule].cap ?? .max, sum / 10 * 10)
            }
            let sum = choice.picks.reduce(0) { $0 + problem.candidates[$1.candidate].worth * $1.times }
            return min(sum, problem.rules[rule].cap ?? .max)
        }

        func solved(budget: Int = 1_000_000) -> SearchResult {
            ConflictGroups.solve(problem, budget: budget) { worth($0, $1) }
        }
    }

    static func puzzle(_ random: inout SeededRandom) -> Puzzle {
        let classes = 1 + random.below(4)
        var puzzle = Puzzle(
            problem: SearchProblem(
                counts: (0..<classes).map { _ in 1 + random.below(3) }, rules: [], candidates: [], grain: 10))
        for position in 0..<1 + random.below(4) {
            var rule = SearchProblem.Rule()
            puzzle.value.append((0..<classes).map { _ in random.below(40) })
            if random.below(3) == 0 { rule.cap = random.below(30) * 10 }
            if random.below(4) == 0 {
                rule.isShared = true
                rule.worth = .asked
                let takesRest = random.below(2) == 0
                for unitClass in 0..<classes where random.below(3) > 0 {
                    rule.shares.append(.init(unitClass: unitClass, worth: puzzle.value[position][unitClass]))
                    if takesRest { rule.rest.append(unitClass) }
                }
            } else {
                if rule.cap != nil { rule.worth = random.below(2) == 0 ? .cut : .asked }
                if random.below(3) == 0 { rule.most = 1 + random.below(2) }
                for _ in 0..<1 + random.below(4) {
                    var takes: [SearchProblem.Take] = []
                    for unitClass in 0..<classes where random.below(2) == 0 {
                        takes.append(.init(unitClass: unitClass, count: 1 + random.below(2)))
                    }
                    guard !takes.isEmpty else { continue }
                    puzzle.problem.candidates.append(
                        .init(rule: position, takes: takes, worth: (1 + random.below(40)) * 10))
                }
            }
            puzzle.problem.rules.append(rule)
        }
        return puzzle
    }

    /// All choices, one sub-ticket and one unit after the other.
    static func best(_ puzzle: Puzzle) -> Int {
        let problem = puzzle.problem
        var best = 0
        var left = problem.counts
        var used = Array(repeating: 0, count: problem.rules.count)
        var choices = Array(repeating: SearchChoice(), count: problem.rules.count)
        func close() {
            for (position, rule) in problem.rules.enumerated() where used[position] > 0 {
                if rule.rest.contains(where: { left[$0] > 0 }) { return }
            }
            let worth = problem.rules.indices.reduce(0) { $0 + (puzzle.worth($1, choices[$1]) ?? 0) }
            best = max(best, worth)
        }
        func share(_ rule: Int, _ place: Int) {
            guard rule < problem.rules.count else { return close() }
            guard problem.rules[rule].isShared, place < problem.rules[rule].shares.count else {
                return share(rule + 1, 0)
            }
            let unitClass = problem.rules[rule].shares[place].unitClass
            for count in 0...left[unitClass] {
                left[unitClass] -= count
                used[rule] += count
                if count > 0 { choices[rule].shared.append(.init(unitClass: unitClass, count: count)) }
                share(rule, place + 1)
                if count > 0 { choices[rule].shared.removeLast() }
                used[rule] -= count
                left[unitClass] += count
            }
        }
        func pick(_ index: Int) {
            guard index < problem.candidates.count else { return share(0, 0) }
            let candidate = problem.candidates[index]
            pick(index + 1)
            guard candidate.takes.allSatisfy({ left[$0.unitClass] >= $0.count }),
                used[candidate.rule] < problem.rules[candidate.rule].most
            else { return }
            for take in candidate.takes { left[take.unitClass] -= take.count }
            used[candidate.rule] += 1
            choices[candidate.rule].picks.append(.init(candidate: index, times: 1))
            pick(index)
            choices[candidate.rule].picks.removeLast()
            used[candidate.rule] -= 1
            for take in candidate.takes { left[take.unitClass] += take.count }
        }
        pick(0)
        return best
    }

    @Test func `the best of all choices is found, and proven`() {
        var random = SeededRandom(seed: 71)
        for turn in 0..<1_500 {
            let puzzle = Self.puzzle(&random)
            let result = puzzle.solved()
            let best = Self.best(puzzle)
            #expect(result.worth == best && result.bound == best, "seed 71, turn \(turn)")
        }
    }

    @Test func `with too few steps the bound still holds`() {
        var random = SeededRandom(seed: 72)
        var unproven = 0
        for turn in 0..<1_500 {
            let puzzle = Self.puzzle(&random)
            let result = puzzle.solved(budget: random.below(8))
            let best = Self.best(puzzle)
            #expect(result.worth <= best && best <= result.bound, "seed 72, turn \(turn)")
            if result.bound > result.worth { unproven += 1 }
        }
        #expect(unproven > 50)
    }

    @Test func `what shares neither units nor limits is chosen apart`() {
        let problem = SearchProblem(
            counts: [2, 1, 1], rules: [.init(), .init(most: 1)],
            candidates: [
                .init(rule: 0, takes: [.init(unitClass: 0, count: 1)], worth: 30),
                .init(rule: 0, takes: [.init(unitClass: 1, count: 1), .init(unitClass: 2, count: 1)], worth: 20),
            ])
        #expect(ConflictGroups.groups(of: problem).map(\.classes) == [[0], [1, 2]])
        let result = ConflictGroups.solve(problem, budget: 100) { _, _ in nil }
        #expect(result.worth == 80 && result.choices[0].picks.map(\.times) == [2, 1] && result.choices[1].isEmpty)
    }

    @Test func `prices account for every application, and sums end at the greatest number`() {
        var random = SeededRandom(seed: 73)
        for _ in 0..<300 {
            let problem = Self.puzzle(&random).problem
            let prices = UnitPrices.best(of: problem)
            #expect(problem.candidates.allSatisfy { prices.shortfall(of: $0) >= 0 }, "seed 73")
            for (position, rule) in problem.rules.enumerated() {
                #expect(rule.shares.allSatisfy { prices.shortfall(of: $0, to: position) >= 0 }, "seed 73")
            }
        }
        var sum = Saturating(1)
        sum.add(2, times: 3)
        #expect(sum.value == 7)
        sum.add(.max, times: 2)
        #expect(sum.value == .max)
    }

    @Test func `a linear program prices what is scarce`() {
        // Two columns: 3 for one of each row, 2 for one of the first; rows hold 2 and 1.
        let one = PriceProgram.one
        var program = PriceProgram(
            rightSides: [2, 1], gains: [3, 2],
            columns: [[.init(row: 0, value: one), .init(row: 1, value: one)], [.init(row: 0, value: one)]])
        #expect(program.rowPrices() == [2, 1])
    }
}
