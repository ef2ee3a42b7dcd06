import Testing

@testable import Promotions

/// The parts of forming by themselves: orders, listings, what is kept for later, and where looking ahead ends.
@Suite struct CompositionPartsTests {
    @Test func `orders of listing`() {
        #expect(ListingOrders.orders(of: 1) == [[0]])
        #expect(ListingOrders.orders(of: 2) == [[0, 1], [1, 0]])
        let most = ListingOrders.orders(of: ListingOrders.maxPermutedSets)
        #expect(Set(most).count == 120)
        #expect(most.first == [0, 1, 2, 3, 4])
        let beyond = ListingOrders.orders(of: ListingOrders.maxPermutedSets + 1)
        #expect(beyond.map { $0[0] } == [0, 1, 2, 3, 4, 5])
        #expect(beyond.allSatisfy { $0.sorted() == [0, 1, 2, 3, 4, 5] })
    }

    @Test func `orders of drawing end in the seq`() {
        var pool = [line(0, at: 5), line(1, 3, at: 7), line(2, at: 5), line(3, at: 5)]
        pool[0].isBenefited = true
        let orders = DrawOrders(pool, .benefitedPrice)
        #expect(orders.sequences[DrawOrders.Direction.falling.rawValue] == [1, 2, 3, 0])
        #expect(orders.sequences[DrawOrders.Direction.rising.rawValue] == [2, 3, 0, 1])
        #expect(orders.sequences[DrawOrders.Direction.entered.rawValue] == [0, 1, 2, 3])
        #expect(orders.ranks[DrawOrders.Direction.falling.rawValue] == [3, 0, 1, 2])
    }

    @Test func `orders for sets hold what these draw`() {
        let pool = lines([10, 9, 2, 1])
        let set = pieceSet(1, 1, matches: [true, false, true, true])
        let orders = DrawOrders(pool, .benefitedPrice, for: [set])
        let all = DrawOrders(pool, .benefitedPrice)
        for direction in DrawOrders.Direction.allCases {
            let drawn = all.sequences[direction.rawValue].filter { $0 != 1 }
            let isUsed = set.order.directions.first == direction || set.order.directions.rest == direction
            #expect(orders.sequences[direction.rawValue] == (isUsed ? drawn : []))
        }
    }

    @Test func `a target keeps pieces for later`() throws {
        let pool = lines([10, 9, 2, 1])
        let sets = [pieceSet(1, 1), pieceSet(1, 1, matches: [true, true, false, false])]
        let draw = try #require(PieceDraw(sets, from: pool, DrawOrders(pool, .benefitedPrice), .benefitedPrice))
        #expect(draw.capacity() == 2)
        var greedy = PieceForming(draw)
        #expect(greedy.form(by: [0, 1], target: 0, most: .max).formed == 1)
        var keeping = PieceForming(draw)
        #expect(keeping.form(by: [0, 1], target: 2, most: .max).formed == 2)
        #expect(draw.plan(1).map(\.repetitions) == [1])
    }

    @Test func `a minimum above the maximum forms nothing`() throws {
        let pool = lines([1, 1, 1])
        let draw = try #require(
            PieceDraw([pieceSet(3, 2)], from: pool, DrawOrders(pool, .benefitedPrice), .benefitedPrice))
        #expect(draw.capacity() == 0)
        #expect(form(sets: [pieceSet(3, 2)], limit: nil, base: .benefitedPrice, from: pool).groups.isEmpty)
    }

    @Test func `watching ends where it costs too much`() {
        let orders = DrawOrders(lines(Array(repeating: 1, count: 200)), .benefitedPrice)
        func isWatched(_ sets: Int, _ classes: Int) -> Bool {
            let drawSets = (0..<sets).map { place in
                pieceSet(1, 1, matches: (0..<200).map { $0 < classes && ($0 + 1) & (1 << place) != 0 })
            }
            let pool = lines(Array(repeating: 1, count: 200))
            return PieceDraw(drawSets, from: pool, orders, .benefitedPrice) != nil
        }
        #expect(isWatched(7, 127))
        #expect(isWatched(8, 64))
        #expect(!isWatched(8, 65))
        #expect(isWatched(10, 16))
        #expect(!isWatched(10, 17))
        #expect(!isWatched(PieceDraw.maxSets + 1, 1))
    }

    @Test(arguments: [PieceDraw.maxSets, PieceDraw.maxSets + 1]) func `many sets that share all pieces`(count: Int) {
        let pool = [line(0, 40, at: 5)]
        let sets = Array(repeating: pieceSet(1, 1), count: count)
        let formation = form(sets: sets, limit: nil, base: .benefitedPrice, from: pool)
        #expect(subTickets(formation) == Int128(40 / count))
        expectSound(formation, sets, of: pool)
    }

    @Test func `the best order of listing is kept beside the listed one`() {
        // Listed first, the first set takes a unit of the second's each time; listed second, it finds none left.
        let pool = [line(0, 2, at: 10), line(1, 2, at: 9)]
        let sets = [
            pieceSet(1, 1, inequivalence: [[1, 2]]), pieceSet(1, 3, matches: [true, false]),
        ]
        let draw = LineDraw(sets, from: pool, DrawOrders(pool, .benefitedPrice), .benefitedPrice)
        var forming = LineForming(draw)
        let plans = draw.plans(upTo: .max)
        #expect(plans.best.subTickets >= plans.listed.subTickets)
        #expect(plans.listed.map(\.repetitions) == [1])
        #expect(forming.form(by: [1, 0], most: .max).subTickets == plans.best.subTickets)
        forming.restart()
        #expect(forming.form(by: [0, 1], most: .max) == plans.listed)
        forming.restart()
        #expect(forming.form(by: [0, 1], most: .max) == plans.listed)
    }

    @Test func `looking ahead ends, and what is formed is still sound`() {
        let pool = (0..<60).map { line($0, 2, at: Int128(100 + $0)) }
        let values = (0..<60).map { Int32($0 % 20) }
        let sets = (0..<5).map { place in
            pieceSet(
                2, 3, matches: (0..<60).map { $0 % (place + 2) != 0 }, equivalence: values, inequivalence: [values])
        }
        let formation = form(sets: sets, limit: nil, base: .benefitedPrice, from: pool)
        #expect(formation.groups.isEmpty)
        #expect(formation.shortSet == 0)
        let loose = sets.map { set in
            var set = set
            set.inequivalence = []
            return set
        }
        let formed = form(sets: loose, limit: nil, base: .benefitedPrice, from: pool)
        #expect(!formed.groups.isEmpty)
        expectSound(formed, loose, of: pool)
    }
}
