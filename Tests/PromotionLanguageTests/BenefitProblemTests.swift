import Testing

@testable import PromotionLanguage

private func percent(_ members: String) -> String {
    mapText(benefit: #""type": "PercentageDiscount", "percent": 10, \#(members)"#)
}
private func limit(_ members: String) -> String { percent(#""limits": [{\#(members)}]"#) }
private let limitPath = "\(benefitPath).limits[0]"

private let kinds: [ProblemCase] = [
    ProblemCase(
        "no type",
        mapText(benefit: #""percent": 10, "limits": [{"scope": "store", "type": "couponCount", "value": 1}]"#),
        "\(benefitPath).type: missing, expected one of PercentageDiscount, FixedDiscount, NewPrice, AgreementDiscount, "
            + "PointsRedemption, CatalogRedemption, RedemptionWithOptions, CalculatedCouponRedemption, "
            + "ExternalBenefit, "
            + "CouponBenefit, CalculatedCouponBenefit, LoyaltyBenefit, FactorLoyaltyBenefit, PercentLoyaltyBenefit, "
            + "GiftBenefit, PaymentPlanBenefit, BankRefundBenefit"),
    ProblemCase(
        "a misspelt field", mapText(benefit: #""type": "PercentageDiscount", "percnt": 10"#),
        "\(benefitPath).percent: missing, expected a number from 0 to 100",
        #"\#(benefitPath).percnt: unknown field; did you mean "percent"?"#),
    ProblemCase(
        "percentages", mapText(benefit: #""type": "AgreementDiscount", "percent": 100.0001, "balance": "3""#),
        "\(benefitPath).percent: found 100.0001, expected a number from 0 to 100",
        #"\#(benefitPath).balance: found "3", expected one of balance1, balance2"#),
    ProblemCase(
        "an amount below zero", mapText(benefit: #""type": "FixedDiscount", "amount": "-0.01", "unit": "kg""#),
        #"\#(benefitPath).amount: found "-0.01", expected a number of 0 or more"#,
        #"\#(benefitPath).unit: found "kg", expected one of qty, magnitude, na"#),
    ProblemCase(
        "exponent", mapText(benefit: #""type": "FixedDiscount", "amount": 5e2"#),
        "\(benefitPath).amount: found 5e2, expected a number without an exponent"),
    ProblemCase(
        "too many decimals", mapText(benefit: #""type": "FixedDiscount", "amount": 0.00001"#),
        "\(benefitPath).amount: found 0.00001, expected a number with at most 4 decimals"),
    ProblemCase(
        "too many digits", mapText(benefit: #""type": "FixedDiscount", "amount": "1234567890123""#),
        #"\#(benefitPath).amount: found "1234567890123", expected a number with at most 12 digits before the point"#),
    ProblemCase(
        "no numbers",
        mapText(benefit: #""type": "FixedDiscount", "amount": "1,50", "minDiscount": "", "maxDiscount": "e""#),
        #"\#(benefitPath).amount: found "1,50", expected a number of 0 or more"#,
        #"\#(benefitPath).minDiscount: found "", expected a number of 0 or more"#,
        #"\#(benefitPath).maxDiscount: found "e", expected a number above 0"#),
    ProblemCase(
        "a field of another type", mapText(benefit: #""type": "NewPrice", "percent": 10"#),
        "\(benefitPath).price: missing, expected a number of 0 or more", "\(benefitPath).percent: unknown field"),
    ProblemCase(
        "points", mapText(benefit: #""type": "PointsRedemption", "factor": 0"#),
        "\(benefitPath).cardType: missing, expected a text", "\(benefitPath).factor: found 0, expected a number above 0"
    ),
    ProblemCase(
        "options",
        mapText(
            benefit: #""type": "RedemptionWithOptions", "options": [{"benefit": "percentageDiscount", "value": 101}]"#),
        "\(benefitPath).options[0].value: found 101, expected a number from 0 to 100"),
    ProblemCase(
        "card points without a card",
        mapText(
            benefit:
                #""type": "RedemptionWithOptions", "options": [{"benefit": "newPrice", "value": 1, "cardPoints": 5}]"#),
        "\(benefitPath).options[0].cardType: missing, expected the type of the card that pays cardPoints"),
    ProblemCase(
        "no options", mapText(benefit: #""type": "RedemptionWithOptions", "options": []"#),
        "\(benefitPath).options: found an empty list, expected at least one entry"),
    ProblemCase(
        "coupons", mapText(benefit: #""type": "CouponBenefit", "couponType": 7, "quantity": 0, "posData": 3"#),
        "\(benefitPath).couponType: found 7, expected a text in quotes",
        "\(benefitPath).quantity: found 0, expected a whole number from 1 to 9999",
        "\(benefitPath).posData: found 3, expected a whole number from 0 to 2"),
    ProblemCase(
        "calculated coupon",
        mapText(benefit: #""type": "CalculatedCouponBenefit", "couponType": "7", "appliesTo": "fixedAmount""#),
        "\(benefitPath).value: missing, expected a number of 0 or more"),
    ProblemCase(
        "payment plan",
        mapText(
            benefit: """
                "type": "PaymentPlanBenefit", "plan": "1,,2", "prefix": "4999-4000", "limitAmount": 0,
                "adjustment": "discount"
                """),
        "\(benefitPath).percent: missing, expected a number from 0 to 100",
        #"\#(benefitPath).plan: found "1,,2", expected codes between the commas"#,
        #"\#(benefitPath).prefix: found "4999-4000", expected ranges whose end is not before their start"#,
        "\(benefitPath).limitAmount: found 0, expected a number above 0"),
    ProblemCase(
        "a refund does not adjust", mapText(benefit: #""type": "BankRefundBenefit", "percent": 5, "adjustment": "na""#),
        "\(benefitPath).adjustment: unknown field"),
    ProblemCase(
        "recovery of what costs nothing",
        mapText(benefit: #""type": "CouponBenefit", "couponType": "7", "recovery": {"value": 1, "type": "a"}"#),
        "\(benefitPath).recovery: unknown field"),
]

private let common: [ProblemCase] = [
    ProblemCase(
        "target", percent(#""target": {}"#), "\(benefitPath).target: found neither, expected set or where"),
    ProblemCase(
        "target of nothing", percent(#""target": {"set": "a", "where": []}"#),
        #"\#(benefitPath).target.set: found "a", expected a set of items, of which there is none"#,
        "\(benefitPath).target.where: found beside set, expected one of set and where"),
    ProblemCase(
        "target that is no set of items",
        mapText(
            condition: """
                "composition": [{"set": "a", "element": "item", "min": 1}, {"set": "c", "element": "coupon", "min": 1},
                {"set": "b", "element": "item", "min": 1}]
                """,
            benefit: #""type": "PercentageDiscount", "percent": 10, "target": {"set": "c"}"#),
        #"\#(benefitPath).target.set: found "c", expected one of a, b"#),
    ProblemCase(
        "max application", percent(#""maxApplication": {"value": 0.5, "measure": "qty"}"#),
        "\(benefitPath).maxApplication.value: found 0.5, expected a whole number above 0"),
    ProblemCase(
        "words",
        percent(#""order": "cheap", "proration": "PROPORTIONAL", "applyOn": "price", "applicationMethod": "sum""#),
        #"\#(benefitPath).order: found "cheap", expected one of MoreExpensiveFirst, LessExpensiveFirst, "#
            + "OneMoreExpensive, OneLessExpensive, AsEntered",
        #"\#(benefitPath).proration: found "PROPORTIONAL", "#
            + "expected one of proportional, mostExpensiveFirst, cheapestFirst",
        #"\#(benefitPath).applyOn: found "price", expected one of originalPrice, benefitedPrice"#,
        #"\#(benefitPath).applicationMethod: found "sum", expected one of resume, lineByLine"#),
    ProblemCase(
        "discounts the wrong way round", percent(#""minDiscount": "2", "maxDiscount": "1.50""#),
        "\(benefitPath).maxDiscount: found 1.5, expected at least minDiscount, 2"),
    ProblemCase(
        "suppliers",
        percent(#""creditProvider": ["0045,amount,50", "0045;amount;50"], "financialProvider": ["1,percentage,101"]"#),
        #"\#(benefitPath).creditProvider[1]: found "0045;amount;50", "#
            + #"expected code,amount|percentage,value such as "0045,amount,50""#,
        #"\#(benefitPath).financialProvider[0]: found "1,percentage,101", "#
            + #"expected code,amount|percentage,value such as "0045,amount,50""#),
    ProblemCase(
        "recovery", percent(#""recovery": {"value": 101, "type": "p"}"#),
        "\(benefitPath).recovery.value: found 101, expected a number from 0 to 100"),
    ProblemCase(
        "steps that do not rise",
        percent(#""steps": {"steps": [{"from": 2, "value": 10}, {"from": 2, "value": 200}, {"value": 1}]}"#),
        "\(benefitPath).steps.steps[1].from: found 2, expected more than the step before, 2",
        "\(benefitPath).steps.steps[1].value: found 200, expected a number from 0 to 100",
        "\(benefitPath).steps.steps[2].from: missing, expected a number of 0 or more"),
    ProblemCase(
        "no steps", percent(#""steps": {"steps": []}"#),
        "\(benefitPath).steps.steps: found an empty list, expected at least one entry"),
    ProblemCase(
        "steps of a type without a value",
        mapText(
            benefit: #""type": "CatalogRedemption", "cardType": "C", "steps": {"steps": [{"from": 1, "value": 1}]}"#),
        "\(benefitPath).steps: found steps, expected none: CatalogRedemption has no value for them to replace"),
    ProblemCase(
        "empty limit", limit(""), "\(limitPath).scope: missing, expected one of retailer, store, customer",
        "\(limitPath).type: missing, expected one of benefitAmount, benefitApplicationCount, benefitedProductCount, "
            + "couponCount, pointsAmount",
        "\(limitPath).value: missing, expected a number of 0 or more"),
    ProblemCase(
        "a day without days", limit(#""scope": "store", "period": "day", "type": "benefitAmount", "value": 1"#),
        "\(limitPath).days: missing, expected a whole number from 1 to 3660"),
    ProblemCase(
        "days without a day", limit(#""scope": "store", "days": 2, "type": "benefitAmount", "value": 1"#),
        "\(limitPath).days: found 2, expected no days: only the period day has them"),
    ProblemCase(
        "counts are whole", limit(#""scope": "store", "type": "benefitApplicationCount", "value": 1.5"#),
        "\(limitPath).value: found 1.5, expected a whole number of 0 or more"),
    ProblemCase(
        "a limit that would never count", limit(#""scope": "store", "type": "couponCount", "value": 1"#),
        #"\#(limitPath).type: found "couponCount", expected a type that PercentageDiscount counts for"#),
    ProblemCase(
        "alarms",
        limit(
            """
            "scope": "store", "type": "benefitAmount", "value": 1,
            "alarms": [{}, {"percent": 101}, {"percent": 0}, {"percent": 1, "value": 1}, {"value": 0}]
            """),
        "\(limitPath).alarms[0].value: missing, expected a number above 0",
        "\(limitPath).alarms[1].percent: found 101, expected a number above 0 and up to 100",
        "\(limitPath).alarms[2].percent: found 0, expected a number above 0 and up to 100",
        "\(limitPath).alarms[3].value: found beside percent, expected one of percent and value",
        "\(limitPath).alarms[4].value: found 0, expected a number above 0"),
]

@Suite("Problems of benefits and limits")
struct BenefitProblemTests {
    @Test("Each problem has its path, what was found and what is expected", arguments: kinds + common)
    func problem(_ testCase: ProblemCase) {
        #expect(problems(testCase.text) == testCase.problems)
    }
}
