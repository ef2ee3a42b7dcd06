import Promotions

/// The maps of the samples, as far as answers show them: names, ids, benefits and limits, but no conditions.
enum SampleMaps {
    /// 30 % off everything, limited for each customer.
    static let map76 = CompiledMap(
        PromotionMap(
            company: "2", version: 76,
            levels: [
                Level(promotions: [
                    Promotion(
                        id: "64cd5282a62e431960edd5d5", name: "Promo Descuentos", condition: Condition(),
                        benefits: [
                            Benefit(
                                id: "64cd52b6a62e431960edd5dd",
                                kind: .percentageDiscount(percent: 300_000, unit: .qty),
                                limits: [
                                    Limit(
                                        id: "64cd52b6a62e431960edd5de", scope: .customer, kind: .benefitAmount,
                                        value: 50_000_000)
                                ])
                        ])
                ])
            ]))

    /// Nine promotions on three levels.
    static let map77: CompiledMap = {
        var twenty = PaymentPlan()
        (twenty.paymentCode, twenty.paymentType, twenty.plan, twenty.installments) = ("VISA", "CARD", "1", "1")
        (twenty.adjustment, twenty.percent, twenty.limitAmount) = (.discount, 200_000, Money(whole: 50))
        var ten = twenty
        (ten.percent, ten.limitAmount) = (100_000, nil)
        let promotions: [(String, BenefitKind)] = [
            ("Second dairy at half price", .percentageDiscount(percent: 500_000, unit: .qty)),
            ("Perfume voucher", .fixedDiscount(amount: Money(whole: 5), unit: .na)),
            ("Cleaning coupon", .coupon(couponType: "7", quantity: 1, posData: 0)),
            ("Club points", .loyalty(cardType: "CLUB", points: 50_000, unit: .qty)),
            ("Visa twenty", .paymentPlan(twenty)), ("Visa ten", .paymentPlan(ten)),
            ("Toys ten off", .fixedDiscount(amount: Money(whole: 10), unit: .na)),
            ("Toys free mug", .gift(giftId: "MUG", giftType: "KITCHEN", quantity: 1)),
            ("Two for one books", .percentageDiscount(percent: 1_000_000, unit: .qty)),
        ]
        let made = promotions.enumerated().map { index, promotion in
            Promotion(
                id: "64d0a70000000000000000a\(index + 1)", name: promotion.0, condition: Condition(),
                benefits: [Benefit(id: "64d0a70000000000000000b\(index + 1)", kind: promotion.1)])
        }
        return CompiledMap(
            PromotionMap(
                company: "2", version: 77,
                levels: [
                    Level(promotions: Array(made[0..<6])),
                    Level(coexistence: .option, promotions: Array(made[6..<8])), Level(promotions: [made[8]]),
                ]))
    }()
}
