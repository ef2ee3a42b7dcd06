import Promotions
import Testing

@Suite struct FilterTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let attribute: String
        let comparison: Filter.Operator
        let values: [String]
        /// Values that pass; nil stands for an element without the attribute.
        let passing: [String?]
        let failing: [String?]
        var testDescription: String { "\(attribute) \(comparison.rawValue) \(values)" }
    }

    static let cases = [
        Case(attribute: "brand", comparison: .equal, values: ["A"], passing: ["A"], failing: ["a", "AB", "", nil]),
        Case(attribute: "brand", comparison: .equal, values: ["A", "B"], passing: ["A", "B"], failing: ["C", "A|B"]),
        Case(attribute: "brand", comparison: .in, values: ["A", "B"], passing: ["A", "B"], failing: ["C", nil]),
        Case(attribute: "brand", comparison: .equal, values: ["-"], passing: [nil, "-"], failing: ["A"]),
        Case(attribute: "brand", comparison: .different, values: ["A"], passing: ["B", nil], failing: ["A"]),
        Case(attribute: "brand", comparison: .different, values: ["A", "B"], passing: ["C"], failing: ["A", "B"]),
        Case(attribute: "brand", comparison: .notIn, values: ["A", "B"], passing: ["C", nil], failing: ["A", "B"]),
        Case(
            attribute: "brand", comparison: .startsWith, values: ["Ac"], passing: ["Ac", "Acme"], failing: ["A", nil]),
        Case(attribute: "brand", comparison: .greater, values: ["B"], passing: ["BA", "C", "b"], failing: ["A", "B"]),
        Case(
            attribute: "level1", comparison: .equal, values: ["A"], passing: ["A", "A|B", "B|A"],
            failing: ["B|C", "AB", nil]),
        Case(
            attribute: "level1", comparison: .different, values: ["A"], passing: ["B", "A|B", nil],
            failing: ["A", "A|A"]),
        Case(
            attribute: "barcode", comparison: .startsWith, values: ["78"], passing: ["1|789", "78"],
            failing: ["178", nil]),
        Case(attribute: "barcode", comparison: .notIn, values: ["78"], passing: ["79", "", nil], failing: ["78"]),
        Case(
            attribute: "barcode", comparison: .greater, values: ["9"], passing: ["10", "1|10"],
            failing: ["9", "8|9", nil]),
        Case(
            attribute: "unitprice", comparison: .equal, values: ["10"], passing: ["10", "10.0"], failing: ["100", nil]),
        Case(
            attribute: "unitprice", comparison: .in, values: ["10.00", "5"], passing: ["10.0", "5.0000"], failing: ["1"]
        ),
        Case(attribute: "unitprice", comparison: .different, values: ["10"], passing: ["11"], failing: ["10.00"]),
        Case(attribute: "unitprice", comparison: .less, values: ["10"], passing: ["9.99"], failing: ["10.00", "100"]),
        Case(
            attribute: "unitprice", comparison: .lessOrEqual, values: ["10"], passing: ["9", "10.0"], failing: ["10.01"]
        ),
        Case(attribute: "unitprice", comparison: .greaterOrEqual, values: ["10"], passing: ["10.0"], failing: ["9.9"]),
        Case(attribute: "minprice", comparison: .equal, values: ["0.00"], passing: [nil, "0"], failing: ["1"]),
        Case(
            attribute: "keyProduct", comparison: .equal, values: ["true"], passing: ["true", "TRUE"],
            failing: ["false", nil]),
        Case(
            attribute: "keyProduct", comparison: .equal, values: ["False"], passing: ["false", nil], failing: ["true"]),
        Case(attribute: "size", comparison: .equal, values: ["10"], passing: ["10"], failing: ["10.00", nil]),
        Case(attribute: "size", comparison: .less, values: ["10"], passing: ["9", "9.5"], failing: ["10.00", nil]),
        Case(
            attribute: "size", comparison: .lessOrEqual, values: ["5", "M"], passing: ["5", "L"], failing: ["X", nil]),
    ]

    @Test(arguments: cases) func keepsWhatPasses(_ example: Case) {
        let filter = Filter(example.attribute, example.comparison, example.values)
        let promotion = promotion(
            when: Condition(simple: [SimpleCondition(element: .item, filters: [filter])]), .percent("10"))
        for (values, passes) in [(example.passing, true), (example.failing, false)] {
            for value in values {
                let attributes = value.map { [example.attribute: $0] } ?? [:]
                let evaluation = ticket(line("10", attributes)).under(promotion)
                #expect(evaluation.shares == (passes ? "1:1.00" : "nothing"), "\(value ?? "absent")")
            }
        }
    }

    @Test func manyValuesAreSearchedAlike() {
        let values = (0..<100).map(String.init)
        for comparison in [Filter.Operator.in, .notIn] {
            let filter = Filter("code", comparison, values)
            let promotion = promotion(
                when: Condition(simple: [SimpleCondition(element: .item, filters: [filter])]), .percent("10"))
            for code in ["0", "57", "99", "100", "x"] {
                let passes = values.contains(code) == (comparison == .in)
                let evaluation = ticket(line("10", ["code": code])).under(promotion)
                #expect(evaluation.shares == (passes ? "1:1.00" : "nothing"), "\(code)")
            }
        }
    }

    @Test func allFiltersMustHoldOfOneElement() {
        let condition = Condition(simple: [
            SimpleCondition(
                element: .item, filters: [Filter("brand", .equal, ["A"]), Filter("level1", .equal, ["X"])])
        ])
        let promotion = promotion(when: condition, .percent("10"))
        let apart = ticket(line("10", ["brand": "A"]), line("10", ["level1": "X"]))
        #expect(apart.under(promotion).shares == "nothing")
        let together = ticket(line("10", ["brand": "A"]), line("10", ["brand": "A", "level1": "X"]))
        #expect(together.under(promotion).shares == "2:1.00")
    }

    struct KindCase: CustomTestStringConvertible, Sendable {
        let kind: ElementKind
        let attribute: String
        let value: String
        var testDescription: String { "\(kind.rawValue) \(attribute)" }
    }

    static let kinds = [
        KindCase(kind: .customer, attribute: "id", value: "9"),
        KindCase(kind: .customer, attribute: "type", value: "-"),
        KindCase(kind: .customer, attribute: "segment", value: "gold"),
        KindCase(kind: .customer, attribute: "points", value: "0.0"),
        KindCase(kind: .coupon, attribute: "type", value: "3"),
        KindCase(kind: .payment, attribute: "code", value: "VISA"),
        KindCase(kind: .loyaltyCard, attribute: "type", value: "CLUB"),
        KindCase(kind: .transaction, attribute: "store", value: "5"),
        KindCase(kind: .transaction, attribute: "companyId", value: "2"),
        KindCase(kind: .transaction, attribute: "terminal", value: "1"),
        KindCase(kind: .transaction, attribute: "cashier", value: "Ann"),
    ]

    @Test(arguments: kinds) func everyKindIsAsked(_ example: KindCase) {
        let full = prices("10").customer(["id": "9", "segment": "silver|gold"]).coupon("3").payment("VISA", "1")
            .card("CLUB").with { $0.attributes["cashier"] = "Ann" }
        func shares(_ value: String) -> String {
            full.under(
                promotion(
                    when: Condition(simple: [.having(example.kind, example.attribute, value)]), .percent("10"))
            ).shares
        }
        #expect(shares(example.value) == "1:1.00")
        #expect(shares(example.value + "x") == "nothing")
    }
}
