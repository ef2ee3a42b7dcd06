import Testing

@testable import Promotions

@Suite struct ChoosingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let order: DrawOrder
        let measure: Measure
        let cap: String
        let shares: String
        var testDescription: String { "\(order.rawValue) \(cap) \(measure.rawValue)" }
    }

    /// Prices a piece 5, 9, 2, 7; magnitudes 0.5, 1, 0, 2.
    static let basket = ticket(
        line("10", pieces: 2, weight: "0.500"), line("9", weight: "1"), line("4", pieces: 2), line("7", weight: "2"))

    static let cases = [
        Case(order: .lessExpensiveFirst, measure: .qty, cap: "3", shares: "1:5.00 3:4.00"),
        Case(order: .moreExpensiveFirst, measure: .qty, cap: "3", shares: "1:5.00 2:9.00 4:7.00"),
        Case(order: .oneMoreExpensive, measure: .qty, cap: "4", shares: "1:5.00 2:9.00 3:4.00"),
        Case(order: .oneLessExpensive, measure: .qty, cap: "3", shares: "2:9.00 3:2.00 4:7.00"),
        Case(order: .asEntered, measure: .qty, cap: "3", shares: "1:10.00 2:9.00"),
        Case(order: .asEntered, measure: .qty, cap: "99", shares: "1:10.00 2:9.00 3:4.00 4:7.00"),
        Case(order: .asEntered, measure: .qty, cap: "2.900", shares: "1:10.00"),
        Case(order: .asEntered, measure: .magnitude, cap: "1", shares: "1:10.00 2:4.50"),
        Case(order: .moreExpensiveFirst, measure: .magnitude, cap: "2", shares: "2:9.00 4:3.50"),
        Case(order: .lessExpensiveFirst, measure: .magnitude, cap: "0.750", shares: "1:10.00 3:4.00 4:0.87"),
        Case(order: .asEntered, measure: .price, cap: "12", shares: "1:10.00 2:2.00"),
        Case(order: .lessExpensiveFirst, measure: .price, cap: "3", shares: "3:3.00"),
    ]

    @Test(arguments: cases) func takesUnitsInOrderUpToTheCap(_ example: Case) {
        let benefit = Benefit.percent("100").with {
            let value = example.measure == .price ? decimal(example.cap) : quantity(example.cap).units
            $0.maxApplication = Benefit.MaxApplication(value: value, measure: example.measure)
            $0.order = example.order
        }
        #expect(Self.basket.under(benefit).shares == example.shares)
    }

    @Test func atTheSamePriceUnitsWithoutABenefitComeFirstThenTheLowerSeq() {
        let first = promotion("A", when: .level("X"), .gift())
        let basket = ticket(line("5", ["level1": "X"]), line("5"), line("5"))
        for order in [DrawOrder.lessExpensiveFirst, .moreExpensiveFirst] {
            let map = level(.cumulative, first, promotion("B", .percent("100").upTo(1, order)))
            #expect(basket.under(map).text(map) == "A 0.00 qty 1 = 1:0.00; B 5.00 = 2:5.00")
        }
        #expect(basket.under(.percent("100").upTo(1)).shares == "1:5.00")
    }

    @Test func theOrderLooksAtThePriceTheBenefitIsComputedOn() {
        let first = promotion("A", when: .level("X"), .fixed("6"))
        let basket = ticket(line("10", ["level1": "X"]), line("5"))
        func text(_ base: PriceBase) -> String {
            let map = level(.cumulative, first, promotion("B", .percent("10").upTo(1).with { $0.applyOn = base }))
            return basket.under(map).text(map)
        }
        #expect(text(.benefitedPrice) == "A 6.00 = 1:6.00; B 0.40 = 1:0.40")
        #expect(text(.originalPrice) == "A 6.00 = 1:6.00; B 0.50 = 2:0.50")
    }

    @Test func choosingLosesNothing() {
        var sliver = Run(kind: .item, element: 0, pieces: 0, magnitude: 3, listPrice: 7, price: 7)
        sliver.isBenefited = true
        let units = [
            Unit(run: sliver), Unit(run: line(1, 3, at: 50_000)), Unit(run: line(2, at: 20_000, magnitude: 900)),
        ]
        let whole = units.reduce(Int128(0)) { $0 + $1.run.price }
        for order in DrawOrder.allCases {
            for pieces in Int128(0)...6 {
                for limit in [nil, 2_000, 3_000] as [Int128?] {
                    let cap = Benefit.MaxApplication(value: pieces * 1_000)
                    let (chosen, rest) = Choosing(order: order, base: .benefitedPrice, cap: cap, pieceLimit: limit)
                        .choose(from: units)
                    #expect((chosen + rest).reduce(Int128(0)) { $0 + $1.run.price } == whole)
                    let counted = chosen.reduce(Int128(0)) { $0 + $1.run.countedPieces }
                    #expect(counted <= min(pieces, (limit ?? 9_000) / 1_000))
                    #expect(counted == min(pieces, 5, (limit ?? 9_000) / 1_000))
                }
            }
        }
    }

    @Test func whatACombinationDrewIsTakenAsEntered() {
        let first = promotion("P", when: .combo(2, 2), Benefit.percent("100").upTo(1, .asEntered))
        #expect(prices("5", "9").under(first).shares == "1:5.00")
    }
}
