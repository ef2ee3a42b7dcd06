import TestSupport
import Testing

@testable import Promotions

/// What holds for payment plans under every map, beside all other benefits.
@Suite struct PlanPropertyTests {
    /// Calls a test with random tickets, and maps to some of whose promotions plans and refunds were added.
    private func forRandomSales(
        seed: UInt64, _ count: Int = 400, _ body: (inout RandomPromotions, CompiledMap, EvaluationInput) -> Void
    ) {
        var random = RandomPromotions(seed: seed)
        for _ in 0..<count {
            var map = random.map()
            map.paymentCalculation = random.happens(50) ? .onItemsPaid : random.happens(80) ? .onPaymentMade : nil
            for level in map.levels.indices {
                for position in map.levels[level].promotions.indices where random.happens(70) {
                    let plan = plan(&random)
                    var template = random.benefit(map.levels[level].promotions[position].condition)
                    template.kind = random.happens(80) ? .paymentPlan(plan) : .bankRefund(plan)
                    map.levels[level].promotions[position].benefits.append(template)
                }
            }
            let always = (0..<2).map { _ in
                promotion("Always", random.benefit(.anyItem).with { $0.kind = .paymentPlan(plan(&random)) })
            }
            map.levels.append(Level(promotions: always))
            let compiled = CompiledMap(map)
            // Sales of which most grant something, and whose payments mostly match.
            var input = EvaluationInput(ticket: random.ticket(), balances: random.balances(compiled))
            input.paymentCalculation = random.happens(50) ? .onItemsPaid : .none
            input.ticket.payments = (0..<random.int(0...3)).map { index in
                Element(
                    seq: index * 2 + 1, amount: Money(units: Int128(random.int(0...6_000) * 100)),
                    attributes: ["code": random.happens(70) ? "VISA" : "CASH"])
            }
            body(&random, compiled, input)
        }
    }

    private func plan(_ random: inout RandomPromotions) -> PaymentPlan {
        var plan = PaymentPlan()
        plan.paymentCode = random.happens(50) ? "VISA" : random.happens(50) ? "CASH,VISA" : ""
        plan.adjustment = random.happens(70) ? .discount : random.happens(60) ? .surcharge : .na
        plan.percent = Int128(random.int(0...1_000) * 1_000)
        plan.limitAmount = random.happens(30) ? Money(units: Int128(random.int(1...2_000) * 100)) : nil
        return plan
    }

    /// The plans of an alternative that payments use, with what defines them.
    private func uses(_ alternative: Alternative, _ map: CompiledMap) -> [(benefit: Benefit, grant: BenefitGrant)] {
        alternative.grants.flatMap { grant in
            grant.benefits.filter { $0.payment != nil }.map {
                (map.promotions[grant.promotion].benefits[$0.benefit], $0)
            }
        }
    }

    @Test func sharesSumAndPartsAreWithinTheirLines() {
        var used = 0
        forRandomSales(seed: 81, 1_000) { _, map, input in
            let minor = map.map.currency.minorUnit
            for alternative in map.evaluate(input).alternatives {
                var net = Dictionary(uniqueKeysWithValues: input.ticket.items.map { ($0.seq, $0.price) })
                for benefit in alternative.grants.flatMap(\.benefits) where benefit.payment == nil {
                    for share in benefit.shares { net[share.seq]? -= share.value }
                }
                var covered: [Int: Money] = [:]
                for (benefit, grant) in uses(alternative, map) {
                    used += 1
                    #expect(grant.shares.reduce(.zero) { $0 + $1.value } == grant.value, "seed 81")
                    #expect(grant.shares.reduce(.zero) { $0 + $1.price } == grant.base, "seed 81")
                    #expect(grant.shares.allSatisfy { $0.value.units % minor == 0 }, "seed 81")
                    #expect(grant.shares.allSatisfy { $0.value <= $0.price && $0.price > .zero }, "seed 81")
                    if benefit.kind.isRefund { continue }
                    for share in grant.shares { covered[share.seq, default: .zero] += share.price }
                }
                for (seq, value) in covered { #expect(value <= net[seq] ?? .zero, "seed 81") }
            }
        }
        #expect(used > 500)
    }

    @Test func noPaymentIsChargedMoreThanItBrings() {
        forRandomSales(seed: 82) { _, map, input in
            let isCharged = (map.map.paymentCalculation ?? input.paymentCalculation) == .onPaymentMade
            for alternative in map.evaluate(input).alternatives {
                var taken: [Int: Money] = [:]
                var refunded: [Int: Money] = [:]
                for (benefit, grant) in uses(alternative, map) {
                    guard let payment = grant.payment else { continue }
                    if benefit.kind.isRefund {
                        refunded[payment.seq, default: .zero] += payment.charged
                        #expect(.zero...payment.charged ~= payment.refund && grant.value == .zero, "seed 82")
                    } else {
                        taken[payment.seq, default: .zero] += isCharged ? payment.charged : grant.base
                        #expect(payment.charged == grant.base - grant.value && payment.refund == .zero, "seed 82")
                    }
                }
                for payment in input.ticket.payments {
                    #expect(taken[payment.seq] ?? .zero <= payment.amount, "seed 82")
                    if isCharged { #expect(refunded[payment.seq] ?? .zero <= payment.amount, "seed 82") }
                }
            }
        }
    }

    @Test func noLineGoesBelowItsFloor() {
        forRandomSales(seed: 83) { _, map, input in
            for alternative in map.evaluate(input).alternatives {
                var lost: [Int: Money] = [:]
                for share in alternative.grants.flatMap(\.benefits).flatMap(\.shares) where share.value > .zero {
                    lost[share.seq, default: .zero] += share.value
                }
                for item in input.ticket.items {
                    let room = item.isDiscountable ? item.price - item.minPrice * Int128(item.pieces) : .zero
                    #expect(lost[item.seq] ?? .zero <= max(.zero, room), "seed 83")
                }
            }
        }
    }

    @Test func maximaAndLimitsHold() {
        var (full, cut) = (0, 0)
        forRandomSales(seed: 84, 1_000) { _, map, input in
            let isCharged = (map.map.paymentCalculation ?? input.paymentCalculation) == .onPaymentMade
            for alternative in map.evaluate(input).alternatives {
                for use in alternative.uses {
                    let balance = map.limits[use.limit].limit.value - (input.balances.used[use.limit] ?? 0)
                    #expect(0 < use.amount && use.amount <= balance, "seed 84")
                }
                for grant in alternative.grants {
                    let promotion = map.promotions[grant.promotion]
                    for (position, benefit) in promotion.benefits.enumerated() {
                        let own = grant.benefits.filter { $0.benefit == position && $0.payment != nil }
                        cut += own.filter(\.isCut).count
                        guard let most = benefit.kind.plan?.limitAmount, !own.isEmpty else { continue }
                        let taken = own.reduce(Money.zero) {
                            $0 + (isCharged && !benefit.kind.isRefund ? $1.base - $1.value : $1.base)
                        }
                        #expect(taken <= most, "seed 84")
                        if taken == most { full += 1 }
                    }
                }
            }
        }
        #expect(full > 20 && cut > 20)
    }

    @Test func paymentsAreTakenInTheirOrderAndPlansByPercentage() {
        forRandomSales(seed: 85) { _, map, input in
            for alternative in map.evaluate(input).alternatives {
                for isRefund in [false, true] {
                    let used = uses(alternative, map).filter { $0.benefit.kind.isRefund == isRefund }
                        .sorted { $0.grant.order < $1.grant.order }
                    let keys = used.map { (-Int($0.grant.payment?.seq ?? 0), Int($0.benefit.kind.planPercent)) }
                    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 >= $1 }, "seed 85")
                }
                let orders = alternative.grants.flatMap(\.benefits).map(\.order).sorted()
                #expect(orders == Array(1..<orders.count + 1), "seed 85")
            }
        }
    }

    @Test func verdictsAgreeAndAskingWhyChangesNothing() {
        forRandomSales(seed: 86) { _, map, input in
            var explained = input
            (explained.explains, explained.listsBalances) = (true, true)
            let (quiet, loud) = (map.evaluate(input), map.evaluate(explained))
            #expect(quiet.alternatives == loud.alternatives && quiet.isLimited == loud.isLimited, "seed 86")
            #expect(map.evaluate(input) == quiet, "seed 86")
            let granted = Set(loud.alternatives.flatMap(\.grants).map(\.promotion))
            for (position, verdict) in loud.verdicts.enumerated() {
                let isGranted = verdict.reason == .ok || verdict.reason == .limitCut
                #expect(granted.contains(position) == isGranted, "seed 86: \(verdict)")
            }
        }
    }

    @Test func withoutPaymentsPlansAreOnlyOffered() {
        forRandomSales(seed: 87, 200) { _, map, input in
            var unpaid = input
            unpaid.ticket.payments = []
            for benefit in map.evaluate(unpaid).alternatives.flatMap(\.grants).flatMap(\.benefits) {
                #expect(benefit.payment == nil, "seed 87")
            }
        }
    }

    @Test func plansLeaveAllOtherBenefitsAsTheyAre() {
        forRandomSales(seed: 88) { _, map, input in
            var offers = map.map
            offers.paymentCalculation = PromotionMap.PaymentCalculation.none
            func others(_ map: CompiledMap) -> [[[BenefitGrant]]] {
                map.evaluate(input).alternatives.map { alternative in
                    alternative.grants.map { grant in
                        grant.benefits.filter { map.promotions[grant.promotion].benefits[$0.benefit].kind.plan == nil }
                    }
                }
            }
            guard
                !map.promotions.contains(where: { $0.condition.simple.contains { $0.group?.measure == .fullPayment } })
            else { return }
            #expect(others(map) == others(CompiledMap(offers)), "seed 88")
        }
    }
}
