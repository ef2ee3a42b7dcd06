import TestSupport
import Testing

@testable import Promotions

/// Limits under every map: never overrun, and what is reported as taken is what was granted.
@Suite struct LimitPropertyTests {
    @Test func usesAreWhatGrantsTookAndNeverMoreThanWasLeft() {
        var random = RandomPromotions(seed: 20)
        for _ in 0..<1_000 {
            let map = CompiledMap(random.map())
            let input = EvaluationInput(
                ticket: random.ticket(), balances: random.balances(map), explains: random.happens(50),
                listsBalances: true)
            let evaluation = map.evaluate(input)
            for alternative in evaluation.alternatives { check(alternative, map, input) }
            for balance in evaluation.limitBalances {
                let most = evaluation.alternatives.flatMap(\.uses).filter { $0.limit == balance.limit }.map(\.amount)
                    .max()
                let left = left(map, input, balance.limit)
                #expect(balance.amount == left - (most ?? 0), "seed 20")
            }
        }
    }

    private func left(_ map: CompiledMap, _ input: EvaluationInput, _ limit: Int) -> Int128 {
        max(0, map.limits[limit].limit.value - (input.balances.used[limit] ?? 0))
    }

    private func check(_ alternative: Alternative, _ map: CompiledMap, _ input: EvaluationInput) {
        let uses = Dictionary(uniqueKeysWithValues: alternative.uses.map { ($0.limit, $0.amount) })
        #expect(alternative.uses.map(\.limit) == uses.keys.sorted(), "seed 20")
        var expected: Set<Int> = []
        for (limit, placed) in map.limits.enumerated() {
            let used = uses[limit] ?? 0
            #expect(used <= left(map, input, limit), "seed 20")
            let grant = alternative.grants.first { $0.promotion == placed.promotion }?.benefits
                .first { $0.benefit == placed.benefit }
            guard let grant else { continue }
            switch placed.limit.kind {
            case .benefitAmount: #expect(used == grant.value.units, "seed 20")
            case .couponCount: #expect(used == Int128(grant.quantity) * 10_000, "seed 20")
            case .pointsAmount: #expect(used == grant.points.units, "seed 20")
            case .benefitApplicationCount: #expect(used >= 10_000, "seed 20")
            case .benefitedProductCount:
                let pieces = grant.shares.reduce(Int128(0)) { $0 + $1.pieces.units }
                #expect(used * 1_000 >= pieces * 10_000 && used >= 10_000, "seed 20")
            }
            if used > 0 { expected.insert(limit) }
        }
        #expect(Set(uses.keys) == expected, "seed 20: nothing is taken for what was not granted")
    }

    @Test func aLimitThatIsNotReachedChangesNothing() {
        var random = RandomPromotions(seed: 21)
        for _ in 0..<300 {
            var map = random.map()
            let ticket = random.ticket()
            for (level, promotion, benefit) in places(map) {
                map.levels[level].promotions[promotion].benefits[benefit].limits = []
            }
            let free = CompiledMap(map).evaluate(EvaluationInput(ticket: ticket))
            for (level, promotion, benefit) in places(map) {
                map.levels[level].promotions[promotion].benefits[benefit].limits = Limit.Kind.allCases.map {
                    Limit(id: "l", scope: .store, kind: $0, value: 1_000_000_000_000)
                }
            }
            var wide = CompiledMap(map).evaluate(EvaluationInput(ticket: ticket))
            #expect(!wide.isLimited, "seed 21")
            for index in wide.alternatives.indices { wide.alternatives[index].uses = [] }
            #expect(wide == free, "seed 21")
        }
    }

    private func places(_ map: PromotionMap) -> [(Int, Int, Int)] {
        map.levels.enumerated().flatMap { level, content in
            content.promotions.enumerated().flatMap { promotion, content in
                content.benefits.indices.map { (level, promotion, $0) }
            }
        }
    }
}
