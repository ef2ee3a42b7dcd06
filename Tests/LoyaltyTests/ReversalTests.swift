import Loyalty
import Promotions
import TestSupport
import Testing

struct ReversalTests {
    static let account = LoyaltyOutcome.Account(card: "6001")

    static func coupon(_ number: Int, _ state: CouponState = .active, uses: Int = 0) -> Coupon {
        Coupon(barCode: "C\(number)", type: "7", state: state, uses: uses, validFrom: LocalDate(days: 0))
    }

    static func issued(_ coupons: [Coupon]) -> [SaleElements.Issued] {
        coupons.map { SaleElements.Issued(benefit: "b", coupon: $0) }
    }

    static func earned(_ quantity: Int, value: Coupon.Value? = nil) -> LoyaltyOutcome {
        LoyaltyOutcome(
            issues: quantity == 0 ? [] : [.init(benefit: "b", type: "7", quantity: quantity, value: value)])
    }

    @Test func `a coupon that is still earned stays, one that is not is cancelled, one that was used is reported`() {
        let active = SaleElements(issued: Self.issued([Self.coupon(1)]))
        #expect(ReversalPlan(before: Self.earned(1), now: Self.earned(1), elements: active).reversals == [])
        let gone = ReversalPlan(before: Self.earned(1), now: Self.earned(0), elements: active)
        #expect(gone.reversals == [.cancelCoupon(barCode: "C1")] && gone.refusals == [])
        let used = ReversalPlan(
            before: Self.earned(1), now: Self.earned(0),
            elements: SaleElements(issued: Self.issued([Self.coupon(1, .consumed, uses: 1)])))
        #expect(used.reversals == [])
        #expect(used.refusals == [ReversalRefusal(element: "C1", reason: .couponConsumed)])
    }

    @Test func `the newest coupons go first, and what an earlier return settled is left alone`() {
        var issued = Self.issued((1...4).map { Self.coupon($0) })
        issued[3].isTakenBack = true
        let plan = ReversalPlan(
            before: Self.earned(3), now: Self.earned(1), elements: SaleElements(issued: issued))
        #expect(plan.reversals == [.cancelCoupon(barCode: "C3"), .cancelCoupon(barCode: "C2")])
    }

    @Test func `a calculated coupon follows the price of the goods that are kept`() {
        let value = Coupon.Value.amount(Money(whole: 3))
        var coupon = Self.coupon(1)
        coupon.value = .amount(Money(whole: 5))
        let plan = ReversalPlan(
            before: Self.earned(1, value: .amount(Money(whole: 5))), now: Self.earned(1, value: value),
            elements: SaleElements(issued: Self.issued([coupon])))
        #expect(plan.reversals == [.revalueCoupon(barCode: "C1", value: value)])
    }

    /// One benefit with steps issues coupons of several values.
    @Test(
        arguments: [
            ([5, 5, 1], []), ([5, 1], [.cancelCoupon(barCode: "C2")]), ([5, 5], [.cancelCoupon(barCode: "C3")]),
            ([1], [.cancelCoupon(barCode: "C2"), .cancelCoupon(barCode: "C1")]),
            ([5, 1, 1], [.revalueCoupon(barCode: "C2", value: .amount(Money(whole: 1)))]),
            (
                [3],
                [
                    .cancelCoupon(barCode: "C3"), .cancelCoupon(barCode: "C2"),
                    .revalueCoupon(barCode: "C1", value: .amount(Money(whole: 3))),
                ]
            ),
        ] as [([Int], [Reversal])])
    func `of coupons of several values those stay that are still earned`(_ now: [Int], _ reversals: [Reversal]) {
        func outcome(_ values: [Int]) -> LoyaltyOutcome {
            LoyaltyOutcome(
                issues: values.map {
                    .init(benefit: "b", type: "7", quantity: 1, value: .amount(Money(whole: $0)))
                })
        }
        let coupons = [5, 5, 1].enumerated().map { index, value in
            var coupon = Self.coupon(index + 1)
            coupon.value = .amount(Money(whole: value))
            return coupon
        }
        let plan = ReversalPlan(
            before: outcome([5, 5, 1]), now: outcome(now), elements: SaleElements(issued: Self.issued(coupons)))
        #expect(plan.reversals == reversals && plan.refusals == [])
    }

    @Test(arguments: [
        (CouponState.active, 1, ReversalRefusal.Reason.couponConsumed), (.consumed, 1, .couponConsumed),
        (.cancelled, 0, .couponCancelled), (.expired, 0, .couponExpired),
    ])
    func `what cannot be taken back is reported`(_ state: CouponState, _ uses: Int, _ reason: ReversalRefusal.Reason) {
        let plan = ReversalPlan(
            before: Self.earned(1), now: Self.earned(0),
            elements: SaleElements(issued: Self.issued([Self.coupon(1, state, uses: uses)])))
        #expect(plan.refusals == [ReversalRefusal(element: "C1", reason: reason)])
        #expect(plan.reversals == [] && plan.refusals[0].text.contains("C1"))
    }

    @Test func `a coupon that the sale spent comes back when its benefit is gone`() {
        let before = LoyaltyOutcome(spentCoupons: ["A", "B", "C", "D"])
        let now = LoyaltyOutcome(spentCoupons: ["B"])
        let spent = [
            "A": Self.coupon(1, .consumed, uses: 1), "B": Self.coupon(2, .consumed, uses: 1),
            "D": Self.coupon(4, .expired, uses: 1),
        ]
        let plan = ReversalPlan(before: before, now: now, elements: SaleElements(spent: spent))
        #expect(plan.reversals == [.giveBackCoupon(barCode: "A")])
        #expect(plan.refusals == [ReversalRefusal(element: "D", reason: .couponExpired)])
    }

    @Test(arguments: [
        (Card.State.active, 15, ReversalRefusal.Reason?.none), (.active, 14, .cardLacksBalance),
        (.disabled, 15, nil), (.expired, 15, .cardDisabled), (.cancelled, 15, .cardCancelled),
    ])
    func `points are taken back where the card can give them`(
        _ state: Card.State, _ balance: Int, _ reason: ReversalRefusal.Reason?
    ) {
        let card = Card(number: "6001", type: "CLUB", state: state, balance1: Money(whole: balance))
        let before = LoyaltyOutcome(movements: [Self.account: Money(whole: 15)])
        let plan = ReversalPlan(
            before: before, now: LoyaltyOutcome(), elements: SaleElements(cards: ["6001": card]))
        #expect(plan.refusals.map(\.reason) == (reason.map { [$0] } ?? []))
        #expect(plan.reversals == (reason == nil ? [.move(Self.account, points: Money(whole: -15))] : []))
        let unknown = ReversalPlan(before: before, now: LoyaltyOutcome(), elements: SaleElements())
        #expect(unknown.refusals.map(\.reason) == [.cardNotFound])
    }

    @Test func `returning piece by piece ends where returning at once ends`() {
        for seed in UInt64(1)...400 {
            var random = SeededRandom(seed: seed)
            let steps = 1 + random.below(5)
            var quantities = (0...steps).map { _ in random.below(6) }.sorted(by: >)
            var points = (0...steps).map { _ in Money(whole: random.below(50) - 10) }
            quantities[steps] = 0
            points[steps] = .zero
            var world = World(coupons: quantities[0], balance: Money(whole: 200) + points[0])
            for step in 0..<steps {
                world.apply(
                    before: Self.outcome(quantities[step], points[step]),
                    now: Self.outcome(quantities[step + 1], points[step + 1]))
            }
            #expect(world.elements.cards["6001"]?.balance1 == Money(whole: 200), "seed \(seed)")
            #expect(world.elements.issued.allSatisfy { $0.coupon.state == .cancelled }, "seed \(seed)")
        }
    }

    private static func outcome(_ quantity: Int, _ points: Money) -> LoyaltyOutcome {
        var outcome = earned(quantity)
        if points != .zero { outcome.movements = [account: points] }
        return outcome
    }

    /// Elements to which reversals are applied as an engine would.
    private struct World {
        var elements: SaleElements

        init(coupons: Int, balance: Money) {
            elements = SaleElements(
                issued: ReversalTests.issued((0..<coupons).map { ReversalTests.coupon($0) }),
                cards: ["6001": Card(number: "6001", type: "CLUB", balance1: balance)])
        }

        mutating func apply(before: LoyaltyOutcome, now: LoyaltyOutcome) {
            for reversal in ReversalPlan(before: before, now: now, elements: elements).reversals {
                switch reversal {
                case .cancelCoupon(let barCode):
                    for index in elements.issued.indices where elements.issued[index].coupon.barCode == barCode {
                        let isCancelled = elements.issued[index].coupon.take(.cancel)
                        #expect(isCancelled)
                        elements.issued[index].isTakenBack = true
                    }
                case .move(let account, let points):
                    guard var card = elements.cards[account.card] else { continue }
                    card[account.balance] = card[account.balance] + points
                    elements.cards[account.card] = card
                case .giveBackCoupon, .revalueCoupon: Issue.record("not expected: \(reversal)")
                }
            }
        }
    }
}
