import TestSupport
import Testing

@testable import Promotions

/// Forming against the slow reference, in all small worlds and in random larger ones.
@Suite struct CompositionWorldsTests {
    private static let sizes: [(Int128, Int128)] = [(1, 1), (1, 2), (2, 2)]

    /// A world of single pieces: by unit a price and the sets it matches, a bit each.
    private func expectAsReference(
        _ prices: [Int128], _ masks: [Int], _ sizes: [(Int128, Int128)],
        _ orders: [DrawOrder] = [.moreExpensiveFirst, .moreExpensiveFirst, .moreExpensiveFirst]
    ) {
        let sets = sizes.enumerated().map { place, size in
            pieceSet(size.0, size.1, orders[place], matches: masks.map { $0 & (1 << place) != 0 })
        }
        expectAsReference(sets, lines(prices), "prices \(prices) masks \(masks) sizes \(sizes) orders \(orders)")
    }

    private func expectAsReference(_ sets: [DrawSet], _ pool: [Run], _ world: @autoclosure () -> String) {
        let formation = form(sets: sets, limit: nil, base: .benefitedPrice, from: pool)
        let reference = CompositionReference(sets, pool)
        let isFixed = sets.allSatisfy { $0.min == $0.max }
        let expected = isFixed && reference.units.count <= 6 ? reference.formExhaustively() : reference.form()
        let actual = elements(formation)
        if actual != expected { Issue.record("\(world()): \(actual), not \(expected)") }
        expectSound(formation, sets, of: pool, world())
    }

    @Test(arguments: DrawOrder.allCases) func `one set, all worlds of up to five units`(order: DrawOrder) {
        for count in 1...5 {
            for size in [(1, 1), (1, 2), (2, 2), (1, 3), (3, 3), (2, 5)] as [(Int128, Int128)] {
                for pattern in 0..<(1 << count) {
                    let prices = (0..<count).map { Int128(1 + pattern >> $0 & 1) }
                    expectAsReference(prices, Array(repeating: 1, count: count), [size], [order])
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4]) func `two sets, all worlds`(count: Int) {
        let sizes = Self.sizes.flatMap { one in Self.sizes.map { [one, $0] } }
        for masks in sequences(of: [1, 2, 3], count) {
            for pattern in 0..<(1 << count) where count < 4 || [0, 5, 6, 9, 10].contains(pattern) {
                let prices = (0..<count).map { Int128(1 + pattern >> $0 & 1) }
                for size in sizes { expectAsReference(prices, masks, size) }
            }
        }
    }

    @Test(arguments: [3, 4, 5]) func `three sets, all combinations of matches`(count: Int) {
        let sizes = Self.sizes.flatMap { one in Self.sizes.flatMap { two in Self.sizes.map { [one, two, $0] } } }
        for masks in sequences(of: Array(1...7), count) where masks == masks.sorted() {
            let prices = masks.indices.map { Int128(1 + ($0 * 3 + masks[0]) % 2) }
            for size in sizes { expectAsReference(prices, masks, size) }
        }
    }

    @Test(arguments: 0..<10) func `random worlds of runs`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for round in 0..<60 {
            let setCount = Int.random(in: 1...4, using: &random)
            let runCount = Int.random(in: 1...5, using: &random)
            var pool = (0..<runCount).map { element in
                line(element, .random(in: 1...4, using: &random), at: 100 * .random(in: 1...4, using: &random))
            }
            for place in pool.indices { pool[place].isBenefited = Int.random(in: 0..<4, using: &random) == 0 }
            let sets = (0..<setCount).map { _ in
                let least = Int128.random(in: 1...3, using: &random)
                let most = Int.random(in: 0..<6, using: &random) == 0 ? nil : least + .random(in: 0...2, using: &random)
                return pieceSet(
                    least, most, DrawOrder.allCases.randomElement(using: &random) ?? .asEntered,
                    matches: (0..<runCount).map { _ in Bool.random(using: &random) })
            }
            expectAsReference(sets, pool, "seed \(seed) round \(round)")
        }
    }

    @Test(arguments: 100..<106) func `the number does not depend on the order of listing`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for round in 0..<40 {
            let runCount = Int.random(in: 2...8, using: &random)
            let pool = (0..<runCount).map { line($0, .random(in: 1...50, using: &random), at: 7 + Int128($0)) }
            let isFixed = round % 2 == 0
            let sets = (0..<Int.random(in: 2...4, using: &random)).map { _ in
                let least = Int128.random(in: 1...3, using: &random)
                return pieceSet(
                    least, isFixed ? least : least + .random(in: 0...2, using: &random),
                    matches: (0..<runCount).map { _ in Bool.random(using: &random) })
            }
            let numbers = CompositionReference(sets, []).orders(Array(sets.indices)).map { listing in
                subTickets(form(sets: listing.map { sets[$0] }, limit: nil, base: .benefitedPrice, from: pool))
            }
            #expect(Set(numbers).count == 1, "seed \(seed) round \(round)")
        }
    }

    private func sequences(of values: [Int], _ length: Int) -> [[Int]] {
        if length == 0 { return [[]] }
        return sequences(of: values, length - 1).flatMap { head in values.map { head + [$0] } }
    }
}
