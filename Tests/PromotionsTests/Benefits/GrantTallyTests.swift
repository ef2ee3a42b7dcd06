import Testing

@testable import Promotions

/// What applications come to together, and the benefits of a promotion one after the other.
@Suite struct GrantTallyTests {
    private func run(_ element: Int) -> Run {
        Run(kind: .item, element: element, pieces: 1_000, magnitude: 250, listPrice: 50_000, price: 50_000)
    }

    @Test func theSharesOfALineAreOne() {
        var tally = GrantTally(faceValue: nil)
        for (seq, share) in [(4, 100), (2, 300), (4, 50), (9, 0)] {
            tally.add(run(seq), seq: seq, share: Int128(share))
        }
        #expect(tally.shares.map(\.seq) == [2, 4, 9])
        #expect(tally.shares.map(\.value.units) == [300, 150, 0])
        #expect(tally.shares.map(\.pieces.units) == [1_000, 2_000, 1_000])
        #expect(tally.shares[1].magnitude.units == 500 && tally.shares[1].price.units == 100_000)
    }

    @Test func theNominalIsThatOfAllOrNone() {
        var tally = GrantTally(faceValue: nil)
        #expect(!tally.hasGranted && tally.nominal == nil)
        let ten = Offer(chosen: [], rest: [], base: 0, amount: 100, quantity: 2, points: 30, nominal: 10)
        tally.add(ten, times: 3)
        #expect(tally.hasGranted && tally.nominal == 10)
        #expect(tally.amount == 300 && tally.quantity == 6 && tally.points == 90)
        tally.add(Offer(chosen: [], rest: [], base: 0, amount: 1, nominal: 20), times: 1)
        #expect(tally.nominal == nil && tally.amount == 301)
    }

    @Test func aBenefitIsGrantedOnWhatTheOneBeforeItLeft() {
        let basket = prices("10", "6")
        let map = CompiledMap(level(.cumulative, promotion("P", .percent("50"), .fixed("1"))))
        let context = EvaluationContext(map: map, input: EvaluationInput(ticket: basket, explains: true))
        let trial = PromotionTrial(context: context, position: 0, state: EvaluationState(basket))
        let units = trial.state.pool.map { Unit(run: $0) }
        var gains = PromotionTrial.Gains(
            state: trial.state, applications: [Application(repetitions: 1, units: units)])
        for (index, maker) in trial.makers().enumerated() {
            let verdict = trial.grant(index, maker, missing: Verdict(.notApplied, .noTarget), &gains)
            #expect(verdict.reason == .ok)
        }
        #expect(gains.grants.map(\.value) == [money("8"), money("1")] && gains.grants[1].base == money("8"))
        #expect(gains.applications.flatMap(\.units).map(\.run.price) == [decimal("4.37"), decimal("2.63")])
    }
}
