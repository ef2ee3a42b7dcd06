import Testing

@testable import PromotionLanguage

private let condition = "\(promotionPath).condition"

private let cases: [ProblemCase] = [
    ProblemCase("no JSON", "{", "line 1, column 2: a member name in quotes is expected"),
    ProblemCase("no object", "[]", "found an empty list, expected an object"),
    ProblemCase("nothing in it", "{}", "company: missing, expected a text", "levels: missing, expected a list"),
    ProblemCase(
        "wrong kinds", #"{"company": 2, "levels": {}}"#, "company: found 2, expected a text in quotes",
        "levels: found an object, expected a list"),
    ProblemCase(
        "empty company", mapText(top: #""company": """#), #"company: found "", expected a text that is not empty"#),
    ProblemCase(
        "a level without promotions", mapText(levels: #""levels": [{}, 3]"#),
        "levels[0].promotions: missing, expected a list", "levels[1]: found 3, expected an object"),
    ProblemCase(
        "currency", mapText(more: #""currency": {"decimals": 5, "rounding": "up", "roundat": "line"}"#),
        "currency.decimals: found 5, expected a whole number from 0 to 4",
        #"currency.roundat: unknown field; did you mean "roundAt"?"#),
    ProblemCase(
        "words", mapText(more: #""suggest": "Always", "paymentCalculation": true"#),
        #"suggest: found "Always", expected one of always, byPromotion, never"#,
        "paymentCalculation: found true, expected one of none, onItemsPaid, onPaymentMade"),
    ProblemCase(
        "version", mapText(more: #""version": 0"#),
        "version: found 0, expected a whole number from 1 to 2147483647"),
    ProblemCase(
        "coexistence", mapText(level: #""coexistence": "best""#),
        #"levels[0].coexistence: found "best", expected one of cumulative, first, bestBenefit, bestCombination, option"#
    ),
    ProblemCase(
        "unknown fields, near and far", mapText(level: #""naem": "x", "zebra": 1, "promotion": 2"#),
        #"levels[0].naem: unknown field; did you mean "name"?"#, "levels[0].zebra: unknown field",
        "levels[0].promotion: unknown field"),
    ProblemCase(
        "a strange name", mapText(more: #""a b": 1"#), #"["a b"]: unknown field"#),
    ProblemCase(
        "too many levels",
        mapText(levels: #""levels": [\#(Array(repeating: "{}", count: 21).joined(separator: ","))]"#),
        "levels: found 21 entries, expected at most 20"),
    ProblemCase(
        "promotion",
        mapText(promotion: #""id": "64CD", "code": "\#(String(repeating: "x", count: 201))", "suggest": "yes""#),
        "\(promotionPath).name: missing, expected a text",
        #"\#(promotionPath).id: found "64CD", expected 24 lower-case hexadecimal digits"#,
        #"\#(promotionPath).code: found "\#(String(repeating: "x", count: 60))…", "#
            + "expected a text of at most 200 characters",
        #"\#(promotionPath).suggest: found "yes", expected true or false"#),
    ProblemCase(
        "exclusive", mapText(promotion: #""name": "P", "exclusive": "yes", "reportParticipants": "all""#),
        #"\#(promotionPath).exclusive: found "yes", expected false, true, "benefited" or "transaction""#,
        #"\#(promotionPath).reportParticipants: found "all", expected one of always, not, stock"#),
    ProblemCase(
        "draft", mapText(promotion: #""name": "P", "state": "draft""#),
        #"\#(promotionPath).state: found "draft", expected complete or suspended: only these enter a map"#),
    ProblemCase(
        "approved", mapText(promotion: #""name": "P", "state": "approved""#),
        #"\#(promotionPath).state: found "approved", expected complete or suspended: only these enter a map"#),
    ProblemCase(
        "header", mapText(promotion: #""name": "P", "deploymentChannels": ["tv"], "attributes": {"a": [], "b": 1}"#),
        #"\#(promotionPath).deploymentChannels[0]: found "tv", expected one of pos, twitter, facebook, ecommerce"#,
        "\(promotionPath).attributes.a: found an empty list, expected a text, a number, true or false"),
    ProblemCase(
        "no condition, no benefits", mapText(levels: #""levels": [{"promotions": [{"name": "P", "benefits": []}]}]"#),
        "\(condition): missing, expected an object",
        "\(promotionPath).benefits: found an empty list, expected at least one entry"),
    ProblemCase(
        "benefits missing",
        mapText(levels: #""levels": [{"promotions": [{"name": "P", "condition": {"stores": ["1"]}}]}]"#),
        "\(promotionPath).benefits: missing, expected a list"),
]

private func levels(_ promotions: [String]) -> String {
    #""levels": [{"promotions": [\#(promotions.joined(separator: ", "))]}]"#
}

@Suite("Problems of maps and promotions")
struct MapProblemTests {
    @Test("Each problem has its path, what was found and what is expected", arguments: cases)
    func problem(_ testCase: ProblemCase) {
        #expect(problems(testCase.text) == testCase.problems)
    }

    @Test("Problems come in the order of the document, not of the language")
    func order() {
        let text = """
            {"levels": [{"promotions": [{"benefits": [{"percent": 200, "type": "PercentageDiscount", "unit": 1}],
            "condition": {"composition": [{"max": -1, "min": 0}], "stores": 3}, "code": 1, "nam": "P"}], "name": 1}],
            "version": "x", "company": true}
            """
        let paths = problems(text).map { $0.prefix { $0 != " " } }
        let all = [
            "\(promotionPath).name:", "\(benefitPath).percent:", "\(benefitPath).unit:",
            "\(condition).composition[0].set:", "\(condition).composition[0].element:",
            "\(condition).composition[0].max:", "\(condition).composition[0].min:", "\(condition).stores:",
            "\(promotionPath).code:", "\(promotionPath).nam:", "levels[0].name:", "version:", "company:",
        ]
        #expect(paths.map(String.init) == all)
    }

    @Test("An id stands once in a map, for each of promotions, benefits and limits")
    func duplicateIds() {
        let id = "64cd5282a62e431960edd5d5"
        let limit = #"{"id": "\#(id)", "scope": "store", "type": "benefitAmount", "value": 1}"#
        let promotion = """
            {"id": "\(id)", "name": "P", "condition": {"stores": ["1"]}, "benefits":
            [{"id": "\(id)", "type": "PercentageDiscount", "percent": 1, "limits": [\(limit)]}]}
            """
        #expect(problems(mapText(levels: levels([promotion]))) == [])
        let expected = [".id", ".benefits[0].id", ".benefits[0].limits[0].id"].map { path in
            let place = path.dropLast(3)
            return "levels[0].promotions[1]\(path): found \"\(id)\", expected an id that stands once; "
                + "it is taken by \(promotionPath)\(place)"
        }
        #expect(problems(mapText(levels: levels([promotion, promotion]))) == expected)
    }

    @Test("Every one of very many unknown fields is told")
    func manyUnknown() {
        let fields = (0..<20_000).map { #""field \#($0)": 0"# }.joined(separator: ", ")
        let found = problems(mapText(more: fields))
        #expect(found.count == 20_000)
        #expect(found.last == #"["field 19999"]: unknown field"#)
    }

    @Test("Null is as good as absent, and an empty text where a text is optional")
    func nullsAndEmptyTexts() throws {
        let bare = try document(mapText())
        let nulls = #""name": "P", "code": null, "posMessage": "", "exclusive": null, "state": null, "description": """#
        let same = try document(
            mapText(
                top: #""company": "2", "version": null, "name": "", "currency": null"#, promotion: nulls,
                benefit: #""type": "PercentageDiscount", "percent": 10, "limits": null, "target": null, "steps": null"#)
        )
        #expect(same == bare)
        #expect(problems(mapText(promotion: #""name": null"#)) == ["\(promotionPath).name: missing, expected a text"])
    }
}
