import Testing

@testable import Promotions

@Suite struct PlanMatchTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let plan: PaymentPlan
        let payment: Attributes
        let matches: Bool

        init(_ name: String, _ payment: Attributes, _ matches: Bool, _ change: (inout PaymentPlan) -> Void = { _ in }) {
            testDescription = name
            var plan = PaymentPlan()
            change(&plan)
            self.plan = plan
            self.payment = payment
            self.matches = matches
        }
    }

    static let cases = [
        Case("a plan that names nothing", ["code": "VISA", "bank": "33"], true),
        Case("the plan's code", ["code": "VISA"], true) { $0.paymentCode = "VISA,ZETA" },
        Case("another code", ["code": "CASH"], false) { $0.paymentCode = "VISA,ZETA" },
        Case("a payment that sends no code", [:], true) { $0.paymentCode = "VISA" },
        Case("an empty value is none", ["code": ""], true) { $0.paymentCode = "VISA" },
        Case("instalments of a range", ["installments": "4"], true) { $0.installments = "1,3-6" },
        Case("instalments with zeros behind the point", ["installments": "3.000"], true) { $0.installments = "1,3-6" },
        Case("too many instalments", ["installments": "7"], false) { $0.installments = "1,3-6" },
        Case("another type", ["code": "VISA", "type": "DEBIT"], false) { $0.paymentType = "CARD" },
        Case("another plan", ["plan": "2"], false) { $0.plan = "1" },
        Case("another bank", ["bank": "34"], false) { $0.bank = "33" },
        Case("another pocket", ["pocket": "B"], false) { $0.pocket = "A" },
        Case("the pocket", ["pocket": "A"], true) { $0.pocket = "A" },
        Case("everything at once", ["code": "VISA", "type": "CARD", "plan": "1", "bank": "33"], true) {
            ($0.paymentCode, $0.paymentType, $0.plan, $0.bank) = ("VISA", "CARD", "1,2", "30-39")
        },
        Case("one of them fails", ["code": "VISA", "type": "CARD", "plan": "3", "bank": "33"], false) {
            ($0.paymentCode, $0.paymentType, $0.plan, $0.bank) = ("VISA", "CARD", "1,2", "30-39")
        },
        Case("a card of the range", ["prefix": "450012"], true) { $0.prefix = "4000-4999" },
        Case("a card outside it", ["prefix": "500012"], false) { $0.prefix = "4000-4999" },
        Case("an excluded card", ["prefix": "411199"], false) {
            ($0.prefix, $0.excludedPrefix) = ("4000-4999", "4111")
        },
        Case("an excluded card where no prefix is asked for", ["prefix": "4111"], false) { $0.excludedPrefix = "4111" },
        Case("a payment without a prefix is not excluded", [:], true) { $0.excludedPrefix = "4111" },
    ]

    @Test(arguments: cases) func whatBothNameMustAgree(_ testCase: Case) {
        #expect(PlanMatch(testCase.plan).matches(testCase.payment) == testCase.matches)
        // What the plan does not name changes nothing.
        var more = testCase.payment
        more["prefixGroup"] = "9"
        #expect(PlanMatch(testCase.plan).matches(more) == testCase.matches)
    }
}
