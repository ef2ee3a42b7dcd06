import TestSupport
import Testing

@testable import Promotions

@Suite struct PlanAssigningTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let world: PlanWorld
        let uses: [String]
        /// Cents that the payments are charged together, without surcharges.
        let charged: Int

        init(_ name: String, _ world: PlanWorld, _ uses: [String], charged: Int) {
            testDescription = name
            self.world = world
            self.uses = uses
            self.charged = charged
        }
    }

    static func plan(_ percent: Int, upTo limit: Int? = nil, _ targets: [Bool] = [true, true]) -> PlanWorld.Plan {
        PlanWorld.Plan(percent: percent, limitAmount: limit, targets: targets)
    }

    static func world(
        _ plans: [PlanWorld.Plan], _ payments: [(Int, [Int])],
        _ method: PromotionMap.PaymentCalculation = .onItemsPaid, lines: [Int] = [6_000, 4_000]
    ) -> PlanWorld {
        PlanWorld(
            lines: lines, plans: plans, payments: payments.map { PlanWorld.Payment(amount: $0.0, plans: $0.1) },
            method: method)
    }

    static let cases = [
        Case(
            "two plans of one payment, then cash",
            world([plan(20, upTo: 5_000), plan(10)], [(8_000, [0, 1]), (2_000, [])]),
            ["plan 0, payment 0: [[0, 5000, 1000]]", "plan 1, payment 0: [[0, 1000, 100], [1, 2000, 200]]"],
            charged: 8_700),
        Case(
            "the higher percentage first, wherever it stands",
            world([plan(10), plan(20, upTo: 5_000)], [(8_000, [0, 1])]),
            ["plan 1, payment 0: [[0, 5000, 1000]]", "plan 0, payment 0: [[0, 1000, 100], [1, 2000, 200]]"],
            charged: 6_700),
        Case(
            "equal percentages in map order",
            world([plan(10, upTo: 3_000), plan(10)], [(8_000, [0, 1])]),
            ["plan 0, payment 0: [[0, 3000, 300]]", "plan 1, payment 0: [[0, 3000, 300], [1, 2000, 200]]"],
            charged: 7_200),
        Case(
            "a surcharge is a negative percentage",
            world([plan(-5), plan(0, upTo: 1_000), plan(5, upTo: 1_000)], [(10_000, [0, 1, 2])]),
            [
                "plan 2, payment 0: [[0, 1000, 50]]", "plan 1, payment 0: [[0, 1000, 0]]",
                "plan 0, payment 0: [[0, 4000, -200], [1, 4000, -200]]",
            ], charged: 9_950),
        Case(
            "the maximum is the plan's over all payments",
            world([plan(20, upTo: 5_000)], [(3_000, [0]), (7_000, [0])]),
            ["plan 0, payment 0: [[0, 3000, 600]]", "plan 0, payment 1: [[0, 2000, 400]]"], charged: 9_000),
        Case(
            "the maximum is payment money: of money charged it is that",
            world([plan(20, upTo: 5_000)], [(8_000, [0])], .onPaymentMade),
            ["plan 0, payment 0: [[0, 6000, 1200], [1, 250, 50]]"], charged: 8_000),
        Case(
            "what cash covered first is not covered again",
            world([plan(10)], [(7_000, []), (5_000, [0])]), ["plan 0, payment 1: [[1, 3000, 300]]"], charged: 9_700),
        Case(
            "a plan for one line only, the rest of the payment pays the other",
            world([plan(10, [false, true])], [(10_000, [0])]), ["plan 0, payment 0: [[1, 4000, 400]]"], charged: 9_600),
        Case(
            "money beyond what is due stays unassigned",
            world([plan(10)], [(15_000, [0]), (100, [0])]),
            ["plan 0, payment 0: [[0, 6000, 600], [1, 4000, 400]]"], charged: 9_000),
        Case(
            "money charged covers more than itself",
            world([plan(10)], [(5_000, [0]), (4_000, [])], .onPaymentMade),
            ["plan 0, payment 0: [[0, 5556, 556]]"], charged: 9_000),
        Case(
            "a surcharge on the money charged",
            world([plan(-10)], [(11_000, [0])], .onPaymentMade),
            ["plan 0, payment 0: [[0, 6000, -600], [1, 4000, -400]]"], charged: 10_000),
        Case(
            "one rounding, split by largest remainder",
            world([plan(10, [true, true, true])], [(99, [0])], lines: [33, 33, 33]),
            ["plan 0, payment 0: [[0, 33, 4], [1, 33, 3], [2, 33, 3]]"], charged: 89),
    ]

    @Test(arguments: cases) func putsPaymentsOnPlans(_ testCase: Case) {
        let (uses, charged) = testCase.world.assigned()
        #expect(uses.map(\.description) == testCase.uses)
        #expect(charged.joined().reduce(0, +) == testCase.charged)
        #expect(uses == testCase.world.reference())
        expectSound(testCase.world, "\(testCase.testDescription)")
    }

    /// What holds for every world.
    private func expectSound(_ world: PlanWorld, _ comment: Comment) {
        let (uses, charged) = world.assigned()
        for line in world.lines.indices {
            let parts = uses.flatMap(\.parts).filter { $0[0] == line }
            #expect(parts.reduce(0) { $0 + $1[1] } <= world.lines[line], comment)
            #expect(parts.allSatisfy { $0[1] > 0 && $0[2] <= $0[1] }, comment)
        }
        for (index, plan) in world.plans.enumerated() {
            let own = uses.filter { $0.plan == index }
            let taken = own.reduce(0) { $0 + (world.method == .onItemsPaid ? $1.covered : $1.covered - $1.benefit) }
            #expect(taken <= plan.limitAmount ?? .max, comment)
            #expect(own.allSatisfy { $0.parts.allSatisfy { plan.targets[$0[0]] } }, comment)
            #expect(own.allSatisfy { plan.percent < 0 ? $0.benefit <= 0 : $0.benefit >= 0 }, comment)
        }
        #expect(uses.map(\.payment) == uses.map(\.payment).sorted(), comment)
        for (payment, money) in zip(world.payments, charged) {
            #expect(money.allSatisfy { $0 >= 0 }, comment)
            if world.method == .onPaymentMade { #expect(money.reduce(0, +) <= payment.amount, comment) }
        }
        for (index, payment) in world.payments.enumerated() {
            let percents = uses.filter { $0.payment == index }.map { world.plans[$0.plan].percent }
            #expect(percents == percents.sorted(by: >), comment)
            #expect(uses.filter { $0.payment == index }.allSatisfy { payment.plans.contains($0.plan) }, comment)
        }
    }

    @Test(arguments: [PromotionMap.PaymentCalculation.onItemsPaid, .onPaymentMade])
    func agreesWithTheNaiveReadingInSmallWorlds(_ method: PromotionMap.PaymentCalculation) {
        var random = SeededRandom(seed: 71)
        var (used, surcharged, limited) = (0, 0, 0)
        for _ in 0..<4_000 {
            let lines = (0..<1 + random.below(3)).map { _ in random.below(120) }
            let plans = (0..<1 + random.below(3)).map { _ in
                PlanWorld.Plan(
                    percent: random.pick([0, 3, 10, 10, 25, 50, 99, 100, -3, -10, -50]),
                    limitAmount: random.below(2) == 0 ? 1 + random.below(90) : nil,
                    targets: lines.map { _ in random.below(4) > 0 })
            }
            let payments = (0..<1 + random.below(3)).map { _ in
                PlanWorld.Payment(
                    amount: random.below(200), plans: plans.indices.filter { _ in random.below(3) > 0 })
            }
            let world = PlanWorld(lines: lines, plans: plans, payments: payments, method: method)
            let uses = world.assigned().uses
            #expect(uses == world.reference(), "seed 71: \(world)")
            expectSound(world, "seed 71: \(world)")
            used += uses.count
            surcharged += uses.filter { $0.benefit < 0 }.count
            limited += uses.filter { plans[$0.plan].limitAmount == $0.covered }.count
        }
        #expect(used > 4_000 && surcharged > 300 && limited > 30)
    }
}
