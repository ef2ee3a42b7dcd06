import Loyalty
import Promotions
import Storage
import Testing

/// A company's random life: sales that are committed, rolled back or returned, and nights that pass.
///
/// What every card should hold is counted beside it, in whole points.
struct LoyaltyHistory {
    private struct Sale {
        var coupons: Set<String>
        var points: [String: Int]
        var isClosed = false
    }

    private let world: LoyaltyWorld
    private let prefix: String
    private var random: SeededRandom
    private var day = 100
    private var sales: [Sale] = []
    private var coupons: [String] = []
    private var balances: [String: Int] = [:]

    init(_ database: any Database, seed: UInt64) throws(StorageError) {
        world = try LoyaltyWorld(database)
        random = SeededRandom(seed: seed)
        prefix = "\(seed)-"
        for card in 1...3 {
            try world.card(prefix + "\(card)", type: card == 3 ? LoyaltyWorld.wallet : LoyaltyWorld.club)
            balances[prefix + "\(card)"] = 0
        }
        coupons = try world.coupons(3) + world.coupons(2, of: LoyaltyWorld.triple)
    }

    mutating func live(steps: Int) throws(StorageError) {
        for _ in 0..<steps {
            switch random.below(8) {
            case 0: try passDays()
            case 1...4: try sell()
            case 5: try rollBack()
            default: try takeBack()
            }
        }
    }

    private mutating func sell() throws(StorageError) {
        let id = prefix + "s\(sales.count)"
        var points: [String: Int] = [:]
        for card in balances.keys.sorted() where random.below(2) == 0 { points[card] = random.below(21) - 8 }
        points = points.filter { $0.value != 0 }
        let used = Set(coupons.filter { _ in random.below(4) == 0 })
        let issues = [(type: random.pick([LoyaltyWorld.single, LoyaltyWorld.triple]), quantity: random.below(3))]
        let finished = try world.finish(id, using: used.sorted(), issuing: issues, moving: points, day: day)
        sales.append(Sale(coupons: used, points: points, isClosed: !finished.isBooked))
        let isAffordable = points.allSatisfy { (balances[$0.key] ?? 0) + $0.value >= 0 }
        #expect(finished.refusedCards.isEmpty == isAffordable, "sale \(id)")
        guard finished.isBooked else { return }
        for (card, points) in points { balances[card, default: 0] += points }
        coupons += finished.issued.coupons.map(\.coupon.barCode)
        if random.below(4) > 0 { _ = try world.store.loyalty.commit(id, now: 2) }
    }

    private mutating func rollBack() throws(StorageError) {
        guard let index = sales.indices.filter({ !sales[$0].isClosed }).randomElement(using: &random) else { return }
        let refusals = try world.rollback(prefix + "s\(index)", day: day)
        sales[index].isClosed = true
        for (card, points) in sales[index].points {
            let isSpent = refusals.contains(ReversalRefusal(element: card, reason: .cardLacksBalance))
            balances[card, default: 0] -= isSpent ? balances[card, default: 0] : points
        }
    }

    /// A return of everything, or of nothing that matters.
    private mutating func takeBack() throws(StorageError) {
        guard let index = sales.indices.filter({ !sales[$0].isClosed }).randomElement(using: &random) else { return }
        let (id, back) = (prefix + "s\(index)", prefix + "r\(index)")
        _ = try world.store.loyalty.commit(id, now: 2)
        try world.store.loyalty.block(sale: id, for: back, of: LoyaltyWorld.company, now: 3)
        if random.below(3) == 0 { try passDays() }
        let sale = sales[index]
        let before = LoyaltyOutcome(
            spentCoupons: sale.coupons,
            movements: Dictionary(
                uniqueKeysWithValues: sale.points.map { (.init(card: $0.key), Money(whole: $0.value)) }))
        let elements = try world.store.loyalty.elements(ofSale: id, of: LoyaltyWorld.company)
        let plan = ReversalPlan(before: before, now: LoyaltyOutcome(), elements: elements)
        for _ in 1...2 {
            try world.store.loyalty.apply(
                plan, toSale: id, for: back, of: LoyaltyWorld.company, day: LocalDate(days: day), now: 4)
        }
        try world.store.loyalty.unblock(back, now: 5)
        sales[index].isClosed = true
        for case .move(let account, let points) in plan.reversals {
            balances[account.card, default: 0] += Int(points.units / Money.unitsPerWhole)
        }
    }

    private mutating func passDays() throws(StorageError) {
        day += random.below(12)
        _ = try world.expire(before: day)
        for card in balances.keys {
            // Only what the ledger says expired may be missing.
            let ledger = try world.store.cards.ledger(of: card, company: LoyaltyWorld.company, limit: 1_000)
            let expired = ledger.filter { $0.kind == .expiry }.reduce(Money.zero) { $0 - $1.points }
            let moved = ledger.filter { $0.kind != .expiry }.reduce(Money.zero) { $0 + $1.points }
            balances[card] = Int((moved - expired).units / Money.unitsPerWhole)
            let overdue = try world.store.cards.lots(of: card, .balance1, company: LoyaltyWorld.company).lots
                .filter { ($0.expires ?? LocalDate(days: day)).days < day }
            let isBlocked = try world.store.cards.find(card, of: LoyaltyWorld.company)?.card.blocks ?? 0 > 0
            #expect(isBlocked || overdue.isEmpty, "card \(card)")
        }
    }

    /// The books add up, and every coupon is what its history makes of it.
    func expectSound() throws(StorageError) {
        let mismatches = try world.store.loyalty.mismatches(count: 9)
        #expect(mismatches == [], "seed \(prefix)")
        for (card, points) in balances {
            let balance = try world.balance(card)
            #expect(balance == points, "card \(card)")
        }
        for barCode in coupons {
            guard let coupon = try world.coupon(barCode) else { continue }
            var replayed = Coupon(barCode: barCode, type: coupon.type, validFrom: coupon.validFrom)
            let history = try world.store.coupons.history(of: barCode, company: LoyaltyWorld.company, limit: 1_000)
            for case .event(let event) in history.map(\.kind) {
                let isAllowed = replayed.take(event)
                #expect(isAllowed, "coupon \(barCode): \(event)")
            }
            #expect(replayed.state == coupon.state && replayed.uses == coupon.uses, "coupon \(barCode)")
            #expect(replayed.blocks == coupon.blocks, "coupon \(barCode)")
        }
    }
}

extension StorageCheck {
    static let loyaltyProperties: [StorageCheck] = [
        StorageCheck("after any history of sales, rollbacks, returns and nights the books add up") { database in
            for seed in 1...10 as ClosedRange<UInt64> {
                try database.transaction { () throws(StorageError) in
                    var history = try LoyaltyHistory(database, seed: seed)
                    for _ in 1...4 {
                        try history.live(steps: 15)
                        try history.expectSound()
                    }
                }
            }
        }
    ]
}
