import Promotions
import TestSupport

/// Random sales with every type of benefit, every way of going together, payment plans, cards and coupons.
struct RichSales {
    var random: RandomPromotions

    init(seed: UInt64) { random = RandomPromotions(seed: seed) }

    /// A map and what is evaluated under it.
    mutating func sale() -> (CompiledMap, EvaluationInput) {
        var map = random.map(promotions: 3, coexistences: Level.Coexistence.allCases)
        // A short search: what holds, holds of any choice, and long ones are proven elsewhere.
        map.combinationSteps = random.int(1...300)
        for level in map.levels.indices {
            for promotion in map.levels[level].promotions.indices {
                for benefit in map.levels[level].promotions[promotion].benefits.indices where random.happens(65) {
                    map.levels[level].promotions[promotion].benefits[benefit].kind = kind()
                    map.levels[level].promotions[promotion].benefits[benefit].steps = nil
                }
            }
        }
        let compiled = CompiledMap(map)
        var input = EvaluationInput(ticket: ticket(), balances: random.balances(compiled), holdings: holdings())
        let calculations = PromotionMap.PaymentCalculation.allCases
        input.paymentCalculation = calculations[random.int(0...calculations.count - 1)]
        input.listsBalances = random.happens(30)
        return (compiled, input)
    }

    private mutating func ticket() -> Ticket {
        var ticket = random.ticket()
        for item in ticket.items.indices {
            ticket.items[item].attributes["points"] = random.happens(60) ? "\(random.int(0...4)).5" : nil
            ticket.items[item].attributes["redeemOption"] = random.happens(70) ? "\(random.int(0...3))" : nil
        }
        ticket.attributes["rebate"] = "\(random.int(0...9)).5"
        return ticket
    }

    private mutating func amount(_ most: Int) -> Money { Money(units: Int128(random.int(0...most))) }

    private mutating func holdings() -> Holdings {
        Holdings(
            cards: [
                .init(number: "6", type: "CLUB", balance1: amount(90_000), balance2: amount(90_000)),
                .init(number: "8", type: "OWN", balance1: amount(90_000)),
            ], ownCards: random.happens(70) ? ["8"] : [],
            coupons: [
                "c0": .amount(amount(90_000)), "c1": random.happens(30) ? .percentage(125_000) : .amount(amount(9_000)),
            ])
    }

    private mutating func kind() -> BenefitKind {
        let units = Benefit.Unit.allCases
        let unit = units[random.int(0...units.count - 1)]
        let card = random.happens(70) ? "CLUB" : "OWN"
        let percent = Int128(random.int(0...100) * 10_000)
        switch random.int(0...12) {
        case 0: return .agreementDiscount(percent: percent, unit: unit, balance: random.int(1...2))
        case 1: return .pointsRedemption(cardType: card, factor: Int128(random.int(1...40_000)))
        case 2: return .catalogRedemption(cardType: card)
        case 3, 4:
            return .redemptionWithOptions(
                (0..<random.int(1...3)).map { _ in
                    RedemptionOption(
                        benefit: ["percentageDiscount", "fixedDiscount", "newPrice"][random.int(0...2)],
                        value: Int128(random.int(0...90_000)), unit: unit, customerPoints: amount(40_000),
                        cardType: card, cardPoints: random.happens(50) ? .zero : amount(40_000))
                })
        case 5: return .calculatedCouponRedemption(couponType: random.happens(50) ? "3" : "4")
        case 6: return .externalBenefit(externalType: "rebate")
        case 7:
            let values = BenefitKind.CouponValue.allCases
            return .calculatedCoupon(
                couponType: "7", appliesTo: values[random.int(0...values.count - 1)], value: percent,
                quantity: random.int(1...2))
        case 8: return .percentLoyalty(cardType: card, percent: percent)
        case 9: return .factorLoyalty(cardType: card, factor: Int128(random.int(8...30) * 1_000))
        case 10: return .bankRefund(plan(.na))
        default: return .paymentPlan(plan(random.happens(70) ? .discount : .surcharge))
        }
    }

    private mutating func plan(_ adjustment: PaymentPlan.Adjustment) -> PaymentPlan {
        var plan = PaymentPlan()
        plan.paymentCode = random.happens(60) ? "VISA" : ""
        plan.limitAmount = random.happens(30) ? Money(whole: random.int(1...30)) : nil
        plan.adjustment = adjustment
        plan.percent = Int128(random.int(1...50) * 10_000)
        return plan
    }
}
