import Promotions
import Testing

@Suite struct RoundingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let rounding: Rounding
        /// Quotients of -15, -14, -6, -5, -4, 0, 4, 5, 6, 14, 15, 25 by 10.
        let quotients: [Int128]
        var testDescription: String { rounding.rawValue }
    }

    static let dividends: [Int128] = [-15, -14, -6, -5, -4, 0, 4, 5, 6, 14, 15, 25]
    static let cases = [
        Case(rounding: .halfUp, quotients: [-2, -1, -1, -1, 0, 0, 0, 1, 1, 1, 2, 3]),
        Case(rounding: .halfDown, quotients: [-1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 2]),
        Case(rounding: .halfEven, quotients: [-2, -1, -1, 0, 0, 0, 0, 0, 1, 1, 2, 2]),
        Case(rounding: .up, quotients: [-2, -2, -1, -1, -1, 0, 1, 1, 1, 2, 2, 3]),
        Case(rounding: .truncate, quotients: [-1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2]),
    ]

    @Test(arguments: cases) func divides(_ example: Case) {
        #expect(Self.dividends.map { example.rounding.divide($0, by: 10) } == example.quotients)
    }

    @Test(arguments: Rounding.allCases) func isSymmetricExactAndNear(_ rounding: Rounding) {
        for dividend in Int128(0)...300 {
            for divisor in Int128(1)...20 {
                let quotient = rounding.divide(dividend, by: divisor)
                #expect(rounding.divide(-dividend, by: divisor) == -quotient)
                #expect((quotient * divisor - dividend).magnitude < divisor.magnitude)
                if dividend % divisor == 0 { #expect(quotient * divisor == dividend) }
            }
        }
    }

    @Test func bearsTheLargestNumbers() {
        #expect(Rounding.halfUp.divide(.max, by: .max) == 1)
        #expect(Rounding.halfUp.divide(.max - 1, by: .max) == 1)
        #expect(Rounding.halfEven.divide(-Int128.max, by: 1) == -Int128.max)
    }
}
