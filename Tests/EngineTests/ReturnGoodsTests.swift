import Loyalty
import Messages
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

struct SoldLineTests {
    struct Case: CustomTestStringConvertible {
        var pieces = 1
        var magnitude = "0"
        var isWeighed: Bool
        var testDescription: String { "\(pieces) of \(magnitude)" }
    }

    static let cases = [
        Case(isWeighed: false), Case(magnitude: "1", isWeighed: false), Case(magnitude: "0.35", isWeighed: true),
        Case(magnitude: "1.001", isWeighed: true), Case(pieces: 3, magnitude: "1.5", isWeighed: false),
    ]

    private static func item(_ pieces: Int, _ magnitude: String, price: Int128 = 100_000) -> Item {
        Item(
            seq: 1, unitPrice: Money(units: price), price: Money(units: price), pieces: pieces,
            magnitude: Quantity(units: DecimalText.parse(magnitude, decimals: 3) ?? 0),
            attributes: ["seq": "1", "qty": "\(pieces)", "magnitude": magnitude, "xprice": "10", "code": "c"])
    }

    @Test(arguments: cases)
    func `a line comes back by weight where it was sold as one piece that has one`(_ example: Case) {
        let item = Self.item(example.pieces, example.magnitude)
        let line = SoldLine(item)
        #expect(line.isWeighed == example.isWeighed)
        #expect(line.whole == (example.isWeighed ? item.magnitude : Quantity(whole: item.pieces)))
        #expect(line.keeping(line.whole, Currency()) == item)
    }

    @Test func `what is kept is the line with less of everything that conditions see`() {
        let kept = SoldLine(Self.item(3, "1.5")).keeping(Quantity(whole: 2), Currency())
        #expect(kept.pieces == 2 && kept.price == Money(units: 66_700) && kept.magnitude == Quantity(units: 1_000))
        #expect(kept.attributes["qty"] == "2" && kept.attributes["xprice"] == "6.67")
        #expect(kept.attributes["magnitude"] == "1" && kept.attributes["code"] == "c")
        let weighed = SoldLine(Self.item(1, "0.35")).keeping(Quantity(units: 100), Currency())
        #expect(weighed.pieces == 1 && weighed.magnitude == Quantity(units: 100))
        #expect(weighed.price == Money(units: 28_600))
    }

    @Test func `parts are split by weight, to the last unit, whatever their sign`() {
        var random = SeededRandom(seed: 0x5EED)
        for round in 0..<2_000 {
            let weights = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                Int128(Int.random(in: 0...3, using: &random) * Int.random(in: 0...99_999, using: &random))
            }
            let amount = Int128(Int.random(in: -1_000_000...1_000_000, using: &random))
            let parts = Apportionment.split(amount, by: weights, unit: 100)
            #expect(parts.reduce(0, +) == amount, "seed 0x5EED, round \(round)")
            #expect(parts.count == weights.count && parts.allSatisfy { $0 == 0 || ($0 < 0) == (amount < 0) })
            if weights.contains(where: { $0 > 0 }) {
                #expect(zip(parts, weights).allSatisfy { $1 > 0 || $0 == 0 }, "seed 0x5EED, round \(round)")
            }
        }
        #expect(Apportionment.split(100, by: [1, 1, 1], unit: 1) == [34, 33, 33])
        #expect(Apportionment.split(5, by: [], unit: 1) == [])
    }

    @Test func `what is kept of a return is read back as it was`() throws {
        let part = ReturnedPart(
            seq: 2, quantity: Quantity(units: 350), pieces: Quantity(whole: 1), magnitude: Quantity(units: 350),
            price: Money(units: 123), value: Money(units: -5), reprice: Money(units: 7))
        let block = EvaluationSummary.Block(
            choice: ["a"], total: Money(units: 9),
            uses: [.init(limit: "l", scopeKey: "k", days: 3, max: 8, amount: 2)],
            outcome: .init(issues: [.init(benefit: "b", type: "7", quantity: 2)], spentCoupons: ["c"]))
        for summary in [
            ReturnSummary(), ReturnSummary(parts: [part]),
            ReturnSummary(
                parts: [part, part], refunded: .init(place: 1, block: block), reversed: .init(place: 2, block: block)),
        ] {
            #expect(ReturnSummary(text: summary.text) == summary)
        }
        #expect(ReturnSummary(text: "") == ReturnSummary())
        for text in ["x", "{\"parts\":[{}]}", "{\"parts\":[],\"refunded\":{}}"] {
            #expect(ReturnSummary(text: text) == nil, "\(text)")
        }
    }
}
