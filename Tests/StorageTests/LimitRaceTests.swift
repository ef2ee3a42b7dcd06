import Foundation
import Promotions
import Storage
import TestSupport
import Testing

/// Many tills on one limit.
enum Tills {
    static let max: Int128 = 1_000
    static let window = 3

    static func open(_ path: String) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path, options: SQLiteOptions(synchronous: .normal, busyTimeout: 60_000))
    }

    /// Sells until nothing is left; returns how much was granted.
    ///
    /// A careful till reads the balance and asks for no more; a blind one asks and is refused.
    static func sell(path: String, till: Int, isCareful: Bool, days: Bool) throws -> Int128 {
        let database = try open(path)
        let limits = Store(database: database).limits
        var random = SeededRandom(seed: UInt64(till))
        var granted: Int128 = 0
        for sale in 0..<400 {
            let day = LocalDate(days: days ? 100 + Int.random(in: 0..<window, using: &random) : 1)
            let period: Limit.Period = days ? .days(window) : .undefined
            let key = LimitKey(limit: "hot", scopeKey: "c")
            var amount = Int128(Int.random(in: 1...13, using: &random))
            do throws(StorageError) {
                granted += try database.transaction { () throws(StorageError) in
                    if isCareful {
                        let used = try limits.used(
                            [.init(key: key, period: period)], company: "c", day: day, byOthersThan: "\(till)-\(sale)")
                        amount = min(amount, max - (used.first ?? 0))
                    }
                    let hold = Hold(key: key, period: period, day: day, amount: amount, max: max)
                    try limits.replaceHolds(of: "\(till)-\(sale)", company: "c", with: [hold])
                    return amount
                }
            } catch {
                guard !isCareful, error.code == .limitOverrun(limit: "hot") else { throw error }
            }
        }
        return granted
    }

    static func used(_ path: String) throws -> Int128 {
        let limits = Store(database: try open(path)).limits
        try StorageCheck.expectSound(limits)
        return try limits.list(of: "c", count: 100).reduce(0) { $0 + Int128($1.used) }
    }
}

@Suite("Many tills on one limit")
struct LimitRaceTests {
    @Test("grant all of it and not a cent more, each on its thread", arguments: [false, true], [false, true])
    func threads(isCareful: Bool, days: Bool) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        try Migrator.migrate(try Tills.open(path), now: 1)
        let outcome = Race.run(4) { till in
            try Tills.sell(path: path, till: till, isCareful: isCareful, days: days)
        }
        #expect(outcome.errors == [])
        #expect(outcome.results.reduce(0, +) == Tills.max)
        #expect(try Tills.used(path) == Tills.max)
    }

    @Test("grant all of it and not a cent more, each in its process")
    func processes() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        try Migrator.migrate(try Tills.open(path), now: 1)
        async let first = #expect(processExitsWith: .success) { [path = path as String] in
            _ = try Tills.sell(path: path, till: 1, isCareful: true, days: false)
        }
        async let second = #expect(processExitsWith: .success) { [path = path as String] in
            _ = try Tills.sell(path: path, till: 2, isCareful: false, days: false)
        }
        _ = await (first, second)
        #expect(try Tills.used(path) == Tills.max)
    }
}
