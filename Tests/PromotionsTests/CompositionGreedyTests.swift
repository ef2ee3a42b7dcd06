import TestSupport
import Testing

@testable import Promotions

/// Sets with values against plain greedy forming of single pieces.
@Suite struct CompositionGreedyTests {
    /// Draws set after set, each up to its most, and ends where a set falls short.
    private func greedy(_ reference: CompositionReference, _ listing: [Int]) -> CompositionReference.SubTickets {
        var free = Set(reference.units.indices)
        var result: CompositionReference.SubTickets = []
        while true {
            var draws = [[Int: Int128]](repeating: [:], count: listing.count)
            for set in listing {
                guard let units = draw(reference, set, free) else { return result }
                free.subtract(units)
                for unit in units { draws[set][reference.units[unit].element, default: 0] += Run.onePiece }
            }
            result.append(draws)
        }
    }

    private func draw(_ reference: CompositionReference, _ place: Int, _ free: Set<Int>) -> [Int]? {
        let set = reference.sets[place]
        func value(_ values: [Int32], _ unit: Int) -> Int32 { values[reference.units[unit].element] }
        for head in reference.first[place] where free.contains(head) {
            var drawn = [head]
            for unit in reference.rest[place] where free.contains(unit) && drawn.count < Int(set.most) {
                if drawn.contains(unit) { continue }
                if !set.equivalence.isEmpty, value(set.equivalence, unit) != value(set.equivalence, head) { continue }
                let isApart = set.inequivalence.allSatisfy { values in
                    drawn.allSatisfy { value(values, $0) != value(values, unit) }
                }
                if isApart { drawn.append(unit) }
            }
            if drawn.count >= Int(set.least) { return drawn }
            if set.equivalence.isEmpty { return nil }
        }
        return nil
    }

    private func world(_ random: inout SeededRandom, sets: Int) -> ([DrawSet], [Run]) {
        let runs = Int.random(in: 1...6, using: &random)
        let pool = (0..<runs).map { element in
            line(element, .random(in: 1...3, using: &random), at: 100 * .random(in: 1...4, using: &random))
        }
        let drawSets = (0..<sets).map { place in
            let least = Int128.random(in: 1...3, using: &random)
            let values = (0..<3).map { _ in (0..<runs).map { _ in Int32.random(in: 0...2, using: &random) } }
            let style = Int.random(in: place == 0 ? 1...4 : 0...4, using: &random)
            return pieceSet(
                least, least + .random(in: 0...2, using: &random),
                DrawOrder.allCases.randomElement(using: &random) ?? .asEntered,
                matches: (0..<runs).map { _ in Int.random(in: 0..<3, using: &random) > 0 },
                equivalence: style % 2 == 1 ? values[0] : [],
                inequivalence: style >= 2 ? Array(values[1...(style == 4 ? 2 : 1)]) : [])
        }
        return (drawSets, pool)
    }

    @Test(arguments: 0..<8) func `one set is drawn greedily`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for round in 0..<100 {
            let (sets, pool) = world(&random, sets: 1)
            let formation = form(sets: sets, limit: nil, base: .benefitedPrice, from: pool)
            let expected = greedy(CompositionReference(sets, pool), [0])
            #expect(elements(formation) == expected, "seed \(seed) round \(round)")
            expectSound(formation, sets, of: pool, "seed \(seed) round \(round)")
        }
    }

    @Test(arguments: 100..<108) func `several sets are not fewer than by any order of listing`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for round in 0..<60 {
            let (sets, pool) = world(&random, sets: Int.random(in: 2...3, using: &random))
            let formation = form(sets: sets, limit: nil, base: .benefitedPrice, from: pool)
            let reference = CompositionReference(sets, pool)
            let greedy = reference.orders(Array(sets.indices)).map { self.greedy(reference, $0).count }
            #expect(Int(subTickets(formation)) >= greedy.max() ?? 0, "seed \(seed) round \(round)")
            let numbers = reference.orders(Array(sets.indices)).map { listing in
                subTickets(form(sets: listing.map { sets[$0] }, limit: nil, base: .benefitedPrice, from: pool))
            }
            #expect(Set(numbers).count == 1, "order of listing, seed \(seed) round \(round)")
            expectSound(formation, sets, of: pool, "seed \(seed) round \(round)")
        }
    }

    @Test(arguments: 200..<206) func `weighed and summed sets lose nothing`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for round in 0..<60 {
            var (sets, pool) = world(&random, sets: Int.random(in: 1...3, using: &random))
            for place in pool.indices {
                pool[place].magnitude = .random(in: 0...3_000, using: &random)
                pool[place].listPrice += 7
            }
            for place in sets.indices where Bool.random(using: &random) {
                sets[place].measure = Bool.random(using: &random) ? .magnitude : .price
                sets[place].min = .random(in: 1...1_000, using: &random)
                sets[place].max = sets[place].min + .random(in: 0...1_000, using: &random)
            }
            let limit = Int.random(in: 1...20, using: &random)
            let formation = form(sets: sets, limit: limit, base: .originalPrice, from: pool)
            expectSound(formation, sets, limit: limit, base: .originalPrice, of: pool, "seed \(seed) round \(round)")
        }
    }
}
