import Promotions
import Testing

@testable import Messages

@Suite struct PlanFieldsTests {
    private static let plan: PaymentPlan = {
        var plan = PaymentPlan()
        (plan.paymentCode, plan.paymentType, plan.plan, plan.installments) = ("VISA, ZETA", "CARD", "1,2", "1-3")
        (plan.bank, plan.prefix, plan.excludedPrefix, plan.pocket) = ("33", "4000-4999", "4111,4112", "A")
        (plan.percent, plan.limitAmount) = (125_000, Money(whole: 50))
        return plan
    }()

    private static func grant(_ payment: PaymentUse?) -> BenefitGrant {
        BenefitGrant(
            benefit: 0, order: 1, base: Money(whole: 50), value: .zero, nominal: 125_000, shares: [], payment: payment)
    }

    private static func fields(_ kind: BenefitKind, _ payment: PaymentUse?) -> [String: String] {
        let fields = BenefitFields.own(grant(payment), kind, Figures(nil))
        let names = fields.map(\.name.description)
        #expect(names == names.sorted())
        return Dictionary(uniqueKeysWithValues: zip(names, fields.map { printed($0.value) }))
    }

    private static func printed(_ value: BenefitFields.Value) -> String {
        switch value {
        case .text(let text): return text
        case .whole(let number): return String(number)
        case .figure(let figure):
            var writer = ByteWriter(expecting: 0)
            figure.append(to: &writer)
            return writer.text
        }
    }

    @Test func `an offer shows what the plan lists`() {
        var plan = Self.plan
        plan.adjustment = .discount
        #expect(
            Self.fields(.paymentPlan(plan), nil) == [
                "bank": "33", "excludedPrefix": "4111|4112", "installments": "1-3", "limitAmount": "50.00",
                "paymentAmount": "0.00", "percent": "12.50", "percenttype": "discount", "planId": "1|2", "pocket": "A",
                "prefix": "4000-4999", "tender": "VISA|ZETA", "type": "CARD",
            ])
    }

    @Test func `a payment shows what it sent, and the plan's list for the rest`() {
        var plan = Self.plan
        (plan.adjustment, plan.prefix, plan.excludedPrefix, plan.pocket, plan.limitAmount) = (
            .surcharge, "", "", "", nil
        )
        let payment = PaymentUse(
            seq: 3, attributes: ["code": "ZETA", "installments": "2", "plan": "", "pocket": "A"],
            charged: Money(units: 1_125_000))
        #expect(
            Self.fields(.paymentPlan(plan), payment) == [
                "bank": "33", "installments": "2", "paymentAmount": "112.50", "paymentSeq": "3", "percent": "12.50",
                "percenttype": "surcharge", "planId": "1|2", "tender": "ZETA", "type": "CARD",
            ])
    }

    @Test func `a refund says what the bank pays back`() {
        let payment = PaymentUse(
            seq: 1, attributes: ["code": "VISA"], charged: Money(whole: 50), refund: Money(units: 62_500))
        let used = Self.fields(.bankRefund(Self.plan), payment)
        #expect(used.count == 13)
        #expect(PlanFields.refund(Self.grant(payment), Self.plan, Figures(nil)).count == 13)
        #expect(used["refundAmount"] == "6.25" && used["paymentAmount"] == "50.00" && used["percenttype"] == nil)
        let offered = Self.fields(.bankRefund(Self.plan), nil)
        #expect(offered["refundAmount"] == "0.00" && offered["paymentSeq"] == nil)
    }
}
