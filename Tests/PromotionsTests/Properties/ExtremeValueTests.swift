import Promotions
import TestSupport
import Testing

/// Numbers at the ends of what the protocol can carry: nothing traps, and cents still add up.
@Suite struct ExtremeValueTests {
    static let largest = "999999999999.9999"

    /// A number of ten-thousandths that is rarely ordinary.
    private func number(_ random: inout RandomPromotions) -> Int128 {
        switch random.int(0...6) {
        case 0: 0
        case 1: 1
        case 2: 99
        case 3: decimal(Self.largest)
        case 4: decimal("999999999999.99")
        case 5: Int128(random.int(0...9_999_999_999_999_999))
        default: Int128(random.int(0...1_000_000))
        }
    }

    private func stretch(_ ticket: inout Ticket, _ random: inout RandomPromotions) {
        for index in ticket.items.indices {
            if random.happens(70) { ticket.items[index].price = Money(units: number(&random)) }
            if random.happens(40) { ticket.items[index].pieces = [1, 9_999, random.int(1...9_999)][random.int(0...2)] }
            if random.happens(30) { ticket.items[index].magnitude = Quantity(units: number(&random) / 10) }
            if random.happens(20) { ticket.items[index].minPrice = Money(units: number(&random)) }
        }
        for index in ticket.payments.indices { ticket.payments[index].amount = Money(units: number(&random)) }
        for index in ticket.coupons.indices { ticket.coupons[index].count = random.int(1...9_999) }
    }

    private func stretch(_ benefit: inout Benefit, _ random: inout RandomPromotions) {
        let value = number(&random)
        let unit = Benefit.Unit.allCases[random.int(0...2)]
        switch benefit.kind {
        case .percentageDiscount: benefit.kind = .percentageDiscount(percent: value, unit: unit)
        case .fixedDiscount: benefit.kind = .fixedDiscount(amount: Money(units: value), unit: unit)
        case .newPrice: benefit.kind = .newPrice(price: Money(units: value), unit: unit)
        case .loyalty: benefit.kind = .loyalty(cardType: "CLUB", points: value, unit: unit)
        case .factorLoyalty: benefit.kind = .factorLoyalty(cardType: "CLUB", factor: value)
        case .gift: benefit.kind = .gift(giftId: "M", giftType: "", quantity: random.happens(50) ? .max : .min)
        case .coupon: benefit.kind = .percentLoyalty(cardType: "CLUB", percent: value)
        default: break
        }
        if random.happens(20) { benefit.maxApplication?.value = number(&random) }
        if random.happens(20) { benefit.maxDiscount = Money(units: number(&random)) }
        for index in benefit.limits.indices where random.happens(50) { benefit.limits[index].value = number(&random) }
        for index in benefit.steps?.steps.indices ?? 0..<0 { benefit.steps?.steps[index].value = number(&random) }
    }

    private func stretch(_ map: inout PromotionMap, _ random: inout RandomPromotions) {
        for level in map.levels.indices {
            for promotion in map.levels[level].promotions.indices {
                for benefit in map.levels[level].promotions[promotion].benefits.indices {
                    stretch(&map.levels[level].promotions[promotion].benefits[benefit], &random)
                }
                for set in map.levels[level].promotions[promotion].condition.composition.indices
                where random.happens(30) {
                    map.levels[level].promotions[promotion].condition.composition[set].max = number(&random)
                }
            }
        }
    }

    @Test func nothingTraps() {
        var random = RandomPromotions(seed: 50)
        var granted = 0
        for _ in 0..<1_500 {
            var (ticket, map) = (random.ticket(lines: 4), random.map())
            stretch(&ticket, &random)
            stretch(&map, &random)
            let compiled = CompiledMap(map)
            let evaluation = compiled.evaluate(
                EvaluationInput(
                    ticket: ticket, balances: random.balances(compiled), explains: true, listsBalances: true))
            for benefit in evaluation.alternatives.flatMap(\.grants).flatMap(\.benefits) {
                granted += 1
                #expect(benefit.shares.reduce(.zero) { $0 + $1.value } == benefit.value, "seed 50")
                #expect(benefit.points >= .zero && benefit.quantity >= 0, "seed 50")
            }
        }
        #expect(granted > 300)
    }

    @Test func aFullTicketOfTheLargestLinesIsExact() {
        let all = ticket((0..<999).map { _ in line(Self.largest, pieces: 9_999, weight: "999999999999.999") })
        let total = decimal(Self.largest) * 999
        let half = all.under(.percent("50")).alternatives[0].total.units
        #expect(half == (total / 2 + 50) / 100 * 100)
        #expect(all.under(.fixed(Self.largest)).alternatives[0].total == Money(whole: 1_000_000_000_000))
        #expect(all.under(.newPrice(Self.largest, .na)).alternatives[0].total.units == 9_979_999_999_999_999_000)
        #expect(all.under(.fixed(Self.largest, .magnitude)).alternatives[0].total == money("999999999999.99") * 999)
        let points = all.card("CLUB").under(.points(Self.largest, .magnitude)).alternatives[0].grants[0].benefits[0]
            .points
        #expect(points == money("999999999999.99"))
    }
}
