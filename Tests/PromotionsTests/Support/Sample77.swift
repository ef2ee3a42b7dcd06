import Promotions

/// The map of the sample messages' store 5, as `Golden/setup/map-77.json` has it.
enum Sample77 {
    static let map = PromotionMap(
        company: "2", version: 77,
        levels: [
            Level(name: "one", promotions: [dairy, perfume, coupon, points, plan("Visa twenty"), plan("Visa ten")]),
            Level(name: "two", coexistence: .option, promotions: [tenOff, mug]),
            Level(name: "three", promotions: [books]),
        ])

    private static let dairy = promotion(
        "Second dairy", when: .combo(2, 2, where: [Filter("level1", .equal, ["DAIRY"])]),
        .percent("50").upTo(1).with { $0.target = .set("all") }, report: .always)
    private static let perfume = promotion(
        "Perfume voucher",
        when: Condition(simple: [.having(.coupon, "type", "3"), .having(.item, "level1", "PERFUMERY")]), .fixed("5"),
        report: .always)
    private static let coupon = promotion(
        "Cleaning coupon",
        when: Condition(simple: [
            SimpleCondition(
                element: .item, filters: [Filter("level1", .equal, ["CLEANING"])],
                group: SimpleCondition.Group(measure: .sum(.qty), value: 3_000))
        ]), .coupons())
    private static let points = promotion(
        "Club points",
        when: Condition(simple: [.having(.loyaltyCard, "type", "CLUB"), .having(.item, "level1", "CLEANING")]),
        .points("5"))
    private static let tenOff = promotion("Toys ten off", when: .level("TOYS"), .fixed("10"))
    private static let mug = promotion("Toys free mug", when: .level("TOYS"), .gift())
    private static let books = promotion(
        "Two for one books", when: .combo(2, 2, where: [Filter("level1", .equal, ["BOOKS"])]),
        .percent("100").upTo(1).with { $0.target = .set("all") })

    private static func plan(_ name: String) -> Promotion {
        promotion(name, when: .level("ELECTRONICS"), Benefit(id: "b", kind: .paymentPlan(PaymentPlan())))
    }
}
