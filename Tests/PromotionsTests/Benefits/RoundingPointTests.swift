import Promotions
import Testing

@Suite struct RoundingPointTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let point: Currency.RoundingPoint
        let rounding: Rounding
        let decimals: Int
        let shares: String
        var testDescription: String { "\(decimals) decimals, \(rounding.rawValue) by \(point.rawValue)" }
    }

    /// Ten percent are 0.0150 a piece on three pieces, and 0.0250 on one.
    static let basket = ticket(line("0.45", pieces: 3), line("0.25"))

    static let cases = [
        Case(point: .application, rounding: .halfUp, decimals: 2, shares: "1:0.05 2:0.02"),
        Case(point: .line, rounding: .halfUp, decimals: 2, shares: "1:0.05 2:0.03"),
        Case(point: .line, rounding: .truncate, decimals: 2, shares: "1:0.04 2:0.02"),
        Case(point: .line, rounding: .halfEven, decimals: 2, shares: "1:0.04 2:0.02"),
        Case(point: .unit, rounding: .halfUp, decimals: 2, shares: "1:0.06 2:0.03"),
        Case(point: .unit, rounding: .halfDown, decimals: 2, shares: "1:0.03 2:0.02"),
        Case(point: .unit, rounding: .up, decimals: 2, shares: "1:0.06 2:0.03"),
        Case(point: .application, rounding: .halfUp, decimals: 1, shares: "1:0.10 2:0.00"),
        Case(point: .application, rounding: .truncate, decimals: 1, shares: "nothing"),
        Case(point: .application, rounding: .up, decimals: 0, shares: "nothing"),
    ]

    /// A third of a weighed piece, then the rest: together they keep the lowest price to the last decimal.
    @Test func partsOfAPieceKeepItsLowestPrice() {
        let third = Benefit.percent("100").with { $0.maxApplication = .init(value: 1_000, measure: .magnitude) }
        var map = level(.cumulative, promotion("A", third), promotion("B", .percent("100")))
        map.currency = Currency(decimals: 4)
        let basket = ticket(line("10", weight: "3", floor: "1.3801"))
        let input = EvaluationInput(ticket: basket)
        #expect(CompiledMap(map).evaluate(input).alternatives[0].total <= money("8.6199"))
    }

    @Test(arguments: cases) func roundsWhereTheMapSays(_ example: Case) {
        var map = level(.cumulative, promotion("P", .percent("10")))
        map.currency = Currency(decimals: example.decimals, rounding: example.rounding, roundAt: example.point)
        #expect(Self.basket.under(map).shares == example.shares)
    }

    @Test func fourDecimalsKeepTheWhole() {
        var map = level(.cumulative, promotion("P", .percent("10")))
        map.currency = Currency(decimals: 4)
        let benefit = Self.basket.under(map).alternatives[0].grants[0].benefits[0]
        #expect(benefit.shares.map(\.value.units) == [450, 250])
    }

    @Test func anApplicationIsRoundedOnceNotEachLine() {
        // 33.3 % of 1.00, 1.00 and 1.00 is 0.999.
        #expect(prices("1", "1", "1").under(.percent("33.3")).shares == "1:0.34 2:0.33 3:0.33")
        // Each combination is an application of its own: 0.333 three times.
        let each = promotion(when: .combo(1, 1), .percent("33.3"))
        #expect(prices("1", "1", "1").under(each).shares == "1:0.33 2:0.33 3:0.33")
    }

    @Test func noLineLosesAFractionThatItDoesNotHave() {
        // A line of 0.005 cannot lose a cent, and a cent is the least that is granted.
        #expect(prices("0.005", "0.005").under(.percent("100")).shares == "nothing")
        #expect(prices("0.0099", "1").under(.percent("100")).shares == "1:0.00 2:1.00")
        // What a line does not bear is not put on a line that the benefit leaves alone.
        #expect(prices("0.006", "9").under(.newPrice("9")).shares == "nothing")
    }
}
