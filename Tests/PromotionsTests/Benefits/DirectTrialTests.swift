import TestSupport
import Testing

@testable import Promotions

/// The short way of trying a promotion gives what the long one gives.
@Suite struct DirectTrialTests {
    @Test func itIsThePromotionTrialInShort() {
        var random = RandomPromotions(seed: 80)
        var scratch = Scratch()
        var (granted, beyond) = (0, 0)
        for _ in 0..<300 {
            let map = CompiledMap(mostlyDirect(&random))
            let ticket = random.ticket(lines: 9)
            let input = EvaluationInput(ticket: ticket, balances: random.balances(map))
            let context = EvaluationContext(map: map, input: input)
            var state = EvaluationState(ticket)
            for (position, compiled) in map.compiled.enumerated() {
                let expected = PromotionTrial(context: context, position: position, state: state).run()
                guard compiled.isDirect else {
                    state = expected.state ?? state
                    continue
                }
                var direct = state
                let trial = DirectTrial(context: context, position: position, compiled: compiled)
                switch trial.apply(to: &direct, &scratch) {
                case .granted:
                    granted += 1
                    #expect(expected.state?.grants == direct.grants, "seed 80")
                    #expect(expected.state?.pool == direct.pool, "seed 80")
                    #expect(expected.state?.used == direct.used, "seed 80")
                    #expect(expected.verdict.outcome == .applied, "seed 80")
                case .nothing(let conditionHolds):
                    #expect(expected.grant == nil && expected.conditionHolds == conditionHolds, "seed 80")
                    #expect(direct.pool == state.pool && direct.grants == state.grants, "seed 80")
                case .beyond:
                    beyond += 1
                    #expect(direct.pool == state.pool && direct.used == state.used, "seed 80")
                }
                state = expected.state ?? state
            }
        }
        #expect(granted > 150 && beyond > 30, "granted \(granted), beyond \(beyond)")
    }

    /// A map in which two promotions of three are tried the short way, and the others split lines for them.
    private func mostlyDirect(_ random: inout RandomPromotions) -> PromotionMap {
        var map = random.map(promotions: 5, coexistences: [.cumulative])
        for level in map.levels.indices {
            for index in map.levels[level].promotions.indices where random.happens(66) {
                var promotion = map.levels[level].promotions[index]
                promotion.condition.composition = []
                promotion.benefits = Array(promotion.benefits.prefix(1))
                promotion.benefits[0].maxApplication = nil
                promotion.benefits[0].proration = .proportional
                if case .set = promotion.benefits[0].target { promotion.benefits[0].target = .conditioned }
                map.levels[level].promotions[index] = promotion
            }
        }
        map.currency.roundAt = .application
        return map
    }

    @Test func onlyPlainPromotionsAreTriedThatWay() {
        var plain = promotion("P", .percent("10"))
        #expect(DirectTrial.serves(plain))
        #expect(!DirectTrial.serves(promotion("P", when: .combo(2, 2), .percent("10"))))
        #expect(!DirectTrial.serves(promotion("P", .percent("10"), .gift())))
        #expect(!DirectTrial.serves(promotion("P", Benefit.percent("10").upTo(1))))
        plain.benefits[0].proration = .cheapestFirst
        #expect(!DirectTrial.serves(plain))
    }

    @Test func anOfferKnowsWhatItTakesFromLimits() {
        let map = CompiledMap(level(.cumulative, promotion("P", .percent("10"))))
        let ticket = ticket(line("20", pieces: 2), line("10"))
        let context = EvaluationContext(map: map, input: EvaluationInput(ticket: ticket))
        var scratch = Scratch()
        scratch.chosen = [0, 1]
        let pool = EvaluationState(ticket).pool
        let offer = DirectOffer(map.compiled[0].benefits[0], value: decimal("10"), pool, context, &scratch)
        #expect(offer?.base == 300_000 && offer?.amount == 30_000)
        #expect(Limit.Kind.allCases.map { offer?.use(of: $0) } == [30_000, 10_000, 30_000, 0, 0])
        offer?.spread(&scratch, context)
        #expect(scratch.shares == [20_000, 10_000])
    }
}
