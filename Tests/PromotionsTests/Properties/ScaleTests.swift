import Promotions
import Testing

/// The largest ticket that the protocol allows: 999 lines of 9,999 pieces, almost ten million.
@Suite struct ScaleTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let promotion: Promotion
        let total: String
        init(_ description: String, _ promotion: Promotion, _ total: String) {
            testDescription = description
            self.promotion = promotion
            self.total = total
        }
    }

    static let tenth = Benefit.percent("10")
    static let pairs = Condition.combo(2, 2)
    /// Lines at 1.00 a piece: 9,989,001 pieces, 4,994,500 pairs.
    static let flat = ticket((0..<999).map { _ in line("9999", pieces: 9_999) })
    /// Line n at n.00 a piece: 499,500 x 9,999.00 altogether.
    static let rising = ticket((1...999).map { line(String($0 * 9_999), pieces: 9_999) })

    static let cases = [
        Case("a percentage of all", promotion("P", tenth), "998900.10"),
        Case("one of each pair", promotion(when: pairs, tenth.upTo(1)), "499450.00"),
        Case("both of each pair", promotion(when: pairs, tenth), "998900.00"),
        Case("a cap over all", promotion("P", tenth.upTo(5_000_001)), "500000.10"),
        Case("so many pieces", promotion("P", tenth.limited(.benefitedProductCount, "1234567")), "123456.70"),
        Case("so many pairs", promotion(when: pairs, tenth.limited(.benefitApplicationCount, "1000001")), "200000.20"),
        Case("so much money", promotion(when: pairs, tenth.limited(.benefitAmount, "7777.77")), "7777.77"),
        Case("pairs of pieces", promotion(when: pairs, tenth.limited(.benefitedProductCount, "777777")), "77777.70"),
        Case("a price for three", promotion(when: .combo(3, 3), .newPrice("2.50", .na)), "1664833.50"),
        Case("up to seven with steps", promotion(when: .combo(1, 7), StepsTests.stepped), "4994500.10"),
        Case("a sum once", promotion("P", .fixed("123456789.01")), "9989001.00"),
        Case("each piece", promotion("P", .fixed("0.01", .qty)), "99890.01"),
    ]

    @Test(arguments: cases) func addsUpInClosedForm(_ example: Case) {
        let evaluation = Self.flat.under(example.promotion)
        let benefit = evaluation.alternatives[0].grants[0].benefits[0]
        #expect(benefit.value.text == example.total)
        #expect(benefit.shares.reduce(.zero) { $0 + $1.value } == benefit.value)
        #expect(benefit.shares.reduce(.zero) { $0 + $1.pieces } <= quantity("9989001"))
    }

    @Test func differentPricesAddUpToo() {
        let free = promotion(when: Self.pairs, .percent("100").upTo(1))
        // Of 9,999 pieces at a price 4,999 pairs cost one each; what is odd pairs with the next, dearer first.
        let within = (1...999).reduce(0) { $0 + $1 * 4_999 }
        let across = stride(from: 998, through: 2, by: -2).reduce(0) { $0 + $1 }
        #expect(Self.rising.under(free).alternatives[0].total == Money(whole: within + across))
        #expect(Self.rising.under(.percent("100")).alternatives[0].total == Money(whole: 499_500 * 9_999))
    }

    @Test func severalPromotionsDoNotSplitLinesWithoutEnd() {
        let map = level(
            .cumulative, promotion("A", when: .combo(2, 3), Self.tenth.upTo(1)),
            promotion("B", when: .combo(3, 5), Self.tenth.upTo(2, .moreExpensiveFirst), exclusive: .benefited),
            promotion("C", Self.tenth.upTo(3_000_000)), promotion("D", .fixed("100000")),
            promotion("E", when: .combo(1, 1), Self.tenth), promotion("F", .percent("100")))
        let evaluation = Self.rising.under(map)
        #expect(evaluation.alternatives[0].grants.count == 6)
        let withdrawn = evaluation.alternatives[0].grants[1].benefits[0].shares.reduce(Quantity.zero) { $0 + $1.pieces }
        #expect(withdrawn > .zero && evaluation.alternatives[0].total < Money(whole: 499_500 * 9_999))
        let shares = evaluation.alternatives[0].grants.flatMap(\.benefits).map { $0.shares.count }
        #expect(shares.allSatisfy { $0 <= 999 })
    }
}
