import Loyalty
import Promotions
import TestSupport
import Testing

struct PointLotsTests {
    static func lots(_ lots: [(Int, Int?)]) -> PointLots {
        PointLots(
            lots.enumerated().map { index, lot in
                PointLots.Lot(
                    id: index + 1, points: Money(whole: lot.0), expires: lot.1.map { LocalDate(days: $0) })
            })
    }

    static func draws(_ draws: [(Int, Int)]) -> [PointLots.Draw] {
        draws.map { PointLots.Draw(lot: $0.0, points: Money(whole: $0.1)) }
    }

    private func outcome<Value>(of change: () -> Value) -> Value { change() }

    @Test func `points are spent in the order in which they expire`() throws {
        var lots = Self.lots([(10, nil), (10, 30), (10, 20), (0, 5), (10, 20)])
        #expect(outcome(of: { lots.spend(Money(whole: 34)) }) == Self.draws([(3, 10), (5, 10), (2, 10), (1, 4)]))
        #expect(lots.total == Money(whole: 6))
        #expect(outcome(of: { lots.spend(Money(whole: 7)) }) == nil)
        #expect(lots.total == Money(whole: 6))
        #expect(outcome(of: { lots.spend(.zero) }) == [])
        #expect(outcome(of: { lots.spend(Money(units: -1)) }) == nil)
    }

    @Test func `a lot can be spent on its last day and expires on the next`() {
        var lots = Self.lots([(10, 20), (5, nil)])
        #expect(outcome(of: { lots.expire(before: LocalDate(days: 20)) }) == [])
        #expect(outcome(of: { lots.expire(before: LocalDate(days: 21)) }) == Self.draws([(1, 10)]))
        #expect(outcome(of: { lots.expire(before: LocalDate(days: 21)) }) == [])
        #expect(lots.total == Money(whole: 5))
    }

    @Test func `spending and putting back leaves the lots as they were`() throws {
        for seed in UInt64(1)...500 {
            var random = SeededRandom(seed: seed)
            let count = 1 + random.below(6)
            let before = Self.lots((0..<count).map { _ in (random.below(20), random.pick([nil, 10, 20, 30])) })
            var lots = before
            let points = Money(units: Int128(random.below(Int(before.total.units) + 1)))
            let spent = lots.spend(points)
            let draws = try #require(spent, "seed \(seed)")
            #expect(draws.reduce(.zero) { $0 + $1.points } == points, "seed \(seed)")
            #expect(lots.total + points == before.total, "seed \(seed)")
            #expect(lots.lots.allSatisfy { $0.points >= .zero }, "seed \(seed)")
            lots.putBack(draws)
            #expect(lots == before, "seed \(seed)")
        }
    }
}
