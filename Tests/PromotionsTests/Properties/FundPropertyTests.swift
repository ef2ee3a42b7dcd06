import TestSupport
import Testing

@testable import Promotions

/// What holds for every ticket whose benefits draw on balances and values.
@Suite struct FundPropertyTests {
    private static func kind(_ random: inout RandomPromotions) -> BenefitKind {
        let unit: Benefit.Unit = random.happens(50) ? .qty : .na
        let percent = Int128(random.int(1...100) * 10_000)
        switch random.int(0...5) {
        case 0: return .agreementDiscount(percent: percent, unit: unit, balance: random.int(1...2))
        case 1:
            let factor = Int128(random.int(1...40_000))
            return .pointsRedemption(cardType: random.happens(70) ? "CLUB" : "OWN", factor: factor)
        case 4: return .catalogRedemption(cardType: random.happens(70) ? "CLUB" : "OWN")
        case 5: return .redemptionWithOptions((0..<random.int(1...3)).map { _ in option(&random) })
        case 2: return .calculatedCouponRedemption(couponType: random.happens(50) ? "3" : "4")
        default: return .externalBenefit(externalType: random.happens(50) ? "rebate" : "refund")
        }
    }

    private static func option(_ random: inout RandomPromotions) -> RedemptionOption {
        func points() -> Money { random.happens(30) ? .zero : Money(units: Int128(random.int(1...40_000))) }
        let units = Benefit.Unit.allCases
        return RedemptionOption(
            benefit: ["percentageDiscount", "fixedDiscount", "newPrice"][random.int(0...2)],
            value: Int128(random.int(0...90_000)), unit: units[random.int(0...units.count - 1)],
            customerPoints: points(), cardType: random.happens(70) ? "CLUB" : "OWN", cardPoints: points())
    }

    private static func holdings(_ random: inout RandomPromotions) -> Holdings {
        func amount() -> Money { Money(units: Int128(random.int(0...90_000))) }
        return Holdings(
            cards: [
                .init(number: "6", type: "CLUB", balance1: amount(), balance2: amount()),
                .init(number: "8", type: "OWN", balance1: amount()),
            ], ownCards: ["8"],
            coupons: [
                "c0": .amount(amount()), "c1": random.happens(30) ? .percentage(decimal("12.5")) : .amount(amount()),
            ])
    }

    /// A sale in which about half of the benefits draw on something.
    private static func sale(_ random: inout RandomPromotions) -> (CompiledMap, EvaluationInput) {
        var map = random.map(
            coexistences: [.cumulative, .cumulative, .first, .bestBenefit, .option])
        for level in map.levels.indices {
            for promotion in map.levels[level].promotions.indices {
                for benefit in map.levels[level].promotions[promotion].benefits.indices where random.happens(60) {
                    map.levels[level].promotions[promotion].benefits[benefit].kind = kind(&random)
                    map.levels[level].promotions[promotion].benefits[benefit].steps = nil
                }
            }
        }
        let compiled = CompiledMap(map)
        var ticket = random.ticket()
        ticket.attributes["rebate"] = "\(random.int(0...9)).5"
        for item in ticket.items.indices {
            ticket.items[item].attributes["points"] = random.happens(70) ? "\(random.int(0...4)).5" : nil
            ticket.items[item].attributes["redeemOption"] = random.happens(80) ? "\(random.int(0...4))" : nil
        }
        if !ticket.coupons.isEmpty { ticket.coupons[0].attributes["refund"] = "\(random.int(0...9)).25" }
        let input = EvaluationInput(
            ticket: ticket, balances: random.balances(compiled), holdings: holdings(&random))
        return (compiled, input)
    }

    /// What a source holds before the sale.
    static func held(_ source: Debit.Source, _ input: EvaluationInput) -> Money {
        switch source {
        case .card(let number, let balance, _):
            let card = input.holdings.cards[number]
            return (balance == 1 ? card?.balance1 : card?.balance2) ?? .zero
        case .customer: return input.ticket.customers.first?.points ?? .zero
        case .coupon(let seq, let isPercentage):
            guard !isPercentage, let id = input.ticket.coupons.first(where: { $0.seq == seq })?.attributes["id"],
                case .amount(let amount)? = input.holdings.coupons[id]
            else { return .zero }
            return amount
        case .attribute(let name, let seq):
            let coupon = input.ticket.coupons.first { $0.seq == seq }
            return money((seq == nil ? input.ticket.attributes[name] : coupon?.attributes[name]) ?? "0")
        }
    }

    @Test func nothingIsOverdrawnAndEverythingAddsUp() {
        var random = RandomPromotions(seed: 70)
        var (drawn, emptied) = ([String: Int](), 0)
        for _ in 0..<3_000 {
            let (map, input) = Self.sale(&random)
            for alternative in map.evaluate(input).alternatives {
                var sums: [Debit.Source: Money] = [:]
                for grant in alternative.grants {
                    for benefit in grant.benefits {
                        let kind = map.promotions[grant.promotion].benefits[benefit.benefit].kind
                        #expect(benefit.shares.reduce(.zero) { $0 + $1.value } == benefit.value, "seed 70")
                        let paid = benefit.debits.reduce(Money.zero) { $0 + $1.amount }
                        for debit in benefit.debits {
                            sums[debit.source, default: .zero] = sums[debit.source, default: .zero] + debit.amount
                        }
                        guard kind.isFunded else { continue }
                        if benefit.redeemOption == 0 {
                            #expect(benefit.debits.isEmpty && benefit.value == .zero, "seed 70")
                            continue
                        }
                        drawn[kind.typeName, default: 0] += 1
                        let isFree = kind.paysByPiece && kind.options.contains { $0.costs.isEmpty }
                        #expect((isFree || !benefit.debits.isEmpty) && benefit.value > .zero, "seed 70")
                        switch kind {
                        case .catalogRedemption: #expect(benefit.points == paid, "seed 70")
                        case .redemptionWithOptions:
                            let number = benefit.redeemOption ?? 0
                            #expect(kind.options.indices.contains(number - 1) && benefit.points <= paid, "seed 70")
                        case .pointsRedemption(_, let factor):
                            #expect(benefit.points == paid, "seed 70")
                            #expect(paid.units * 10_000 >= benefit.value.units * factor, "seed 70")
                        case .calculatedCouponRedemption where paid == .zero: break
                        default: #expect(paid == benefit.value, "seed 70")
                        }
                    }
                }
                for (source, sum) in sums {
                    #expect(sum <= Self.held(source, input), "seed 70: \(source)")
                    if sum == Self.held(source, input), sum > .zero { emptied += 1 }
                }
            }
        }
        #expect(drawn.count == 6 && drawn.values.allSatisfy { $0 > 50 } && emptied > 100, "\(drawn) \(emptied)")
    }

    @Test func noLineGoesBelowItsFloor() {
        var random = RandomPromotions(seed: 71)
        for _ in 0..<2_000 {
            let (map, input) = Self.sale(&random)
            for alternative in map.evaluate(input).alternatives {
                var lost: [Int: Money] = [:]
                for share in alternative.grants.flatMap(\.benefits).flatMap(\.shares) {
                    lost[share.seq, default: .zero] = lost[share.seq, default: .zero] + share.value
                }
                for item in input.ticket.items {
                    let room = item.isDiscountable ? item.price - item.minPrice * Int128(item.pieces) : .zero
                    #expect(lost[item.seq] ?? .zero <= max(.zero, room), "seed 71")
                }
            }
        }
    }

    @Test func askingWhyAndAskingAgainChangeNothing() {
        var random = RandomPromotions(seed: 72)
        for _ in 0..<1_000 {
            let (map, input) = Self.sale(&random)
            var explained = input
            explained.explains = true
            explained.listsBalances = true
            let plain = map.evaluate(input)
            #expect(plain.alternatives == map.evaluate(explained).alternatives, "seed 72")
            #expect(plain == map.evaluate(input), "seed 72")
        }
    }
}
