import TestSupport
import Testing

@testable import Promotions

/// What holds for every sale: every type of benefit, every way of going together, payments, cards and coupons.
@Suite struct RichSaleTests {
    private static var count: Int { BestCombinationProofTests.isLong ? 20_000 : 600 }

    private func forSales(seed: UInt64, _ body: (inout RichSales, CompiledMap, EvaluationInput) -> Void) {
        var sales = RichSales(seed: seed)
        for _ in 0..<Self.count {
            let (map, input) = sales.sale()
            body(&sales, map, input)
        }
    }

    private static func kind(_ grant: Grant, _ benefit: BenefitGrant, _ map: CompiledMap) -> BenefitKind {
        map.promotions[grant.promotion].benefits[benefit.benefit].kind
    }

    @Test func everyTypeIsGranted() {
        var (types, ways): ([String: Int], [Level.Coexistence: Int]) = ([:], [:])
        forSales(seed: 40) { _, map, input in
            for grant in map.evaluate(input).alternatives[0].grants {
                if let level = map.level(ofPromotion: grant.promotion) {
                    ways[map.map.levels[level].coexistence, default: 0] += 1
                }
                for benefit in grant.benefits { types[Self.kind(grant, benefit, map).typeName, default: 0] += 1 }
            }
        }
        #expect(types.count == 17 && types.values.allSatisfy { $0 > 3 }, "\(types)")
        #expect(ways.count == Level.Coexistence.allCases.count && ways.values.allSatisfy { $0 > 20 }, "\(ways)")
    }

    @Test func sharesSumToTheirBenefit() {
        forSales(seed: 41) { _, map, input in
            for grant in map.evaluate(input).alternatives.flatMap(\.grants) {
                for benefit in grant.benefits {
                    #expect(benefit.shares.reduce(.zero) { $0 + $1.value } == benefit.value, "seed 41")
                    #expect(benefit.shares.map(\.seq) == Set(benefit.shares.map(\.seq)).sorted(), "seed 41")
                    #expect(benefit.shares.allSatisfy { $0.value.units % map.map.currency.minorUnit == 0 }, "seed 41")
                }
            }
        }
    }

    @Test func noLineLosesMoreThanItMay() {
        forSales(seed: 42) { _, map, input in
            for alternative in map.evaluate(input).alternatives {
                var lost: [Int: Money] = [:]
                for share in alternative.grants.flatMap(\.benefits).flatMap(\.shares) where share.value > .zero {
                    lost[share.seq, default: .zero] = lost[share.seq, default: .zero] + share.value
                }
                for item in input.ticket.items {
                    let room = item.isDiscountable ? item.price - item.minPrice * Int128(item.pieces) : .zero
                    #expect(lost[item.seq] ?? .zero <= max(.zero, room), "seed 42: line \(item.seq)")
                }
            }
        }
    }

    @Test func evaluatingTwiceIsEvaluatingOnce() {
        let workspace = EvaluationWorkspace()
        forSales(seed: 43) { _, map, input in
            let once = map.evaluate(input)
            #expect(once == map.evaluate(input, in: workspace) && once == map.evaluate(input, in: workspace), "seed 43")
        }
    }

    @Test func askingWhyChangesNothingAndAgrees() {
        forSales(seed: 44) { _, map, input in
            var explained = input
            explained.explains = true
            explained.listsBalances = true
            let (quiet, loud) = (map.evaluate(input), map.evaluate(explained))
            let texts = [quiet, loud].map { $0.alternatives.map { $0.text(map.map) } }
            #expect(quiet.alternatives == loud.alternatives, "seed 44: \(texts)")
            #expect(quiet.isLimited == loud.isLimited, "seed 44")
            #expect(loud.verdicts.count == map.promotions.count, "seed 44")
            let granted = Set(loud.alternatives.flatMap(\.grants).map(\.promotion))
            for (position, verdict) in loud.verdicts.enumerated() {
                let isGranted = verdict.reason == .ok || verdict.reason == .limitCut
                #expect(isGranted == granted.contains(position), "seed 44: \(verdict)")
            }
        }
    }

    @Test func limitsAndBalancesAreNeverOverrun() {
        forSales(seed: 45) { _, map, input in
            for alternative in map.evaluate(input).alternatives {
                for use in alternative.uses {
                    let left = max(0, map.limits[use.limit].limit.value - (input.balances.used[use.limit] ?? 0))
                    #expect(use.amount > 0 && use.amount <= left, "seed 45")
                }
                var drawn: [Debit.Source: Money] = [:]
                for debit in alternative.grants.flatMap(\.benefits).flatMap(\.debits) {
                    drawn[debit.source, default: .zero] = drawn[debit.source, default: .zero] + debit.amount
                }
                for (source, sum) in drawn {
                    #expect(sum >= .zero && sum <= FundPropertyTests.held(source, input), "seed 45: \(source)")
                }
            }
        }
    }

    @Test func aPromotionThatCannotMatchChangesNothing() {
        forSales(seed: 46) { sales, map, input in
            let stranger = Promotion(id: "s", name: "s", condition: .level("nowhere"), benefits: [.percent("50")])
            var wider = map.map
            let place = sales.random.int(0...wider.levels.count - 1)
            wider.levels[place].promotions.append(stranger)
            let wide = CompiledMap(wider).evaluate(input)
            let narrow = map.evaluate(input)
            #expect(
                wide.alternatives.map { $0.grants.map(\.benefits) }
                    == narrow.alternatives.map { $0.grants.map(\.benefits) },
                "seed 46")
        }
    }

    @Test func aChoiceIsNeverWorthMoreThanItsBound() {
        var (proven, open) = (0, 0)
        forSales(seed: 47) { _, map, input in
            for proof in map.evaluate(input).alternatives.flatMap(\.proofs) {
                #expect(proof.worth <= proof.upperBound && proof.gap >= .zero, "seed 47")
                #expect(proof.isOptimal == (proof.gap == .zero), "seed 47")
                if proof.isOptimal { proven += 1 } else { open += 1 }
            }
        }
        #expect(proven > open && open > 0, "\(proven) \(open)")
    }
}
