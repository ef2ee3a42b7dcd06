import Promotions
import Testing

@Suite struct ParticipantTests {
    private func text(_ evaluation: Evaluation) -> String {
        evaluation.alternatives[0].grants[0].participants.map {
            let pieces = DecimalText.printShort($0.pieces.units, scale: 3)
            let magnitude = DecimalText.printShort($0.magnitude.units, scale: 3)
            return "\($0.kind.rawValue) \($0.seq) \(pieces) \(magnitude)"
        }.joined(separator: ", ")
    }

    static let basket = ticket(
        line("50", weight: "0.500", ["level1": "PERFUMERY"]), line("12", pieces: 3, ["level1": "CLEANING"])
    )
    .customer().coupon("4", count: 2).coupon("3", count: 5).payment("VISA", "1").card("CLUB")

    /// As sample 14: the voucher and the product it is for.
    @Test func areTheElementsThatMadeSimpleConditionsTrue() {
        let condition = Condition(simple: [
            .having(.coupon, "type", "3"), .having(.item, "level1", "PERFUMERY"), .having(.payment, "code", "VISA"),
            .having(.loyaltyCard, "type", "CLUB"), .having(.customer, "id", "9"), .having(.transaction, "store", "5"),
        ])
        let always = promotion(when: condition, .fixed("5"), report: .always)
        #expect(
            text(Self.basket.under(always))
                == "item 1 1 0.5, coupon 2 1 0, customer 1 1 0, payment 1 1 0, loyaltycard 1 1 0")
        #expect(text(Self.basket.under(promotion(when: condition, .fixed("5"), report: .stock))) == "item 1 1 0.5")
        #expect(text(Self.basket.under(promotion(when: condition, .fixed("5")))) == "")
    }

    /// As sample 11: of five, two pairs take part, and the last is left over.
    @Test func areTheUnitsOfTheSubTickets() {
        let promotion = promotion(when: .combo(2, 2), .percent("50").upTo(1), report: .always)
        let evaluation = prices("10", "8", "6", "4", "3").under(promotion)
        #expect(evaluation.text() == "0 6.00 = 2:4.00 4:2.00")
        #expect(evaluation.alternatives[0].grants[0].benefits[0].base == money("12"))
        #expect(text(evaluation) == "item 1 1 0, item 2 1 0, item 3 1 0, item 4 1 0")
        #expect(text(ticket(line("50", pieces: 5)).under(promotion)) == "item 1 4 0")
    }

    @Test func subTicketsThatGotNothingDoNotCount() {
        let benefit = Benefit.percent("50").upTo(1).limited(.benefitApplicationCount, "1")
        let promotion = promotion(when: .combo(2, 2), benefit, report: .always)
        #expect(text(prices("10", "8", "6", "4", "3").under(promotion)) == "item 1 1 0, item 2 1 0")
    }

    @Test func noElementTakesPartMoreThanWhole() {
        var condition = Condition.combo(2, 2)
        condition.simple = [SimpleCondition(element: .item)]
        var promotion = promotion(when: condition, .percent("50"), report: .always)
        #expect(text(ticket(line("30", pieces: 3), line("1")).under(promotion)) == "item 1 3 0, item 2 1 0")
        promotion.evaluatesConditionInCombo = true
        #expect(text(ticket(line("30", pieces: 3)).under(promotion)) == "item 1 2 0")
    }
}
