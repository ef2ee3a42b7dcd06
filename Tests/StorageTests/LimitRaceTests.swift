import Foundation
import Promotions
import Storage
import TestSupport
import Testing

/// Many tills on one limit.
enum Tills {
    static let max: Int128 = 1_000
    static let window = 3

    static func open(_ address: String) throws -> any Database {
        try DatabaseURL(address).open(SQLiteOptions(synchronous: .normal, busyTimeout: 60_000))
    }

    /// Sells until nothing is left; returns how much was granted.
    ///
    /// A careful till reads the balance and asks for no more; a blind one asks and is refused.
    static func sell(at address: String, till: Int, isCareful: Bool, days: Bool) throws -> Int128 {
        let database = try open(address)
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
                        try limits.lock([key], company: "c", day: day)
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

    static func used(_ address: String) throws -> Int128 {
        let limits = Store(database: try open(address)).limits
        try StorageCheck.expectSound(limits)
        return try limits.list(of: "c", count: 100).reduce(0) { $0 + Int128($1.used) }
    }
}

/// Where tills may sell: a file or a schema that is gone with it.
struct Market {
    let address: String
    private let owner: any Sendable

    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case sqlite = "SQLite"
        case postgres = "PostgreSQL"

        var testDescription: String { rawValue }

        /// Those that can be had; PostgreSQL where `PROMO_TEST_POSTGRES` says where.
        static let all = PostgresSchema.server == nil ? [.sqlite] : Kind.allCases
    }

    init(_ kind: Kind) throws {
        switch kind {
        case .sqlite:
            let folder = try TemporaryFolder()
            (address, owner) = ("sqlite:" + folder.path("store.db"), folder)
        case .postgres:
            let schema = try PostgresSchema()
            (address, owner) = (schema.text, schema)
        }
        try Migrator.migrate(try Tills.open(address), now: 1)
    }
}

@Suite("Many tills on one limit")
struct LimitRaceTests {
    @Test(
        "grant all of it and not a cent more, each on its thread",
        arguments: Market.Kind.all, [(false, false), (false, true), (true, false), (true, true)])
    func threads(kind: Market.Kind, till: (isCareful: Bool, days: Bool)) throws {
        let market = try Market(kind)
        let address = market.address
        let outcome = Race.run(4) { number in
            try Tills.sell(at: address, till: number, isCareful: till.isCareful, days: till.days)
        }
        #expect(outcome.errors == [])
        #expect(outcome.results.reduce(0, +) == Tills.max)
        #expect(try Tills.used(address) == Tills.max)
    }

    @Test("grant all of it and not a cent more, each in its process", arguments: Market.Kind.all)
    func processes(kind: Market.Kind) async throws {
        let market = try Market(kind)
        let address = market.address
        async let first = #expect(processExitsWith: .success) { [address = address as String] in
            _ = try Tills.sell(at: address, till: 1, isCareful: true, days: false)
        }
        async let second = #expect(processExitsWith: .success) { [address = address as String] in
            _ = try Tills.sell(at: address, till: 2, isCareful: false, days: false)
        }
        _ = await (first, second)
        #expect(try Tills.used(address) == Tills.max)
    }

    @Test("every answer is that of one order of all grants", arguments: Market.Kind.all)
    func order(kind: Market.Kind) throws {
        let market = try Market(kind)
        let address = market.address
        let outcome = Race.run(4) { till in
            let database = try Tills.open(address)
            let limits = Store(database: database).limits
            var random = SeededRandom(seed: UInt64(till))
            var grants: [(left: Int128, amount: Int128)] = []
            while grants.last?.left != 0 {
                let (key, day) = (LimitKey(limit: "hot", scopeKey: "c"), LocalDate(days: 1))
                let wanted = Int128(Int.random(in: 1...13, using: &random))
                let grant = try database.transaction { () throws(StorageError) in
                    try limits.lock([key], company: "c", day: day)
                    let question = Limits.Question(key: key, period: .undefined)
                    let left = Tills.max - (try limits.used([question], company: "c", day: day, byOthersThan: nil)[0])
                    let amount = min(wanted, left)
                    let hold = Hold(key: key, period: .undefined, day: day, amount: amount, max: Tills.max)
                    try limits.replaceHolds(of: "\(till)-\(grants.count)", company: "c", with: [hold])
                    return (left: left - amount, amount: amount)
                }
                grants.append(grant)
            }
            return grants.map { [$0.left, $0.amount] }
        }
        #expect(outcome.errors == [])
        // Each grant begins with what the one before left.
        var left = Tills.max
        for grant in outcome.results.flatMap({ $0 }).filter({ $0[1] > 0 }).sorted(by: { $0[0] > $1[0] }) {
            #expect(grant[0] + grant[1] == left)
            left = grant[0]
        }
        #expect(left == 0)
        #expect(try Tills.used(address) == Tills.max)
    }
}
