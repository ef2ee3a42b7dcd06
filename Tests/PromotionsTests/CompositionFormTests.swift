import Testing

@testable import Promotions

/// Worked examples of forming: prices of single pieces in, prices by sub-ticket and set out.
@Suite struct CompositionFormTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let prices: [Int128]
        let sets: [DrawSet]
        var limit: Int?
        /// By sub-ticket and set: the prices drawn, dearest first.
        let expected: [[[Int128]]]
    }

    static let examples: [Example] = [
        Example(
            testDescription: "two at a time, dearest first", prices: [10, 8, 6, 4, 3], sets: [pieceSet(2, 2)],
            expected: [[[10, 8]], [[6, 4]]]),
        Example(
            testDescription: "one dear with one cheap", prices: [10, 8, 6, 4, 3],
            sets: [pieceSet(2, 2, .oneMoreExpensive)], expected: [[[10, 3]], [[8, 4]]]),
        Example(
            testDescription: "one cheap with two dear", prices: [10, 8, 6, 4, 3],
            sets: [pieceSet(3, 3, .oneLessExpensive)], expected: [[[10, 8, 3]]]),
        Example(
            testDescription: "cheapest first", prices: [10, 8, 6, 4, 3], sets: [pieceSet(2, 2, .lessExpensiveFirst)],
            expected: [[[4, 3]], [[8, 6]]]),
        Example(
            testDescription: "as entered", prices: [3, 10, 4, 8], sets: [pieceSet(2, 2, .asEntered)],
            expected: [[[10, 3]], [[8, 4]]]),
        Example(
            testDescription: "up to the most comes first", prices: Array(repeating: 10, count: 7),
            sets: [pieceSet(1, 3)], expected: [[[10, 10, 10]], [[10, 10, 10]], [[10]]]),
        Example(
            testDescription: "no maximum takes everything once", prices: [5, 4, 3], sets: [pieceSet(2, nil)],
            expected: [[[5, 4, 3]]]),
        Example(
            testDescription: "a limit ends it", prices: [5, 4, 3], sets: [pieceSet(1, 1)], limit: 2,
            expected: [[[5]], [[4]]]),
        Example(
            testDescription: "a limit of none", prices: [5, 4, 3], sets: [pieceSet(1, 1)], limit: 0, expected: []),
        Example(
            testDescription: "no set at all", prices: [5, 4, 3], sets: [], expected: []),
        Example(
            testDescription: "a set that could take the other's only unit leaves it", prices: [10, 8],
            sets: [pieceSet(1, 1), pieceSet(1, 1, matches: [true, false])], expected: [[[8], [10]]]),
        Example(
            testDescription: "later sub-tickets count: the second set's units are kept for it", prices: [10, 9, 2, 1],
            sets: [pieceSet(1, 1), pieceSet(1, 1, matches: [true, true, false, false])],
            expected: [[[2], [10]], [[1], [9]]]),
        Example(
            testDescription: "with a limit of one nothing need be kept for later", prices: [10, 9, 2, 1],
            sets: [pieceSet(1, 1), pieceSet(1, 1, matches: [true, true, false, false])], limit: 1,
            expected: [[[10], [9]]]),
        Example(
            testDescription: "another set is the bottleneck: the first may take what it likes", prices: [10, 9, 8, 1],
            sets: [
                pieceSet(1, 2, matches: [true, true, true, false]),
                pieceSet(1, 1, matches: [false, true, true, false]),
                pieceSet(1, 1, matches: [false, false, false, true]),
            ],
            expected: [[[10, 9], [8], [1]]]),
        Example(
            testDescription: "the maximum of the first leaves the second its minimum", prices: [10, 9, 8, 7],
            sets: [pieceSet(1, 4), pieceSet(1, 1)], expected: [[[10, 9, 8], [7]]]),
    ]

    @Test(arguments: examples) func `sub-tickets`(example: Example) {
        let pool = lines(example.prices)
        let formation = form(sets: example.sets, limit: example.limit, base: .benefitedPrice, from: pool)
        let prices = elements(formation).map { draws in
            draws.map { $0.keys.map { example.prices[$0] }.sorted(by: >) }
        }
        #expect(prices == example.expected)
        expectSound(formation, example.sets, limit: example.limit, of: pool)
    }

    @Test func `units without a benefit go first, then the lower seq`() {
        var pool = lines([5, 5, 5, 5])
        pool[0].isBenefited = true
        let formation = form(sets: [pieceSet(1, 1)], limit: nil, base: .benefitedPrice, from: pool)
        #expect(elements(formation).map { $0[0].keys.first } == [1, 2, 3, 0])
    }

    @Test(arguments: [PriceBase.originalPrice: 0, .benefitedPrice: 1]) func `the base orders units`(
        base: PriceBase, dearest: Int
    ) {
        var pool = lines([10, 9])
        pool[0].price = 1
        let formation = form(sets: [pieceSet(1, 1)], limit: 1, base: base, from: pool)
        #expect(elements(formation) == [[[dearest: Run.onePiece]]])
    }

    @Test func `many sub-tickets alike are one group`() throws {
        let pool = [line(0, 9_999, at: 19_900), line(1, 9_999, at: 5_000)]
        let sets = [pieceSet(2, 2, matches: [true, false]), pieceSet(1, 1, matches: [false, true])]
        let formation = form(sets: sets, limit: nil, base: .benefitedPrice, from: pool)
        #expect(formation.groups.map(\.repetitions) == [4_999])
        #expect(formation.rest == [line(0, 1, at: 19_900), line(1, 5_000, at: 5_000)])
        expectSound(formation, sets, of: pool)
    }

    struct Shortage: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let prices: [Int128]
        let sets: [DrawSet]
        let set: Int
        let size: Int128
    }

    @Test(arguments: [
        Shortage(testDescription: "too few", prices: [1, 1], sets: [pieceSet(3, 3)], set: 0, size: 2_000),
        Shortage(testDescription: "nothing at all", prices: [], sets: [pieceSet(1, nil)], set: 0, size: 0),
        Shortage(
            testDescription: "the second set", prices: [1, 1], sets: [pieceSet(1, 1), pieceSet(3, 3)], set: 1,
            size: 2_000),
        Shortage(
            testDescription: "each has enough, not both", prices: [1, 1, 1], sets: [pieceSet(2, 2), pieceSet(2, 2)],
            set: 1, size: 1_000),
        Shortage(
            testDescription: "the best of several values", prices: [1, 1, 1, 1],
            sets: [pieceSet(4, 4, equivalence: [0, 1, 1, 1])], set: 0, size: 3_000),
        Shortage(
            testDescription: "different values", prices: [1, 1, 1, 1],
            sets: [pieceSet(4, 4, inequivalence: [[0, 1, 1, 0]])], set: 0, size: 2_000),
    ]) func `the set that is short`(shortage: Shortage) {
        let formation = form(sets: shortage.sets, limit: nil, base: .benefitedPrice, from: lines(shortage.prices))
        #expect(formation.shortSet == shortage.set)
        #expect(formation.shortSize == shortage.size)
        expectSound(formation, shortage.sets, of: lines(shortage.prices))
    }
}
