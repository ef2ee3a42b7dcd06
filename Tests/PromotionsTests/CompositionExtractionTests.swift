import TestSupport
import Testing

@testable import Promotions

/// Splitting in bulk against splitting one sub-ticket after the other.
@Suite struct CompositionExtractionTests {
    /// What each sub-ticket gets when runs are split one by one.
    private func oneByOne(_ group: PlannedGroup, _ measures: [Measure], _ pool: [Run]) -> (
        draws: [[[Run]]], rest: [Run]
    ) {
        var runs = pool
        let draws = (0..<group.repetitions).map { _ in
            var parts = [[Run]](repeating: [], count: measures.count)
            for set in group.listing {
                for take in group.draws[set] {
                    let whole = runs[take.run].size(in: measures[set])
                    parts[set].append(runs[take.run].split(min(take.amount, whole), of: whole))
                }
            }
            return parts
        }
        return (draws, runs)
    }

    private func expectAsOneByOne(
        _ group: PlannedGroup, _ measures: [Measure], _ pool: [Run], atMost groups: Int,
        _ comment: @autoclosure () -> String = ""
    ) {
        var extraction = Extraction(from: pool, measures: measures, base: .originalPrice)
        let bulk = extraction.extract(group)
        let slow = oneByOne(group, measures, pool)
        let drawn = bulk.flatMap { Array(repeating: $0.draws, count: Int($0.repetitions)) }
        #expect(drawn == slow.draws, "\(comment())")
        #expect(extraction.runs == slow.rest, "\(comment())")
        #expect(bulk.count <= groups, "\(comment())")
    }

    @Test func `a third of a line of three`() {
        let pool = [Run(kind: .item, element: 0, pieces: 3_000, magnitude: 0, listPrice: 100_000, price: 100_000)]
        let group = PlannedGroup(repetitions: 3, listing: [0], draws: [[Take(run: 0, amount: 1_000)]])
        var extraction = Extraction(from: pool, measures: [.qty], base: .originalPrice)
        let groups = extraction.extract(group)
        #expect(groups.map(\.repetitions) == [2, 1])
        #expect(groups.map { $0.draws[0][0].price } == [33_333, 33_334])
        expectAsOneByOne(group, [.qty], pool, atMost: 2)
    }

    @Test func `the last piece may be a fraction`() {
        let pool = [Run(kind: .item, element: 0, pieces: 2_500, magnitude: 0, listPrice: 250, price: 250)]
        let group = PlannedGroup(repetitions: 3, listing: [0], draws: [[Take(run: 0, amount: 1_000)]])
        var extraction = Extraction(from: pool, measures: [.qty], base: .originalPrice)
        #expect(extraction.extract(group).map { $0.draws[0][0].pieces } == [1_000, 500])
        #expect(extraction.runs[0].pieces == 0)
        expectAsOneByOne(group, [.qty], pool, atMost: 2)
    }

    @Test(arguments: 0..<20) func `any runs and draws`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for round in 0..<30 {
            let pool = (0..<3).map { element in
                Run(
                    kind: .item, element: element, pieces: 1_000 * .random(in: 100...400, using: &random),
                    magnitude: .random(in: 100_000...9_000_000, using: &random),
                    listPrice: .random(in: 100_000...90_000_000, using: &random),
                    price: .random(in: 0...90_000, using: &random))
            }
            let measures = [Measure.qty, round % 3 == 0 ? .magnitude : .qty]
            let draws = measures.map { measure in
                let amounts = (0..<3).map { _ in Int128.random(in: 0...3, using: &random) * 1_000 }
                return amounts.enumerated().filter { $1 > 0 }.map { Take(run: $0, amount: $1) }
            }
            let group = PlannedGroup(
                repetitions: .random(in: 1...16, using: &random), listing: [0, 1].shuffled(using: &random),
                draws: draws)
            expectAsOneByOne(group, measures, pool, atMost: 16, "seed \(seed) round \(round)")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 100]) func `a long line comes out in few groups`(size: Int128) {
        let pool = [
            Run(
                kind: .item, element: 0, pieces: 9_999_000, magnitude: 1_234_567, listPrice: 123_456_789,
                price: 98_765_432)
        ]
        let group = PlannedGroup(
            repetitions: 9_999 / size, listing: [0], draws: [[Take(run: 0, amount: size * Run.onePiece)]])
        expectAsOneByOne(group, [.qty], pool, atMost: 7)
    }
}
