import TestSupport
import Testing

@testable import Promotions

/// The steps from units to money, one by one.
@Suite struct GrantingTests {
    private func maker(_ benefit: Benefit, _ ticket: Ticket) -> (OfferMaker, EvaluationContext) {
        let map = CompiledMap(level(.cumulative, promotion("P", when: .combo(1, 1), benefit)))
        let context = EvaluationContext(map: map, input: EvaluationInput(ticket: ticket))
        let maker = OfferMaker(
            context: context, compiled: CompiledBenefit(benefit, target: .conditioned), composed: true,
            conditioned: nil)
        return (maker, context)
    }

    /// Equal sub-tickets in bulk and one by one give the same, whatever limits cut.
    @Test func bulkIsAsOneByOne() {
        var random = RandomPromotions(seed: 60)
        for _ in 0..<1_000 {
            let ticket = prices("100", "70")
            let (maker, context) = maker(random.benefit(.combo(1, 1)), ticket.customer().card("CLUB"))
            let units = [
                Unit(run: line(0, 2, at: 12_345), set: 0), Unit(run: line(1, at: 70_001, magnitude: 1_500), set: 0),
            ]
            let times = random.int(1...9)
            func granting(_ applications: [Application]) -> BenefitGranting {
                var granting = BenefitGranting(
                    context: context, maker: maker, limits: context.map.limits.indices,
                    state: EvaluationState(ticket))
                granting.grant(on: applications)
                return granting
            }
            let bulk = granting([Application(repetitions: Int128(times), units: units)])
            let single = granting((0..<times).map { _ in Application(repetitions: 1, units: units) })
            #expect(bulk.result(benefit: 0)?.grants == single.result(benefit: 0)?.grants, "seed 60")
            #expect(bulk.result(benefit: 0)?.used == single.result(benefit: 0)?.used, "seed 60")
            #expect(money(bulk.applications) == money(single.applications), "seed 60")
            #expect(bulk.applications.reduce(0) { $0 + $1.repetitions } == Int128(times), "seed 60")
        }
    }

    private func money(_ applications: [Application]) -> [Int128] {
        let runs = applications.flatMap { application in
            application.units.map { $0.run.repeated(application.repetitions) }
        }
        return [
            runs.reduce(0) { $0 + $1.pieces }, runs.reduce(0) { $0 + $1.listPrice }, runs.reduce(0) { $0 + $1.price },
        ]
    }

    @Test func anOfferUsesWhatItsLimitsCount() {
        var offer = Offer(
            chosen: [Unit(run: line(0, 2, at: 50_000)), Unit(run: line(1, at: 30_000))], rest: [], base: 130_000,
            amount: 12_300, quantity: 2, points: 70_000, nominal: 0)
        #expect(Limit.Kind.allCases.map { offer.use(of: $0) } == [12_300, 10_000, 30_000, 20_000, 70_000])
        offer.cut(to: 15_000, of: .couponCount)
        offer.cut(to: 12_345, of: .pointsAmount)
        offer.cut(to: 99, of: .benefitAmount)
        #expect(offer.quantity == 1 && offer.points == 12_300 && offer.amount == 99)
        offer.cut(to: 9_999, of: .couponCount)
        #expect(offer.isNothing(.gift(giftId: "", giftType: "", quantity: 1)))
        #expect(!offer.isNothing(.percentageDiscount(percent: 1, unit: .qty)))
        #expect(OfferRefusal(reason: .noGain).needed.isEmpty)
    }

    @Test func anAmountIsAtMostWhatTheUnitsBear() {
        let units = [Unit(run: line(0, 2, at: 50_000)), Unit(run: line(1, at: 30_000))]
        func amount(_ kind: BenefitKind, floors: [Int128]) -> MonetaryAmount {
            MonetaryAmount(
                kind: kind, value: kind.value, units: units, base: .benefitedPrice, floors: floors, currency: Currency()
            )
        }
        let half = BenefitKind.percentageDiscount(percent: decimal("50"), unit: .qty)
        #expect(amount(half, floors: [0, 0]).rounded == 65_000)
        #expect(amount(half, floors: [80_000, 0]).rounded == 35_000)
        #expect(amount(half, floors: [80_000, 40_000]).rounded == 20_000)
        let once = BenefitKind.fixedDiscount(amount: Money(units: 60_000), unit: .na)
        #expect(amount(once, floors: [80_000, 0]).shares(50_000, .proportional) == [20_000, 30_000])
    }

    @Test func pointsAreRoundedToHundredthsAndNeverWithoutEnd() {
        #expect(Points.rounded(10_000, times: 1_049, by: 1_000) == 10_500)
        #expect(Points.rounded(10_000, times: 1_044, by: 1_000) == 10_400)
        #expect(Points.rounded(1, times: 1, by: 1) == 0 && Points.rounded(50, times: 1, by: 1) == 100)
        #expect(Points.rounded(-5, times: 9, by: 1) == 0 && Points.rounded(5, times: 0, by: 1) == 0)
        #expect(Points.rounded(.max, times: decimal("999999999999"), by: 10_000_000_000_000_000) == Points.most)
        #expect(Points.whole(12_399) == 12_300 && Points.whole(Points.most) == Points.most)
    }

    @Test func withoutAFactorBenefitNothingIsWorkedOutLast() {
        let (_, context) = maker(.points("1"), prices("10").card("CLUB"))
        var state = EvaluationState(context.ticket)
        let share = Share(seq: 1, pieces: .zero, magnitude: .zero, price: .zero, value: .zero)
        let grant = BenefitGrant(
            benefit: 0, order: 1, base: .zero, value: .zero, points: Money(whole: 1), shares: [share])
        state.grants = [Grant(promotion: 0, benefits: [grant])]
        let before = state.grants
        var record = EvaluationRecord(context.input)
        FactorPoints.apply(to: &state, &record, context)
        #expect(state.grants == before && record.verdict(of: 0).reason == .noMatch)
    }

    @Test func gatheringWithoutACombinationTakesAllItemsOnce() {
        let (_, context) = maker(.gift(), prices("10", "4").coupon("3"))
        var single = promotion("S", .gift())
        single.condition = .anyItem
        var slots: [ElementKind: AttributeSlots] = [:]
        let compiled = CompiledPromotion(single, position: 0, firstLimit: 0, slots: &slots)
        let maker = OfferMaker(
            context: context, compiled: compiled.benefits[0], composed: false, conditioned: nil)
        let gathering = Gathering(context: context, compiled: compiled, makers: [maker])
        guard case .success(let gathered) = gathering.gather(EvaluationState(context.ticket).pool) else {
            Issue.record("nothing gathered")
            return
        }
        #expect(gathered.applications.map { $0.units.map(\.run.element) } == [[0, 1]])
        #expect(gathered.rest.map(\.kind) == [.coupon])
    }

    @Test func whatNoBenefitIsAboutStaysAside() {
        let (_, context) = maker(.gift(), prices("10", "4", "7"))
        var single = promotion("S", .gift())
        single.condition = .anyItem
        var slots: [ElementKind: AttributeSlots] = [:]
        let compiled = CompiledPromotion(single, position: 0, firstLimit: 0, slots: &slots)
        let makers = [[true, false, false], [false, false, true]].map {
            OfferMaker(context: context, compiled: compiled.benefits[0], composed: false, conditioned: $0)
        }
        let gathering = Gathering(context: context, compiled: compiled, makers: makers)
        guard case .success(let gathered) = gathering.gather(EvaluationState(context.ticket).pool) else {
            Issue.record("nothing gathered")
            return
        }
        #expect(gathered.applications.map { $0.units.map(\.run.element) } == [[0, 2]])
        #expect(gathered.rest.map(\.element) == [1])
    }

    @Test func participantsAreSummedUpToTheWholeElement() {
        let (_, context) = maker(.gift(), ticket(line("30", pieces: 3)).coupon("3", count: 4))
        var coupon = line(0, at: 0)
        coupon.kind = .coupon
        let runs = [line(0, 2, at: 10), coupon, line(0, 2, at: 10), coupon]
        let sum = ParticipantSum.of(runs, itemsOnly: false, context)
        #expect(sum.map(\.kind) == [.item, .coupon] && sum.map(\.pieces.units) == [3_000, 1_000])
        #expect(ParticipantSum.of(runs, itemsOnly: true, context).map(\.kind) == [.item])
    }
}
