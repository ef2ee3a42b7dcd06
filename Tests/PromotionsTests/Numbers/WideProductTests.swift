import TestSupport
import Testing

@testable import Promotions

@Suite struct WideProductTests {
    @Test func agreesWithDivisionWhereNothingOverflows() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<2_000 {
            let left = Int128(Int64.random(in: 0...Int64.max, using: &random))
            let right = Int128(Int64.random(in: 0...Int64.max, using: &random))
            let divisor = Int128(Int64.random(in: 1...Int64.max, using: &random))
            let (quotient, remainder) = WideProduct.divide(left, times: right, by: divisor)
            #expect(quotient == left * right / divisor && remainder == left * right % divisor, "seed 2")
        }
    }

    @Test func comparesAsMultiplyingDoes() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2_000 {
            let factors = (0..<4).map { _ in Int128(Int64.random(in: 0...9, using: &random)) }
            let isGreater = factors[0] * factors[1] > factors[2] * factors[3]
            #expect(
                WideProduct.exceeds(factors[0], times: factors[1], factors[2], times: factors[3]) == isGreater,
                "seed 3")
        }
        let large = Int128.max
        #expect(WideProduct.exceeds(large, times: large, large, times: large - 1))
        #expect(!WideProduct.exceeds(large, times: large, large, times: large))
        #expect(!WideProduct.exceeds(large, times: 1, large, times: 2))
        #expect(WideProduct.exceeds(large, times: 3, large, times: 1))
    }

    @Test func bearsProductsBeyond128Bits() {
        let large = Int128.max
        #expect(WideProduct.divide(large, times: large, by: large) == (large, 0))
        #expect(WideProduct.divide(large, times: large - 1, by: large) == (large - 1, 0))
        #expect(WideProduct.divide(large - 1, times: 3, by: large) == (2, large - 3))
    }
}
