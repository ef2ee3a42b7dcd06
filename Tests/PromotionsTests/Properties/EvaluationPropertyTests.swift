import TestSupport
import Testing

@testable import Promotions

/// What holds for every ticket under every map.
@Suite struct EvaluationPropertyTests {
    /// Calls a test with random tickets, maps and balances.
    private func forRandomSales(
        seed: UInt64, _ count: Int = 500, _ body: (inout RandomPromotions, CompiledMap, EvaluationInput) -> Void
    ) {
        var random = RandomPromotions(seed: seed)
        for _ in 0..<count {
            let map = CompiledMap(random.map())
            var input = EvaluationInput(ticket: random.ticket(), balances: random.balances(map))
            input.listsBalances = random.happens(50)
            body(&random, map, input)
        }
    }

    @Test func randomSalesAreWorthTesting() {
        var grants: [String: Int] = [:]
        var (cut, several, reasons) = (0, 0, Set<Verdict.Reason>())
        forRandomSales(seed: 10, 2_000) { _, map, input in
            var input = input
            input.explains = true
            let evaluation = map.evaluate(input)
            reasons.formUnion(evaluation.verdicts.map(\.reason))
            if evaluation.alternatives.count > 1 {
                several += 1
                input.choice = evaluation.alternatives[1].choice
                reasons.formUnion(map.evaluate(input).verdicts.map(\.reason))
            }
            for grant in evaluation.alternatives[0].grants {
                for benefit in grant.benefits {
                    grants[map.promotions[grant.promotion].benefits[benefit.benefit].kind.typeName, default: 0] += 1
                    if benefit.isCut { cut += 1 }
                }
            }
        }
        #expect(grants.count == 7 && grants.values.allSatisfy { $0 >= 3 }, "\(grants)")
        #expect(cut > 50 && several > 20)
        #expect(Set(Verdict.Reason.allCases).subtracting(reasons) == [.date, .frequency, .exclusionDate, .channel])
    }

    @Test func sharesSumToTheBenefitInWholeMinorUnits() {
        forRandomSales(seed: 11) { _, map, input in
            for grant in map.evaluate(input).alternatives.flatMap(\.grants) {
                for benefit in grant.benefits {
                    #expect(benefit.shares.reduce(.zero) { $0 + $1.value } == benefit.value, "seed 11")
                    #expect(benefit.shares.allSatisfy { $0.value.units % map.map.currency.minorUnit == 0 }, "seed 11")
                    #expect(benefit.shares.map(\.seq) == Set(benefit.shares.map(\.seq)).sorted(), "seed 11")
                    #expect(benefit.value >= .zero && benefit.points >= .zero && benefit.quantity >= 0, "seed 11")
                }
            }
        }
    }

    @Test func noLineGoesBelowItsFloorOverAllPromotions() {
        forRandomSales(seed: 12) { _, map, input in
            for alternative in map.evaluate(input).alternatives {
                #expect(overdrawn(input.ticket, by: alternative) == [], "seed 12")
            }
        }
    }

    /// The lines that lose more than they may.
    private func overdrawn(_ ticket: Ticket, by alternative: Alternative) -> [Int] {
        var lost: [Int: Money] = [:]
        for share in alternative.grants.flatMap(\.benefits).flatMap(\.shares) {
            lost[share.seq] = (lost[share.seq] ?? .zero) + share.value
        }
        return ticket.items.filter { item in
            let room = item.isDiscountable ? item.price - item.minPrice * Int128(item.pieces) : .zero
            return (lost[item.seq] ?? .zero) > max(.zero, room)
        }.map(\.seq)
    }

    @Test func noShareIsMoreThanItsLine() {
        forRandomSales(seed: 13) { _, map, input in
            let items = Dictionary(uniqueKeysWithValues: input.ticket.items.map { ($0.seq, $0) })
            for share in map.evaluate(input).alternatives.flatMap(\.grants).flatMap(\.benefits).flatMap(\.shares) {
                guard let item = items[share.seq] else {
                    Issue.record("seed 13: no line \(share.seq)")
                    continue
                }
                #expect(share.pieces <= Quantity(whole: item.pieces) && share.magnitude <= item.magnitude, "seed 13")
                #expect(share.price <= item.price && share.value <= item.price, "seed 13")
            }
        }
    }

    @Test func evaluatingTwiceIsEvaluatingOnce() {
        forRandomSales(seed: 14, 200) { _, map, input in
            #expect(map.evaluate(input) == map.evaluate(input), "seed 14")
            #expect(CompiledMap(map.map).evaluate(input) == map.evaluate(input), "seed 14")
        }
    }

    @Test func askingWhyChangesNothing() {
        forRandomSales(seed: 16) { _, map, input in
            var (plain, explained) = (input, input)
            plain.listsBalances = false
            explained.explains = true
            explained.listsBalances = true
            let (quiet, loud) = (map.evaluate(plain), map.evaluate(explained))
            #expect(quiet.alternatives == loud.alternatives && quiet.isLimited == loud.isLimited, "seed 16")
            var listed = plain
            listed.listsBalances = true
            #expect(map.evaluate(listed).limitBalances == loud.limitBalances, "seed 16")
        }
    }

    @Test func promotionsThatCannotMatchChangeNothing() {
        forRandomSales(seed: 17) { random, map, input in
            let stranger = Promotion(
                id: "s", name: "s", condition: .level("nowhere"),
                benefits: [.percent("50").limited(.benefitAmount, "9")])
            var wider = map.map
            let place = random.int(0...wider.levels.count - 1)
            wider.levels[place].promotions.append(stranger)
            let after = wider.levels[...place].reduce(0) { $0 + $1.promotions.count } - 1
            let narrow = map.evaluate(input)
            var same = input
            // Limits and promotions behind the stranger move by one.
            let limits = map.limits.filter { $0.promotion < after }.count
            same.balances.used = Dictionary(
                uniqueKeysWithValues: input.balances.used.map { ($0.key < limits ? $0.key : $0.key + 1, $0.value) })
            let wide = CompiledMap(wider).evaluate(same)
            #expect(wide.alternatives.map(\.total) == narrow.alternatives.map(\.total), "seed 17")
            #expect(
                wide.alternatives.map { $0.grants.map(\.benefits) }
                    == narrow.alternatives.map { $0.grants.map(\.benefits) },
                "seed 17")
        }
    }

    @Test func verdictsAgreeWithTheGrants() {
        forRandomSales(seed: 18) { _, map, input in
            var input = input
            input.explains = true
            let evaluation = map.evaluate(input)
            let granted = Dictionary(grouping: evaluation.alternatives.flatMap(\.grants), by: \.promotion)
            #expect(evaluation.verdicts.count == map.promotions.count, "seed 18")
            for (position, verdict) in evaluation.verdicts.enumerated() {
                let isGranted = granted[position] != nil
                #expect(isGranted == (verdict.reason == .ok || verdict.reason == .limitCut), "seed 18: \(verdict)")
                #expect((verdict.outcome == .limited) == (verdict.scope != nil), "seed 18")
                let isCut = granted[position]?.flatMap(\.benefits).contains(where: \.isCut) ?? false
                if isCut { #expect(evaluation.isLimited, "seed 18") }
                if isCut, evaluation.alternatives.count == 1 { #expect(verdict.outcome == .limited, "seed 18") }
            }
        }
    }

    @Test func positionsAndOrdersAreTotal() {
        forRandomSales(seed: 19) { _, map, input in
            for alternative in map.evaluate(input).alternatives {
                #expect(
                    alternative.grants.map(\.promotion) == Set(alternative.grants.map(\.promotion)).sorted(), "seed 19")
                let orders = alternative.grants.flatMap(\.benefits).map(\.order).sorted()
                #expect(orders == Array(1..<orders.count + 1), "seed 19")
                let kinds: [ElementKind] = [.item, .coupon, .customer, .payment, .loyaltyCard]
                for grant in alternative.grants {
                    let places = grant.participants.map { (kinds.firstIndex(of: $0.kind) ?? 9) * 1_000 + $0.seq }
                    #expect(places == places.sorted() && Set(places).count == places.count, "seed 19")
                }
            }
        }
    }
}
