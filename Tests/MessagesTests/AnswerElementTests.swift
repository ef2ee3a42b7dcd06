@testable import Messages
import Promotions
import Testing

@Suite struct AnswerElementTests {
    private let figures = Figures(nil)

    private func loyalty(_ report: LoyaltyReport) -> [String] {
        written { LoyaltyElement.write(report, figures, to: &$0) }
    }

    @Test func `loyalty has its four wrappers, whatever is in them`() {
        #expect(
            loyalty(LoyaltyReport()) == [
                "<loyalty>", "<loyaltycards/>", "<coupons/>", "<errors/>", "<customers/>", "</loyalty>",
            ])
    }

    @Test func `what the engine does not know is a dash`() {
        let report = LoyaltyReport(
            cards: [.checked(ack: .cardNotFound, balance: .zero, number: "1", seq: 2, type: nil)],
            coupons: [.checked(ack: .couponNotFound, barcode: "9", couponId: nil, seq: 3)])
        let lines = loyalty(report)
        #expect(lines.contains(#"<loyaltycard ack="9500" balance="0.00" number="1" seq="2" type="-"/>"#))
        #expect(lines.contains(#"<coupon ack="9101" barcode="9" couponId="-" seq="3"/>"#))
        #expect(lines.count == 10)
    }

    @Test func `a debit is negative, a coupon without end has an empty last day`() throws {
        let day = try #require(LocalDate(year: 2023, month: 8, day: 7))
        let report = LoyaltyReport(
            cards: [.moved(balance: Money(whole: 5), number: "1", points: Money(whole: -2), type: "CLUB")],
            coupons: [
                .issued(amount: Money(units: 55_555), barcode: "9", couponId: "7", validFrom: day, validTo: nil)
            ])
        let lines = loyalty(report)
        #expect(lines.contains(#"<loyaltycard balance="5.00" number="1" points="-2.00" type="CLUB"/>"#))
        #expect(
            lines.contains(#"<coupon amount="5.56" barcode="9" couponId="7" validFrom="2023-08-07" validTo=""/>"#))
    }

    @Test func `a refund adds up its lines`() throws {
        let lines = [1, 2].map { seq in
            Refund.Line(
                seq: seq, pieces: Quantity(whole: 1), magnitude: Quantity(units: 500), price: Money(whole: 10 * seq),
                value: Money(whole: seq), reprice: Money(whole: -seq))
        }
        let refund = Refund(lines: lines)
        #expect(refund.paid == lines.reduce(.zero) { $0 + $1.paid })
        let shown = written { RefundElement.write(refund, figures, to: &$0) }
        #expect(shown.first == #"<refund paid="27.00" reprice="-3.00">"#)
        #expect(
            shown.dropLast().last == #"<item magnitude="0.500" paid="18.00" qty="1.000" reprice="-2.00" seq="2""#
                + #" value="2.00" xprice="20.00"/>"#)
    }

    @Test func `an error about an attribute names it`() {
        let error = AnswerError(attribute: "qty", text: "no", seq: 2, type: "item-add")
        #expect(
            written { ErrorElements.write([error], to: &$0) }
                == ["<errors>", #"<error ack="3" info="qty: no" seq="2" type="item-add"/>"#, "</errors>"])
    }

    @Test func `limits print what they count`() {
        let limits = [Limit.Kind.benefitAmount, .couponCount].enumerated().map { index, kind in
            Limit(id: "l\(index)", scope: .store, kind: kind, value: 50_000)
        }
        let benefit = Benefit(id: "b", kind: .gift(giftId: "", giftType: "", quantity: 1), limits: limits)
        let promotion = Promotion(id: "a", name: "A", condition: Condition(), benefits: [benefit])
        var answer = Answer(to: Echo())
        answer.map = CompiledMap(
            PromotionMap(company: "2", currency: Currency(decimals: 0), levels: [Level(promotions: [promotion])]))
        answer.limitBalances = [LimitBalance(limit: 0, amount: 10_000), LimitBalance(limit: 1, amount: 20_000)]
        let shown = String(decoding: AnswerContents(answer).write(.xml), as: UTF8.self)
        #expect(
            shown.hasSuffix(
                """
                  <limitBalances>
                    <limit amount="1" id="l0" max="5" promotionName="a"/>
                    <limit amount="2.00" id="l1" max="5.00" promotionName="a"/>
                  </limitBalances>
                </message>

                """))
    }
}
