import TestSupport
import Testing

@testable import Promotions

/// A set by itself is drawn as the general way draws it.
@Suite struct CompositionSingleDrawTests {
    @Test func itFormsWhatThePieceDrawForms() {
        var random = SeededRandom(seed: 90)
        var formed = 0
        for _ in 0..<3_000 {
            let pool = (0..<random.below(7)).map { element in
                line(element, Int128(1 + random.below(6)), at: Int128(random.below(5)) * 10_000)
            }
            let least = Int128(1 + random.below(4))
            let set = pieceSet(
                least, random.below(5) == 0 ? nil : least + Int128(random.below(3)),
                random.pick(DrawOrder.allCases), matches: pool.map { _ in random.below(4) > 0 })
            let single = SingleDraw(set, from: pool, .benefitedPrice)
            let orders = DrawOrders(pool, .benefitedPrice, for: [set])
            guard let general = PieceDraw([set], from: pool, orders, .benefitedPrice) else {
                Issue.record("seed 90: no draw")
                continue
            }
            #expect(single.capacity == general.capacity(), "seed 90")
            for count in 1..<single.capacity + 1 {
                #expect(single.plan(count) == general.plan(count), "seed 90")
                formed += count
            }
        }
        #expect(formed > 3_000)
    }
}
