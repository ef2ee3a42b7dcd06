import Loyalty
import Promotions
import Storage
import Testing

extension StorageCheck {
    static let loyaltyRetention: [StorageCheck] = [
        StorageCheck("coupons that ended are forgotten, unless a kept sale knows them") { database in
            let world = try LoyaltyWorld(database)
            let codes = try world.coupons(4)
            var record = TransactionRecord(
                key: TransactionKey(
                    session: SessionKey(company: "c", store: "5", terminal: "2"), opened: LoyaltyWorld.moment(100)),
                lastDateTime: LoyaltyWorld.moment(100), lastMessageAt: 1)
            try world.store.transactions.open(record)
            _ = try world.finish(record.key.id, using: [codes[0]])
            _ = try world.finish("forgotten", using: [codes[1]])
            _ = try world.store.coupons.cancel(codes[2], of: "c", now: 1)
            #expect(try forget(.coupons, world, now: 1) == 0)
            #expect(try forget(.coupons, world, now: 2) == 2)
            #expect(try codes.map { try world.state($0) } == [.consumed, nil, nil, .active])
            #expect(try world.events(codes[1]) == [])
            (record.state, record.closedAt) = (.committed, 1)
            try world.store.transactions.save(record)
            #expect(try Retention.transactions.run(on: world.store, nothingKept, now: 9, limit: 9) == 1)
            #expect(try forget(.coupons, world, now: 2) == 1)
            #expect(try database.query("SELECT bar_code FROM coupon_uses", []).isEmpty)
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
        StorageCheck("old entries of ledgers are gathered into a sum, and what they leave adds up") { database in
            let world = try LoyaltyWorld(database)
            try world.card("6001")
            for (sale, points) in [("a", 5), ("b", 7), ("d", -6)] {
                _ = try world.finish(sale, moving: ["6001": points])
            }
            #expect(try forget(.cardMovements, world, now: 2, limit: 2) == 2)
            #expect(try forget(.cardMovements, world, now: 2) == 1)
            #expect(try forget(.cardMovements, world, now: 9) == 0)
            let ledger = try world.store.cards.ledger(of: "6001", company: "c", limit: 9)
            #expect(ledger.map(\.kind) == [.carried])
            #expect(ledger.map(\.points) == [Money(whole: 6)])
            #expect(ledger.map(\.balance) == [Money(whole: 6)])
            #expect(try database.query("SELECT lot FROM point_lots", []).count == 1)
            #expect(try database.query("SELECT lot FROM point_draws", []).isEmpty)
            #expect(try world.finish("e", moving: ["6001": -6]).movements.map(\.number) == [4])
            #expect(try world.rollback("e") == [])
            #expect(try world.lots("6001") == [[6, 130]])
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
        StorageCheck("the work on returns is forgotten when it is over") { database in
            let jobs = Store(database: database).returnJobs
            let world = try LoyaltyWorld(database)
            for id in ["r1", "r2"] { try jobs.add(ReturnJob(id: id, original: id, company: "c", now: 1)) }
            _ = try jobs.take(by: "a", lease: 3, now: 1)
            try jobs.end("r1", by: "a", .reject, errors: [ReturnError(element: "", code: 9211, text: "t")], now: 2)
            #expect(try forget(.returnJobs, world, now: 2) == 0)
            #expect(try forget(.returnJobs, world, now: 9) == 1)
            #expect(try jobs.errors(of: "r1") == [])
            #expect(try jobs.list(of: "c", limit: 9).map(\.id) == ["r2"])
        },
    ]

    private static let nothingKept = RetentionSettings(transactions: 0)

    private static func forget(
        _ step: Retention, _ world: LoyaltyWorld, now: Int64, limit: Int = 100
    ) throws(StorageError) -> Int {
        try step.run(on: world.store, nothingKept, now: now, limit: limit)
    }
}
