import Messages
import Promotions

/// An answer described by hand, and the sample that it must be written as.
struct SampleAnswer: Sendable, CustomStringConvertible {
    var name: String
    var answer: Answer
    var hasJSON: Bool
    var description: String { name }

    init(_ name: String, _ answer: Answer, hasJSON: Bool = false) {
        self.name = name
        self.answer = answer
        self.hasJSON = hasJSON
    }

    static let all = limits + tickets + payments + options + lifeCycle + returns + refusals

    // MARK: Parts

    static func answer(
        store: String = "5", _ terminal: String, _ messageId: Int, _ change: (inout Answer) -> Void = { _ in }
    ) -> Answer {
        let echo = Echo(companyId: "2", store: store, terminal: terminal, messageId: messageId)
        var answer = Answer(to: echo)
        answer.mapVersion = store == "3" ? 76 : 77
        answer.map = store == "3" ? SampleMaps.map76 : SampleMaps.map77
        change(&answer)
        return answer
    }

    static func share(_ seq: Int, _ price: Int, _ value: Int = 0, pieces: Int = 1) -> Share {
        Share(
            seq: seq, pieces: Quantity(whole: pieces), magnitude: .zero, price: Money(whole: price),
            value: Money(whole: value))
    }

    private static func participant(_ kind: ElementKind, _ seq: Int) -> Participant {
        Participant(kind: kind, seq: seq, pieces: Quantity(whole: 1), magnitude: .zero)
    }

    static func discount(
        _ order: Int, base: Int, nominal: Int, _ shares: [Share], isCut: Bool = false
    ) -> BenefitGrant {
        BenefitGrant(
            benefit: 0, order: order, base: Money(whole: base), value: shares.reduce(.zero) { $0 + $1.value },
            isCut: isCut, nominal: Int128(nominal) * Money.unitsPerWhole, shares: shares)
    }

    // MARK: Answers

    private static func limited(price: Int, value: Int, left: Int) -> Answer {
        answer(store: "3", "1", 1) { answer in
            let grant = discount(
                1, base: price, nominal: 30, [share(1, price, value)], isCut: value * 10 < price * 3)
            answer.alternatives = [Alternative(grants: [Grant(promotion: 0, benefits: [grant])])]
            answer.limitBalances = [LimitBalance(limit: 0, amount: Money(whole: left).units)]
        }
    }

    private static let limits = [
        SampleAnswer("01-limit-first", limited(price: 4_000, value: 1_200, left: 3_800)),
        SampleAnswer("02-limit-second", limited(price: 500, value: 150, left: 3_650)),
        SampleAnswer("03-limit-cut", limited(price: 15_000, value: 3_650, left: 0)),
        SampleAnswer(
            "05-limit-exhausted",
            answer(store: "3", "1", 1) {
                $0.alternatives = [Alternative()]
                $0.limitBalances = [LimitBalance(limit: 0, amount: 0)]
            }),
        SampleAnswer(
            "06-limit-explained",
            answer(store: "3", "1", 2) {
                $0.verdicts = [
                    Verdict(.limited, .limitExhausted, needed: "90.00", observed: "0.00", scope: .customer)
                ]
            }),
    ]

    private static let couponGrant = Grant(
        promotion: 2,
        benefits: [
            BenefitGrant(
                benefit: 0, order: 1, base: Money(whole: 12), value: .zero, quantity: 1,
                shares: [share(2, 12, pieces: 3)])
        ])
    private static let pointsGrant = Grant(
        promotion: 3,
        benefits: [
            BenefitGrant(
                benefit: 0, order: 2, base: Money(whole: 12), value: .zero, nominal: 50_000, points: Money(whole: 15),
                cardSeq: 1, shares: [share(2, 12, pieces: 3)])
        ])
    private static let perfumeGrant = Grant(
        promotion: 1, benefits: [discount(1, base: 50, nominal: 5, [share(1, 50, 5)])],
        // Kinds out of order: the answer puts items first.
        participants: [participant(.coupon, 1), participant(.item, 1)])

    private static func moved(_ grant: Grant, to order: Int) -> Grant {
        var grant = grant
        grant.benefits[0].order = order
        return grant
    }

    private static let tickets = [
        SampleAnswer(
            "10-suggestion",
            answer("1", 1) {
                $0.suggestions = [
                    Suggestion(
                        promotion: 0, lines: [1], text: "Take one more dairy product: the second is half price",
                        missing: [Missing(.set("dairy"), .sum(.qty), 1_000)], saving: Money(whole: 5))
                ]
            }, hasJSON: true),
        SampleAnswer(
            "11-combo",
            answer("1", 2) {
                let grant = discount(1, base: 12, nominal: 50, [share(2, 8, 4), share(4, 4, 2)])
                let participants = (1...4).map { participant(.item, $0) }
                $0.alternatives = [
                    Alternative(grants: [Grant(promotion: 0, benefits: [grant], participants: participants)])
                ]
            }, hasJSON: true),
        SampleAnswer(
            "12-ticket-open", answer("2", 1) { $0.alternatives = [Alternative(grants: [couponGrant, pointsGrant])] }),
        SampleAnswer(
            "14-ticket-coupon-typed",
            answer("2", 3) {
                $0.alternatives = [
                    Alternative(grants: [perfumeGrant, moved(couponGrant, to: 2), moved(pointsGrant, to: 3)])
                ]
            }),
        SampleAnswer(
            "15-rival-coupon", answer("6", 1) { $0.alternatives = [Alternative(grants: [perfumeGrant])] }),
    ]

    private static let tenOff = Alternative(
        grants: [Grant(promotion: 6, benefits: [discount(1, base: 40, nominal: 10, [share(1, 40, 10)])])], choice: [6])
    private static let mug = Alternative(
        grants: [
            Grant(
                promotion: 7,
                benefits: [
                    BenefitGrant(
                        benefit: 0, order: 1, base: Money(whole: 40), value: .zero, quantity: 1, shares: [share(1, 40)])
                ])
        ], choice: [7])

    private static let noMatch = Verdict(.notApplied, .noMatch)
    private static let options = [
        SampleAnswer("24-options", answer("4", 1) { $0.alternatives = [tenOff, mug] }),
        SampleAnswer(
            "25-option-chosen",
            answer("4", 2) {
                $0.alternatives = [mug]
                $0.verdicts =
                    Array(repeating: noMatch, count: 6) + [
                        Verdict(.excluded, .optionNotChosen, observed: "64d0a70000000000000000a8"),
                        Verdict(.applied, .ok), noMatch,
                    ]
            }),
        SampleAnswer(
            "30-explain",
            answer("7", 1) {
                $0.verdicts =
                    [
                        Verdict(.notApplied, .comboMin, needed: "2", observed: "1"),
                        Verdict(.notApplied, .conditionCoupon, needed: "type = 3", observed: "none"),
                        Verdict(.notApplied, .conditionItem, needed: "qty >= 3", observed: "2"),
                        Verdict(.notApplied, .conditionCard, needed: "type = CLUB", observed: "none"),
                    ] + Array(repeating: noMatch, count: 5)
            }),
    ]
}
