import Engine
import Promotions
import Testing

@testable import Promoctl

struct RegisterFileTests {
    @Test
    func `a register is read`() throws {
        let text = """
            {"couponTypes": ["3", {"code": "4"}], "cardTypes": [{"code": "CLUB"}],
             "coupons": [{"id": 987, "type": "3", "state": "active"}, {"id": "x", "type": "5", "state": "consumed"},
                         {"id": "y", "type": "3", "amount": "2.50"}, {"id": "z", "type": "3", "percentage": 12.5}],
             "cards": [{"number": "6001", "type": "CLUB", "balance1": "100.5", "balance2": 0, "state": "active"},
                       {"number": 6002, "type": "GIFT", "balance2": 3, "customer": "12"}],
             "customers": [{"id": "12", "segment": "a|b"}]}
            """
        let register = try RegisterFile.register(Array(text.utf8), name: "r.json")
        #expect(register.couponTypes == ["3", "4", "5"])
        #expect(register.coupons["987"] == .init(type: "3", isUsable: true))
        #expect(register.coupons["x"] == .init(type: "5", isUsable: false))
        #expect(register.cards["6001"] == .init(type: "CLUB", balance: Money(units: 1_005_000), isUsable: true))
        #expect(register.coupons["y"]?.value == .amount(Money(units: 25_000)))
        #expect(register.coupons["z"]?.value == .percentage(125_000))
        #expect(register.cards["6002"]?.balance2 == Money(whole: 3) && register.cards["6002"]?.customer == "12")
        #expect(register.customers == [["id": "12", "segment": "a|b"]])
    }

    struct Bad: CustomTestStringConvertible {
        var text: String
        var problem: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Bad(text: "[]", problem: "expected an object"),
        Bad(text: #"{"cupons": []}"#, problem: #"cupons: unknown field; did you mean "coupons"?"#),
        Bad(text: #"{"coupons": {}}"#, problem: "coupons: found object, expected a list"),
        Bad(text: #"{"coupons": [{"id": "1"}]}"#, problem: "coupons[0]: expected an id and a type"),
        Bad(
            text: #"{"cards": [{"number": "1", "type": "C", "balance1": "x"}]}"#, problem: "cards[0]: expected a number"
        ),
        Bad(
            text: #"{"coupons": [{"id": "1", "type": "3", "percentage": 100.1}]}"#,
            problem: "coupons[0]: expected an amount or a percentage up to 100"),
        Bad(
            text: #"{"coupons": [{"id": "1", "type": "3", "amount": 1, "percentage": 1}]}"#,
            problem: "coupons[0]: expected an amount or a percentage up to 100"),
        Bad(
            text: #"{"coupons": [{"id": "1", "type": "3", "amount": -1}]}"#,
            problem: "coupons[0]: expected an amount or a percentage up to 100"),
        Bad(text: #"{"customers": [{"id": []}]}"#, problem: "customers[0].id: found array"),
        Bad(text: #"{"couponTypes": [{}]}"#, problem: "couponTypes[0]: found object, expected a code"),
    ])
    func `what is wrong is told with its place`(_ example: Bad) {
        let failure = #expect(throws: Failure.self) {
            _ = try RegisterFile.register(Array(example.text.utf8), name: "r.json")
        }
        #expect(failure?.lines.contains { $0.contains(example.problem) } == true, "\(failure?.lines ?? [])")
    }

    @Test(arguments: [#"[{"code": 7, "level1": "DAIRY"}]"#, #"{"items": [{"code": "7", "level1": "DAIRY"}]}"#])
    func `a catalog is a list of articles, or an envelope of one`(_ text: String) throws {
        var register = Register()
        try RegisterFile.add(catalog: Array(text.utf8), name: "c.json", to: &register)
        #expect(register.articles == ["7": ["code": "7", "level1": "DAIRY"]])
        let failure = #expect(throws: Failure.self) {
            try RegisterFile.add(catalog: Array(#"[{"level1": "X"}]"#.utf8), name: "c.json", to: &register)
        }
        #expect(failure?.lines == ["c.json: items[0].code: it is missing, expected the article's code"])
    }
}
