import Testing

@testable import PromotionLanguage

private let condition = "\(promotionPath).condition"

private func simple(_ members: String) -> String { mapText(condition: #""simple": [{\#(members)}]"#) }
private func set(_ members: String) -> String { mapText(condition: #""composition": [{\#(members)}]"#) }
private func group(_ element: String, _ members: String) -> String {
    simple(#""element": "\#(element)", "group": {\#(members)}"#)
}
private let noPart =
    "\(condition): found no part, expected at least one of dateTimeRanges, hourIntervals, frequency, stores, "
    + "channels, simple, composition"

private let cases: [ProblemCase] = [
    ProblemCase("empty", mapText(condition: ""), noPart),
    ProblemCase("empty lists", mapText(condition: #""stores": [], "simple": null, "frequency": """#), noPart),
    ProblemCase(
        "places", mapText(condition: #""stores": [1, ""], "channels": "pos""#),
        "\(condition).stores[0]: found 1, expected a text in quotes",
        #"\#(condition).stores[1]: found "", expected a text that is not empty"#,
        #"\#(condition).channels: found "pos", expected a list"#),
    ProblemCase(
        "element", simple(#""element": "items""#),
        #"\#(condition).simple[0].element: found "items", "#
            + "expected one of item, coupon, customer, payment, loyaltycard, transaction"),
    ProblemCase(
        "filters", simple(#""element": "item", "where": [{"operator": "like", "values": []}, {"attribut": "a"}]"#),
        "\(condition).simple[0].where[0].attribute: missing, expected a text",
        #"\#(condition).simple[0].where[0].operator: found "like", expected one of equal, different, in, notIn, "#
            + "greater, greaterOrEqual, less, lessOrEqual, startsWith",
        "\(condition).simple[0].where[0].values: found an empty list, expected at least one entry",
        "\(condition).simple[0].where[1].attribute: missing, expected a text",
        "\(condition).simple[0].where[1].operator: missing, expected one of equal, different, in, notIn, "
            + "greater, greaterOrEqual, less, lessOrEqual, startsWith",
        "\(condition).simple[0].where[1].values: missing, expected a list",
        #"\#(condition).simple[0].where[1].attribut: unknown field; did you mean "attribute"?"#),
    ProblemCase(
        "values",
        simple(#""element": "item", "where": [{"attribute": "a", "operator": "in", "values": ["", 1e3, [], null]}]"#),
        #"\#(condition).simple[0].where[0].values[0]: found "", expected a text that is not empty"#,
        "\(condition).simple[0].where[0].values[1]: found 1e3, expected a number without an exponent",
        "\(condition).simple[0].where[0].values[2]: found an empty list, expected a text, a number, true or false",
        "\(condition).simple[0].where[0].values[3]: found null, expected a text, a number, true or false"),
    ProblemCase(
        "group measure", group("item", #""measure": "amount", "operator": "equal", "value": 1"#),
        #"\#(condition).simple[0].group.measure: found "amount", expected one of qty, magnitude, xprice, distinct"#),
    ProblemCase(
        "full payment of items", group("item", #""measure": "fullPayment""#),
        #"\#(condition).simple[0].group.measure: found "fullPayment", expected one of qty, magnitude, xprice, distinct"#
    ),
    ProblemCase(
        "group of the transaction", group("transaction", #""measure": "qty""#),
        "\(condition).simple[0].group: found a group, expected none: a transaction has nothing to sum"),
    ProblemCase(
        "group operator", group("item", #""measure": "qty", "operator": "startsWith", "value": 1"#),
        #"\#(condition).simple[0].group.operator: found "startsWith", "#
            + "expected one of equal, greater, greaterOrEqual, less, lessOrEqual"),
    ProblemCase(
        "group value", group("item", #""measure": "qty", "operator": "less", "value": "1.2345""#),
        #"\#(condition).simple[0].group.value: found "1.2345", expected a number with at most 3 decimals"#),
    ProblemCase(
        "different codes are whole", group("item", #""measure": "distinct", "operator": "less", "value": 1.5"#),
        "\(condition).simple[0].group.value: found 1.5, expected a number of 0 or more"),
    ProblemCase(
        "group price base",
        group("item", #""measure": "qty", "operator": "less", "value": 1, "applyOn": "benefitedPrice""#),
        #"\#(condition).simple[0].group.applyOn: found "benefitedPrice", "#
            + "expected originalPrice: only xprice has another"),
    ProblemCase(
        "set of transactions", set(#""set": "a", "element": "transaction", "min": 1"#),
        #"\#(condition).composition[0].element: found "transaction", "#
            + "expected one of item, coupon, customer, payment, loyaltycard"),
    ProblemCase(
        "set measure", set(#""set": "a", "element": "coupon", "min": 1.5, "measure": "xprice""#),
        #"\#(condition).composition[0].measure: found "xprice", expected one of qty, amount"#),
    ProblemCase(
        "pieces are whole", set(#""set": "a", "element": "item", "min": 1.5"#),
        "\(condition).composition[0].min: found 1.5, expected a whole number above 0"),
    ProblemCase(
        "min of zero, max below min", set(#""set": "a", "element": "item", "min": 0, "max": 0, "limit": 0"#),
        "\(condition).composition[0].min: found 0, expected a whole number above 0",
        "\(condition).composition[0].max: found 0, expected a whole number above 0",
        "\(condition).composition[0].limit: found 0, expected a whole number from 1 to 2147483647"),
    ProblemCase(
        "max below min", set(#""set": "a", "element": "item", "min": 2.5, "max": 2.25, "measure": "magnitude""#),
        "\(condition).composition[0].max: found 2.25, expected at least min, which is 2.5"),
    ProblemCase(
        "order", set(#""set": "a", "element": "item", "min": 1, "order": "lessExpensiveFirst""#),
        #"\#(condition).composition[0].order: found "lessExpensiveFirst", expected one of MoreExpensiveFirst, "#
            + "LessExpensiveFirst, OneMoreExpensive, OneLessExpensive, AsEntered"),
    ProblemCase(
        "set names",
        mapText(
            condition: """
                "composition": [{"set": "a", "element": "item", "min": 1}, {"set": "a", "element": "item", "min": 1}]
                """),
        #"\#(condition).composition[1].set: found "a", expected a name of its own; composition[0] has it"#),
    ProblemCase(
        "times",
        mapText(
            condition: """
                "dateTimeRanges": ["30/02/2020 10:30, 01/01/2020 00:00", "02/07/2020 02:30 - 30/05/2020 10:30", ""],
                "hourIntervals": "08:00-24:00", "frequency": "31/03/2020 3s(8)"
                """),
        #"\#(condition).dateTimeRanges[0]: found "30/02/2020 10:30", "#
            + "expected dd/MM/yyyy HH:mm or dd/MM/yyyy HH:mm - dd/MM/yyyy HH:mm",
        #"\#(condition).dateTimeRanges[1]: found "02/07/2020 02:30 - 30/05/2020 10:30", "#
            + "expected an end that is not before the start",
        #"\#(condition).dateTimeRanges[2]: found "", "#
            + "expected dd/MM/yyyy HH:mm or dd/MM/yyyy HH:mm - dd/MM/yyyy HH:mm",
        #"\#(condition).hourIntervals: found "08:00-24:00", expected HH:mm-HH:mm"#,
        #"\#(condition).frequency: found "31/03/2020 3s(8)", "#
            + "expected dd/MM/yyyy Nd or dd/MM/yyyy Ns(d,d) with days 1 (Sunday) to 7"),
    ProblemCase(
        "times that are no texts", mapText(condition: #""dateTimeRanges": [1], "frequency": {}, "hourIntervals": 5"#),
        "\(condition).dateTimeRanges[0]: found 1, expected a text in quotes",
        "\(condition).frequency: found an object, expected a text in quotes",
        "\(condition).hourIntervals: found 5, expected a list"),
]

@Suite("Problems of conditions")
struct ConditionProblemTests {
    @Test("Each problem has its path, what was found and what is expected", arguments: cases)
    func problem(_ testCase: ProblemCase) {
        #expect(problems(testCase.text) == testCase.problems)
    }
}
