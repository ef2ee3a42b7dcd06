import Promotions
import Testing

/// Every reason of the closed list, and which one is told where several hold.
@Suite struct ReasonTests {
    /// One promotion for each reason, on one ticket.
    static let map: PromotionMap = {
        var suspended = promotion("SUSPENDED", .gift())
        suspended.state = .suspended
        let past = DateTimeRange(start: moment("2020-01-01 00:00"), end: moment("2020-01-02 00:00"))
        let anchor = Frequency(anchor: day("2023-08-06"), rhythm: .days(2))
        func simple(_ kind: ElementKind) -> Condition { Condition(simple: [.having(kind, "type", "none")] + any) }
        func when(_ change: (inout Condition) -> Void) -> Condition {
            var condition = Condition(simple: any)
            change(&condition)
            return condition
        }
        let any = [SimpleCondition(element: .item)]
        let target = Benefit.percent("10").with { $0.target = .filters([Filter("code", .equal, ["none"])]) }
        return PromotionMap(
            company: "2",
            levels: [
                Level(promotions: [
                    suspended, promotion("NO_MATCH", when: .level("none"), .gift()),
                    promotion("DATE", when: when { $0.dateTimeRanges = [past] }, .gift()),
                    promotion("HOURS", when: when { $0.hourIntervals = [HourInterval(start: 0, end: 1)] }, .gift()),
                    promotion("FREQUENCY", when: when { $0.frequency = anchor }, .gift()),
                    promotion("EXCLUSION_DATE", .gift()),
                    promotion("CHANNEL", when: when { $0.channels = ["web"] }, .gift()),
                    promotion("STORE", when: when { $0.stores = ["99"] }, .gift()),
                    promotion("CONDITION_TRANSACTION", when: simple(.transaction), .gift()),
                    promotion("CONDITION_ITEM", when: simple(.item), .gift()),
                    promotion("CONDITION_COUPON", when: simple(.coupon), .gift()),
                    promotion("CONDITION_CUSTOMER", when: simple(.customer), .gift()),
                    promotion("CONDITION_PAYMENT", when: simple(.payment), .gift()),
                    promotion("CONDITION_CARD", when: simple(.loyaltyCard), .gift()),
                    promotion("COMBO_MIN", when: .combo(9), .gift()), promotion("NO_TARGET", target),
                    promotion("NO_CARD", .points("1")),
                    promotion("NO_CUSTOMER", Benefit.gift().limited(.couponCount, "1", .customer)),
                    promotion("NO_GAIN", .newPrice("99")),
                    promotion("MIN_DISCOUNT", .fixed("1").with { $0.minDiscount = money("2") }),
                    promotion("LIMIT_CUT", .fixed("2").limited(.benefitAmount, "1")),
                    promotion("LIMIT_EXHAUSTED", .fixed("2").limited(.benefitAmount, "0")),
                ]),
                Level(
                    coexistence: .option,
                    promotions: [promotion("OPTION_NOT_CHOSEN", .gift()), promotion("OK", .gift())]),
                Level(
                    coexistence: .bestBenefit,
                    promotions: [promotion("LOST_TO_BETTER", .gift()), promotion("OK", .fixed("1"))]),
                Level(promotions: [
                    promotion("OK", when: .level("X"), .percent("10").with { $0.applyOn = .originalPrice }),
                    promotion("OK", when: .combo(1, 1), .gift(), exclusive: .none),
                ]),
                Level(promotions: [promotion("EXCLUSIVE_USED", .percent("10"), exclusive: .units)]),
            ])
    }()

    static func explain(_ ticket: Ticket) -> Evaluation {
        let exclusions: Set = [
            ExclusionDate(store: "5", promotionName: "EXCLUSION_DATE", day: day("2023-08-07"))
        ]
        return CompiledMap(map).evaluate(
            EvaluationInput(ticket: ticket, exclusions: exclusions, choice: [23], explains: true))
    }

    static let basket = ticket(line("50", ["level1": "X"]), line("50"))

    @Test func everyReasonIsTold() {
        let verdicts = Self.explain(Self.basket).verdicts
        let names = Self.map.levels.flatMap(\.promotions).map(\.name)
        #expect(verdicts.map(\.reason.rawValue) == names)
        #expect(Set(verdicts.map(\.reason)) == Set(Verdict.Reason.allCases))
        for verdict in verdicts {
            let expected: Verdict.Outcome =
                switch verdict.reason {
                case .ok: .applied
                case .limitCut, .limitExhausted: .limited
                case .exclusiveUsed, .lostToBetter, .optionNotChosen: .excluded
                default: .notApplied
                }
            #expect(verdict.outcome == expected)
        }
    }

    /// Parts that fail, all at once, are told in the order of the list: taking the first away tells the next.
    @Test func theFirstOfTheListIsTold() {
        var promotion = promotion("P", .points("1").limited(.pointsAmount, "1", .customer))
        promotion.state = .suspended
        promotion.condition = Condition(
            dateTimeRanges: [DateTimeRange(start: moment("2099-01-01 00:00"))],
            hourIntervals: [HourInterval(start: 0, end: 1)],
            frequency: Frequency(anchor: day("2099-01-01"), rhythm: .days(1)), stores: ["99"], channels: ["web"],
            simple: [.having(.item, "level1", "none"), .having(.coupon, "type", "none")])
        var reasons: [Verdict.Reason] = []
        func note() { reasons.append(Self.basket.under(promotion).verdicts[0].reason) }
        note()
        promotion.state = .complete
        note()
        promotion.condition.simple.append(SimpleCondition(element: .item))
        note()
        promotion.condition.dateTimeRanges = []
        note()
        promotion.condition.hourIntervals = []
        note()
        promotion.condition.frequency = nil
        note()
        promotion.condition.channels = []
        note()
        promotion.condition.stores = []
        note()
        promotion.condition.simple.removeFirst()
        note()
        promotion.condition = .combo(9)
        note()
        promotion.condition = .combo(1)
        promotion.benefits[0].target = .filters([Filter("code", .equal, ["none"])])
        note()
        promotion.benefits[0].target = .conditioned
        note()
        promotion.benefits[0].kind = .newPrice(price: money("99"), unit: .qty)
        note()
        promotion.benefits[0].limits = []
        note()
        #expect(
            reasons == [
                .suspended, .noMatch, .date, .hours, .frequency, .channel, .store, .conditionItem, .conditionCoupon,
                .comboMin, .noTarget, .noCard, .noCustomer, .noGain,
            ])
    }

    @Test func ofSeveralBenefitsTheOneNearestToGrantingIsTold() {
        let exhausted = Benefit.fixed("1").limited(.benefitAmount, "0")
        let noTarget = Benefit.percent("10").with { $0.target = .filters([Filter("code", .equal, ["none"])]) }
        func reason(_ benefits: Benefit...) -> Verdict {
            Self.basket.under(
                Promotion(id: "P", name: "P", condition: .anyItem, benefits: benefits)
            ).verdicts[0]
        }
        #expect(reason(.newPrice("99"), .points("1")).reason == .noCard)
        #expect(reason(.newPrice("99"), noTarget).reason == .noTarget)
        #expect(reason(.points("1"), exhausted).reason == .limitExhausted)
        #expect(reason(.points("1"), .gift()).reason == .ok)
        // Something was granted, so the promotion is cut, not exhausted.
        #expect(
            reason(.gift(), exhausted)
                == Verdict(.limited, .limitCut, needed: "1.00", observed: "0.00", scope: .retailer))
    }

    @Test func textsAreMadeForThoseWhoAsk() {
        let map = CompiledMap(Self.map)
        let quiet = map.evaluate(EvaluationInput(ticket: Self.basket))
        #expect(quiet.verdicts.isEmpty && quiet.limitBalances.isEmpty)
    }
}
