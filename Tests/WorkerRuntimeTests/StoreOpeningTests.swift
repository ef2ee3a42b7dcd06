import Storage
import Testing

@testable import WorkerRuntime

/// A worker whose database is not there waits for it, and says so once.
struct StoreOpeningTests {
    struct Unusable: Error {}

    static func opening(_ database: String, _ clock: ManualClock, _ lines: Lines, until: Int64) throws -> StoreOpening {
        let configuration = try Configuration(
            environment: ["PROMO_DATABASE": database], defaultWorkerName: "w", readFile: { _ in nil })
        return StoreOpening(
            configuration: configuration, log: lines.log(), clock: clock,
            shouldStop: { clock.monotonicMilliseconds >= until })
    }

    @Test func `it is tried again until it works`() throws {
        let (clock, lines) = (ManualClock(), Lines())
        var tries = 0
        let opening = try Self.opening("sqlite::memory:", clock, lines, until: 60_000)
        let waiting = opening.open { (context: WorkerContext) in
            tries += 1
            if tries < 4 { throw Unusable() }
            return try context.store.outbox.count()
        }
        #expect(waiting == 0 && tries == 4)
        #expect(lines.all.count { $0.contains("\"message\":\"The database cannot be used") } == 1)
    }

    @Test func `a request to stop ends the waiting`() throws {
        let (clock, lines) = (ManualClock(), Lines())
        let opening = try Self.opening("sqlite:/nowhere/at/all.db", clock, lines, until: 10_000)
        #expect(opening.open { _ in true } == nil)
        #expect(clock.monotonicMilliseconds >= 10_000)
    }
}
