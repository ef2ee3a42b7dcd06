import Promotions
import Testing

@Suite struct StepsTests {
    static let steps = Benefit.Steps(steps: [
        .init(from: 1_000, value: decimal("10")), .init(from: 2_000, value: decimal("30")),
        .init(from: 3_000, value: decimal("50")),
    ])
    static let stepped = Benefit.percent("5").with { $0.steps = steps }

    private func total(_ ticket: Ticket, _ promotion: Promotion) -> String {
        ticket.under(promotion).alternatives[0].total.text
    }

    @Test func exampleA() {
        let promotion = promotion(when: .combo(1, 3), Self.stepped.upTo(1))
        #expect(total(ticket(line("70", pieces: 7)), promotion) == "11.00")
        #expect(total(prices("10", "10", "10", "10", "10", "10", "10"), promotion) == "11.00")
        #expect(total(prices("10", "8"), promotion) == "2.40")
        #expect(total(prices("10"), promotion) == "1.00")
    }

    @Test func exampleB() {
        let promotion = promotion(when: .combo(1, 3, limit: 3), Self.stepped)
        #expect(total(prices("10", "8"), promotion) == "5.40")
        #expect(total(ticket(line("70", pieces: 7)), promotion) == "31.00")
    }

    @Test func withoutACombinationTheTargetIsMeasured() {
        let stepped = Self.stepped.with { $0.target = .filters([Filter("level1", .equal, ["X"])]) }
        let ticket = ticket(line("10", ["level1": "X"]), line("8", ["level1": "X"]), line("6"))
        #expect(ticket.under(stepped.upTo(1)).shares == "2:2.40")
    }

    @Test func belowTheFirstThresholdTheOwnValueHolds() {
        let steps = Benefit.Steps(
            measure: .price,
            steps: [
                .init(from: decimal("50"), value: decimal("20")), .init(from: decimal("100"), value: decimal("40")),
            ])
        let benefit = Benefit.percent("10").with { $0.steps = steps }
        for (price, value) in [("49.99", "5.00"), ("50", "10.00"), ("99.99", "20.00"), ("100", "40.00")] {
            #expect(prices(price).under(benefit).alternatives[0].total.text == value)
        }
    }

    @Test func weightIsMeasuredToo() {
        let steps = Benefit.Steps(measure: .magnitude, steps: [.init(from: 2_000, value: decimal("50"))])
        let benefit = Benefit.percent("10").with { $0.steps = steps }
        #expect(ticket(line("10", weight: "1.999")).under(benefit).shares == "1:1.00")
        #expect(
            ticket(line("10", weight: "1.500"), line("10", weight: "0.500")).under(benefit).shares == "1:5.00 2:5.00")
    }

    @Test func countsAreSteppedAsWell() {
        let benefit = Benefit.coupons().with {
            $0.steps = Benefit.Steps(steps: [.init(from: 3_000, value: decimal("2"))])
        }
        #expect(prices("1", "1").under(benefit).text() == "0 0.00 qty 1 = 1:0.00 2:0.00")
        #expect(ticket(line("3", pieces: 3)).under(benefit).text() == "0 0.00 qty 2 = 1:0.00")
    }

    @Test func theNominalIsTheStepsWhereAllApplicationsUsedTheSame() {
        let promotion = promotion(when: .combo(1, 3), Self.stepped)
        func nominal(_ pieces: Int) -> Int128? {
            ticket(line("70", pieces: pieces)).under(promotion).alternatives[0].grants[0].benefits[0].nominal
        }
        #expect(nominal(6) == decimal("50"))
        #expect(nominal(2) == decimal("30"))
        #expect(nominal(7) == decimal("5"))
    }
}
