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

    @Test func bearsProductsBeyond128Bits() {
        let large = Int128.max
        #expect(WideProduct.divide(large, times: large, by: large) == (large, 0))
        #expect(WideProduct.divide(large, times: large - 1, by: large) == (large - 1, 0))
        #expect(WideProduct.divide(large - 1, times: 3, by: large) == (2, large - 3))
    }
}
