import TestSupport
import Testing

@testable import Promotions

/// Sets that measure one run differently, with so little of each that splitting rounds much of it away.
@Suite struct CompositionMeasuresTests {
    private func set(_ least: Int128, _ most: Int128?, _ measure: Measure) -> DrawSet {
        DrawSet(
            min: least, max: most, measure: measure, order: .moreExpensiveFirst, kind: .item,
            matches: Array(repeating: true, count: 9))
    }

    @Test func setsDrawInTheOrderInWhichTheyWerePlanned() {
        // By price alone the first set would take both pieces; only the other way round do both get something.
        let pool = [Run(kind: .item, element: 0, pieces: 2_000, magnitude: 0, listPrice: 1, price: 1)]
        let sets = [set(1, nil, .price), set(1_000, 1_000, .qty)]
        let formation = form(sets: sets, limit: nil, base: .benefitedPrice, from: pool)
        #expect(subTickets(formation) == 1)
        expectSound(formation, sets, of: pool)
    }

    @Test func nothingIsLostHoweverLittleThereIs() {
        var random = RandomPromotions(seed: 40)
        var formed = 0
        for _ in 0..<4_000 {
            let pool = (0..<random.int(1...4)).map { element in
                let price = Int128(random.int(0...7))
                return Run(
                    kind: .item, element: element, pieces: Int128(random.int(1...3)) * 1_000,
                    magnitude: Int128(random.int(0...7)), listPrice: price, price: Int128(random.int(0...Int(price))))
            }
            let sets = (0..<random.int(1...3)).map { _ in
                let measure = [Measure.qty, .magnitude, .price][random.int(0...2)]
                let (unit, least) = (measure == .qty ? Int128(1_000) : 1, random.int(1...3))
                let most = random.happens(60) ? Int128(least + random.int(0...2)) * unit : nil
                return set(Int128(least) * unit, most, measure)
            }
            let formation = form(sets: sets, limit: random.happens(30) ? 1 : nil, base: .benefitedPrice, from: pool)
            formed += formation.groups.count
            expectSound(formation, sets, of: pool, "seed 40: \(sets) \(pool)")
        }
        #expect(formed > 1_000)
    }

    @Test func crumbsComeToAnEnd() {
        // By price and by weight at once, a thousandth each: a trillion sub-tickets, each a little different.
        let line = Run(
            kind: .item, element: 0, pieces: 1_000, magnitude: 999_999_999_999_999, listPrice: 9_999_999_999_999_999,
            price: 9_999_999_999_999_999)
        let sets = [set(1, 1, .price), set(1, 1, .magnitude)]
        let formation = form(sets: sets, limit: nil, base: .benefitedPrice, from: [line])
        #expect(subTickets(formation) == Int128(LineDraw.maxGroups))
        expectSound(formation, sets, of: [line])
    }
}

@Suite struct CompositionOrderTests {
    @Test func everyListingIsTriedUpToABound() {
        for count in 1...ListingOrders.maxPermutedSets {
            let orders = ListingOrders.orders(of: count)
            #expect(orders.first == Array(0..<count) && orders.count == (1...count).reduce(1, *))
            #expect(Set(orders).count == orders.count && orders.allSatisfy { $0.sorted() == Array(0..<count) })
        }
        let many = ListingOrders.orders(of: 7)
        #expect(many.count == 7 && many.map { $0[0] } == Array(0..<7))
    }
}
