import Testing

@testable import Promotions

/// Sets whose units share values, keep values apart, or are weighed and summed instead of counted.
@Suite struct CompositionValuesTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let prices: [Int128]
        let sets: [DrawSet]
        /// By sub-ticket and set: the prices drawn, dearest first.
        let expected: [[[Int128]]]
    }

    static let examples: [Example] = [
        Example(
            testDescription: "one value in each sub-ticket, by its dearest unit", prices: [10, 9, 8, 7, 6],
            sets: [pieceSet(2, 2, equivalence: [1, 2, 1, 2, 2])], expected: [[[10, 8]], [[9, 7]]]),
        Example(
            testDescription: "a value that is too rare is passed over", prices: [10, 9, 8],
            sets: [pieceSet(2, 2, equivalence: [1, 2, 2])], expected: [[[9, 8]]]),
        Example(
            testDescription: "the value of the dear one, its cheap others", prices: [10, 9, 8, 4, 3],
            sets: [pieceSet(2, 2, .oneMoreExpensive, equivalence: [1, 2, 1, 1, 2])], expected: [[[10, 4]], [[9, 3]]]),
        Example(
            testDescription: "up to the most of a value, then what is left of it", prices: [5, 5, 5, 5, 4],
            sets: [pieceSet(1, 3, equivalence: [1, 1, 1, 1, 2])], expected: [[[5, 5, 5]], [[5]], [[4]]]),
        Example(
            testDescription: "no value twice", prices: [10, 9, 8, 7],
            sets: [pieceSet(2, 2, inequivalence: [[1, 1, 2, 2]])], expected: [[[10, 8]], [[9, 7]]]),
        Example(
            testDescription: "no value of two attributes twice", prices: [10, 9, 8],
            sets: [pieceSet(2, 3, inequivalence: [[1, 2, 3], [1, 1, 2]])], expected: [[[10, 8]]]),
        Example(
            testDescription: "one brand, different codes", prices: [10, 9, 8, 7],
            sets: [pieceSet(2, nil, equivalence: [1, 1, 1, 2], inequivalence: [[1, 1, 2, 3]])],
            expected: [[[10, 8]]]),
        Example(
            testDescription: "the second set's only unit is left to it", prices: [10, 9, 8],
            sets: [
                pieceSet(2, 2, equivalence: [1, 1, 1]), pieceSet(1, 1, matches: [true, false, false]),
            ],
            expected: [[[9, 8], [10]]]),
        Example(
            testDescription: "the most of the first leaves the second its least, in any order of listing",
            prices: [10, 9, 8, 7],
            sets: [pieceSet(1, 4, equivalence: [1, 1, 1, 1]), pieceSet(1, 4, equivalence: [1, 1, 1, 1])],
            expected: [[[10, 9, 8], [7]]]),
        Example(
            testDescription: "another value is taken where the first would leave a set short", prices: [10, 9, 8, 7],
            sets: [
                pieceSet(2, 2, equivalence: [1, 1, 2, 2]), pieceSet(1, 1, matches: [true, false, false, false]),
            ],
            expected: [[[8, 7], [10]]]),
    ]

    @Test(arguments: examples) func `values`(example: Example) {
        let pool = lines(example.prices)
        let formation = form(sets: example.sets, limit: nil, base: .benefitedPrice, from: pool)
        let prices = elements(formation).map { draws in
            draws.map { $0.keys.map { example.prices[$0] }.sorted(by: >) }
        }
        #expect(prices == example.expected)
        expectSound(formation, example.sets, of: pool)
    }

    private func weighed(_ element: Int, _ grams: Int128, _ price: Int128) -> Run {
        Run(kind: .item, element: element, pieces: 1_000, magnitude: grams, listPrice: price, price: price / 2)
    }

    private func measured(
        _ measure: Measure, _ least: Int128, _ most: Int128?, _ order: DrawOrder = .moreExpensiveFirst,
        kind: ElementKind = .item
    ) -> DrawSet {
        DrawSet(
            min: least, max: most, measure: measure, order: order, kind: kind,
            matches: Array(repeating: true, count: 9))
    }

    @Test func `a line is split only where the most would be exceeded`() {
        let pool = [weighed(0, 600, 9_000), weighed(1, 700, 7_001), weighed(2, 0, 99_000)]
        let sets = [measured(.magnitude, 1_000, 1_000)]
        let formation = form(sets: sets, limit: nil, base: .originalPrice, from: pool)
        #expect(formation.groups.map(\.repetitions) == [1])
        #expect(formation.groups.first?.draws.first?.map(\.magnitude) == [600, 400])
        #expect(formation.groups.first?.draws.first?.map(\.listPrice) == [9_000, 4_000])
        #expect(formation.rest.map(\.magnitude) == [300, 0])
        expectSound(formation, sets, of: pool)
    }

    @Test func `without a most whole lines go into one sub-ticket`() {
        let pool = [weighed(0, 600, 9_000), weighed(1, 700, 7_001)]
        let sets = [measured(.magnitude, 1_000, nil)]
        let formation = form(sets: sets, limit: nil, base: .originalPrice, from: pool)
        #expect(formation.groups == [SubTicketGroup(repetitions: 1, draws: [pool])])
        #expect(formation.rest.isEmpty)
    }

    @Test func `one line from the other end comes first`() {
        let pool = [weighed(0, 500, 9_000), weighed(1, 500, 5_000), weighed(2, 500, 1_000)]
        let sets = [measured(.magnitude, 1_000, 1_000, .oneMoreExpensive)]
        let formation = form(sets: sets, limit: nil, base: .originalPrice, from: pool)
        #expect(formation.groups.map { $0.draws[0].map(\.element) } == [[0, 2]])
    }

    @Test func `a long line is split in bulk`() {
        let pool = [weighed(0, 9_999_000, 99_990_000)]
        let sets = [measured(.magnitude, 1_000, 1_000)]
        let formation = form(sets: sets, limit: nil, base: .originalPrice, from: pool)
        #expect(subTickets(formation) == 9_999)
        #expect(formation.groups.count <= 5)
        expectSound(formation, sets, base: .originalPrice, of: pool)
    }

    @Test(arguments: [PriceBase.originalPrice: 2, .benefitedPrice: 1]) func `the base names the price summed`(
        base: PriceBase, expected: Int
    ) {
        let pool = [weighed(0, 0, 100), weighed(1, 0, 100)]
        let sets = [measured(.price, 100, 100)]
        let formation = form(sets: sets, limit: nil, base: base, from: pool)
        #expect(subTickets(formation) == Int128(expected))
        expectSound(formation, sets, base: base, of: pool)
    }

    @Test func `kinds of elements do not mix`() {
        let coupon = Run(kind: .coupon, element: 0, pieces: 3_000, magnitude: 0, listPrice: 300, price: 300)
        let customer = Run(kind: .customer, element: 0, pieces: 1_000, magnitude: 50_000, listPrice: 0, price: 0)
        let pool = [line(0, 2, at: 100), coupon, customer]
        let sets = [
            pieceSet(1, 1), measured(.qty, 1_000, 1_000, kind: .coupon),
            measured(.points, 20_000, 25_000, kind: .customer),
        ]
        let formation = form(sets: sets, limit: nil, base: .benefitedPrice, from: pool)
        #expect(subTickets(formation) == 2)
        #expect(formation.rest.map(\.kind) == [.coupon])
        expectSound(formation, sets, of: pool)
    }

    @Test func `what is left of a piece is drawn whole`() {
        var half = line(0, 2, at: 100)
        half.pieces = 1_500
        let formation = form(sets: [pieceSet(1, 1)], limit: nil, base: .benefitedPrice, from: [half])
        #expect(formation.groups.map { $0.draws[0].map(\.pieces) } == [[1_000], [500]])
        expectSound(formation, [pieceSet(1, 1)], of: [half])
    }
}
