import Promotions
import Testing

@testable import Storage

/// What a batch remembers of counters and holds.
struct BatchMemoryTests {
    @Test func `a counter's days are known as far as they were read, and only those that changed are written`() {
        var counters = CounterMemory()
        #expect(!counters.covers(3...3))
        counters.learn([DayWindows.Use(day: 3, used: 5)], of: 2...4)
        #expect(counters.covers(2...4) && !counters.covers(1...4))
        #expect(counters.widened(to: 6...7) == 2...7)
        counters.take(4, on: 4, lastDay: 10)
        counters.give(2, on: 3)
        #expect(counters.uses(in: 3...4).map(\.used) == [3, 4])
        #expect(counters.uses(in: 4...4).map(\.used) == [4])
        // What was read anew does not undo what was taken.
        counters.learn([DayWindows.Use(day: 3, used: 5), DayWindows.Use(day: 6, used: 1)], of: 2...7)
        #expect(counters.uses(in: 2...7).map(\.used) == [3, 4, 1])
        #expect(counters.days[4]?.stored == nil && counters.days[4]?.isTaken == true)
        counters.written(4)
        #expect(counters.days[4]?.stored == 4 && counters.days[4]?.isTaken == false)
    }

    @Test func `the day that locks a limit does not widen what is read of its other days`() {
        var counters = CounterMemory()
        counters.learn([DayWindows.Use(day: 0, used: 0)], of: 0...0)
        #expect(counters.covers(0...0) && !counters.covers(-1...0))
        #expect(counters.widened(to: 19_000...19_006) == 19_000...19_006)
        counters.learn([DayWindows.Use(day: 19_003, used: 5)], of: 19_000...19_006)
        #expect(counters.covers(0...0) && counters.covers(19_000...19_006) && !counters.covers(18_999...19_000))
        #expect(counters.widened(to: 19_007...19_007) == 19_000...19_007)
        #expect(counters.uses(in: 19_000...19_006).map(\.used) == [5])
    }

    @Test func `holds are written where they differ from their rows, in order`() {
        func hold(_ limit: String, _ amount: Int64) -> StoredHold {
            let counter = CounterKey(key: LimitKey(limit: limit, scopeKey: "s"), day: 0)
            return StoredHold(transaction: "t", company: "c", counter: counter, amount: amount, state: .held)
        }
        func table(_ holds: [StoredHold]) -> [CounterKey: StoredHold] {
            Dictionary(uniqueKeysWithValues: holds.map { ($0.counter, $0) })
        }
        var holds = HoldMemory(table([hold("a", 1), hold("b", 2), hold("c", 3)]))
        #expect(holds.changed == [])
        holds.current = table([hold("d", 1), hold("a", 1), hold("b", 9)])
        #expect(holds.changed.map(\.key.limit) == ["b", "c", "d"])
    }

    @Test func `rows are told apart by their bytes`() {
        let memory = BatchMemory()
        memory.mapsInForce[RowKey("2", "\u{E9}")] = 1
        memory.mapsInForce[RowKey("2", "e\u{301}")] = 2
        #expect(memory.mapsInForce.count == 2)
        #expect(RowKey("ab", "c") != RowKey("a", "bc"))
    }

    @Test func `a change that meets no row is refused as it says`() throws {
        let database = try SQLiteDatabase(path: ":memory:")
        let refusal = StorageError(.constraint, place: "here", text: "not there")
        try Migrator.migrate(database, now: 1)
        let change = Change("DELETE FROM outbox WHERE id = $1", [.text("a")], otherwise: refusal)
        #expect(throws: refusal) { try database.later(change) }
        let questions = (1...3).map { Statement("SELECT CAST($1 AS BIGINT) AS value", [.int($0)]) }
        let answers = try database.queryTogether(questions).map { (rows) throws(StorageError) in
            try rows.first?.int("value")
        }
        #expect(answers == [1, 2, 3])
    }
}
