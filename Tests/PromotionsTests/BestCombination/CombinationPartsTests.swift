import Testing

@testable import Promotions

/// The steps between a level and the search.
@Suite struct CombinationPartsTests {
    private func context(_ ticket: Ticket, _ map: PromotionMap) -> EvaluationContext {
        EvaluationContext(map: CompiledMap(map), input: EvaluationInput(ticket: ticket))
    }

    private func rule(_ ticket: Ticket, _ map: PromotionMap) throws -> CombinationRule {
        try #require(CombinationRule(0, EvaluationState(ticket), context(ticket, map)))
    }

    private func run(_ price: String, pieces: Int, element: Int = 0) -> Run {
        Run(
            kind: .item, element: element, pieces: Quantity(whole: pieces).units, magnitude: 0,
            listPrice: decimal(price), price: decimal(price))
    }

    @Test func `pieces of a line are its money divided evenly`() {
        for (price, pieces) in [("10", 3), ("10", 4), ("0.0002", 7), ("5", 1)] {
            let parts = UnitClasses.pieces(of: run(price, pieces: pieces))
            #expect(parts.reduce(0) { $0 + $1.count } == pieces)
            #expect(parts.reduce(Int128(0)) { $0 + $1.piece.price * Int128($1.count) } == decimal(price))
            let prices = parts.map(\.piece.price)
            #expect(prices == prices.sorted() && (prices.last ?? 0) - (prices.first ?? 0) <= 1)
        }
        // What a split by weight left of a piece is one as well.
        let parts = UnitClasses.pieces(
            of: Run(
                kind: .item, element: 0, pieces: 2_500, magnitude: 0, listPrice: 50_000, price: 50_000))
        #expect(parts.map(\.count) == [2, 1] && parts.map(\.piece.price) == [20_000, 10_000])
    }

    @Test func `like lines are one class, unless their order can matter`() throws {
        let three = prices("5", "5", "7")
        func classes(_ benefit: Benefit) throws -> [Int] {
            let map = level(.bestCombination, promotion("P", when: .combo(1, 2), benefit))
            let units = UnitClasses(
                EvaluationState(three).pool, for: [try rule(three, map)], context(three, map))
            return units.classes.map(\.count)
        }
        #expect(try classes(.percent("10")) == [2, 1])
        #expect(try classes(Benefit.percent("10").upTo(1)) == [2, 1])
        #expect(try classes(Benefit.percent("10").upTo(1, .asEntered)) == [1, 1, 1])
    }

    @Test func `all sizes and units that a set allows are listed, too many are not`() {
        func set(_ name: String, _ min: Int, _ max: Int?, matches: [Bool]) -> DrawSet {
            DrawSet(
                min: Quantity(whole: min).units, max: max.map { Quantity(whole: $0).units }, measure: .qty,
                order: .moreExpensiveFirst, kind: .item, matches: matches)
        }
        let pieces = [run("3", pieces: 1), run("2", pieces: 1, element: 1)]
        func count(_ sets: [DrawSet], most: Int = 100) -> Int? {
            SubTicketListing.list(sets, .benefitedPrice, pieces: pieces, counts: [2, 1], most: most)?.count
        }
        let both = [true, true]
        #expect(count([set("a", 1, nil, matches: both)]) == 5)
        #expect(count([set("a", 2, 2, matches: both)]) == 2)
        #expect(count([set("a", 1, 1, matches: both), set("b", 1, 1, matches: [true, false])]) == 2)
        #expect(count([set("a", 1, nil, matches: both)], most: 4) == nil)
        var alike = set("a", 2, 2, matches: both)
        alike.equivalence = [1, 2]
        #expect(count([alike]) == 1)
        alike.equivalence = []
        alike.inequivalence = [[1, 2]]
        #expect(count([alike]) == 1)
    }

    @Test func `a gain is never less than what a unit gets`() throws {
        let ticket = ticket(line("10", floor: "8"), line("9.99"))
        func gain(_ benefit: Benefit, _ when: Condition = .combo(1, 1)) throws -> [String] {
            let map = level(.bestCombination, promotion("P", when: when, benefit))
            let gains = UnitGain(try rule(ticket, map), context(ticket, map))
            return EvaluationState(ticket).pool.map { run in
                let gain = gains.gain(of: run)
                return Money(units: gain.amount).text + (gain.isExact ? "" : " or less")
            }
        }
        #expect(try gain(.percent("10")) == ["1.00", "1.00 or less"])
        #expect(try gain(.percent("50")) == ["2.00", "5.00 or less"])
        #expect(try gain(.newPrice("9")) == ["1.00", "0.99"])
        #expect(try gain(.fixed("4"), .combo(2, 2)) == ["2.00 or less", "2.00 or less"])
    }

    @Test func `a promotion's sub-tickets become candidates with their worths, and its limits bounds`() throws {
        let ticket = prices("10", "8", "6")
        let benefit = Benefit.percent("50").limited(.benefitAmount, "7").limited(.benefitApplicationCount, "1")
        let map = level(.bestCombination, promotion("P", when: .combo(2, 2), benefit))
        let (rule, context) = (try rule(ticket, map), context(ticket, map))
        let units = UnitClasses(EvaluationState(ticket).pool, for: [rule], context)
        let problem = try #require(CombinationProblem([rule], units, context))
        #expect(problem.problem.candidates.map(\.worth) == [70_000, 70_000, 70_000])
        #expect(problem.problem.rules.map(\.most) == [1] && problem.problem.rules.map(\.cap) == [70_000])
        let pick = SearchChoice.Pick(candidate: 0, times: 1)
        #expect(problem.valued(SearchChoice(picks: [pick]), of: 0)?.worth == 70_000)
        #expect(problem.valued(SearchChoice(picks: [pick, pick]), of: 0) == nil)
        var chosen = ChosenApplications(problem)
        let applications = chosen.taking(SearchChoice(picks: [pick]), of: 0)
        #expect(applications.map { $0.units.map(\.run.element) } == [[0, 1]])
        #expect(problem.units.classes.indices.flatMap { chosen.rest(of: $0) }.map(\.element) == [2])
        var outcome = LevelOutcome(EvaluationState(ticket))
        outcome.grant(applications, of: 0, rule.gathering.makers, EvaluationState(ticket), context)
        #expect(outcome.worth == money("7"))
    }

    @Test func `a single search ends with its budget`() {
        let problem = SearchProblem(
            counts: [1, 1], rules: [.init()],
            candidates: [
                .init(rule: 0, takes: [.init(unitClass: 0, count: 1)], worth: 5),
                .init(rule: 0, takes: [.init(unitClass: 0, count: 1), .init(unitClass: 1, count: 1)], worth: 7),
            ])
        func worth(_ budget: Int) -> [Int] {
            var search = CombinationSearch(problem, known: nil, budget: budget) { _, _ in nil }
            let result = search.run()
            return [result.worth, result.bound]
        }
        #expect(worth(100) == [7, 7] && worth(0) == [0, 7])
        let proof = CombinationProof(level: 0, worth: money("1"), upperBound: money("3"), steps: 0)
        #expect(!proof.isOptimal && proof.gap == money("2"))
    }
}
