import Promotions
import Storage
import Testing

extension StorageCheck {
    static let retention: [StorageCheck] = [
        StorageCheck("answers stay while their transaction is unclosed, and then as long as the company says") {
            database in
            let store = Store(database: database)
            try store.companies.save(CompanySettings(answerRetention: 10), of: "c")
            for (terminal, closed) in [("1", Int64(5_000)), ("2", 9_000), ("3", nil)] {
                var record = sale(terminal, second: 1)
                (record.state, record.closedAt) = (closed == nil ? .open : .committed, closed)
                try store.transactions.open(record)
                try store.processedMessages.record(
                    .init(transaction: record.key.id, bytes: [1]), to: request(1, "b", terminal: terminal), now: 1)
            }
            func kept() throws -> [Bool] {
                try ["1", "2", "3"].map {
                    try store.processedMessages.answer(to: request(1, "b", terminal: $0)) != nil
                }
            }
            #expect(try purge(.answers, store, now: 15_000) == 0)
            #expect(try purge(.answers, store, now: 15_001) == 1)
            #expect(try kept() == [false, true, true])
            #expect(try purge(.answers, store, now: 1_000_000) == 1)
            #expect(try kept() == [false, false, true])
        },
        StorageCheck("a forgotten transaction leaves its bookings counted") { database in
            let store = Store(database: database)
            for second in 1...3 {
                var record = sale("1", second: second)
                (record.state, record.closedAt) = (.committed, Int64(second))
                try store.transactions.open(record)
                try store.limits.replaceHolds(of: record.key.id, company: "c", with: [hold("l", 5)])
                try store.limits.book(record.key.id)
                try store.processedMessages.record(
                    .init(transaction: record.key.id, bytes: [1]), to: request(second, "b"), now: 1)
            }
            let settings = RetentionSettings(transactions: 0)
            #expect(try Retention.transactions.run(on: store, settings, now: 3, limit: 1) == 1)
            #expect(try Retention.transactions.run(on: store, settings, now: 3, limit: 9) == 1)
            #expect(try Retention.transactions.run(on: store, settings, now: 3, limit: 9) == 0)
            #expect(try store.transactions.find(sale("1", second: 2).key.id) == nil)
            #expect(try store.processedMessages.answer(to: request(2, "b")) == nil)
            #expect(try store.transactions.current(of: sale("1", second: 3).key.session)?.state == .committed)
            #expect(try used(store.limits, "l", by: "x") == 15)
            try expectSound(store.limits)
            #expect(try Retention.transactions.run(on: store, settings, now: 4, limit: 9) == 1)
            #expect(try store.companies.known(limit: 9) == [])
            #expect(try used(store.limits, "l", by: "x") == 15)
            try expectSound(store.limits)
        },
        StorageCheck("what forgotten transactions booked counts where everybody's holds do, company by company") {
            database in
            let store = Store(database: database)
            for (company, amount) in [("c", Int128(30)), ("d", 20)] {
                let record = sale("1", second: 1, company: company)
                try store.transactions.open(record)
                try store.limits.replaceHolds(of: record.key.id, company: company, with: [hold("l", amount)])
                try store.limits.book(record.key.id)
                try store.transactions.forget(record.key)
            }
            let question = Limits.Question(key: key("l"), period: .undefined)
            for store in [store, store.remembering()] {
                for (company, amount) in [("c", Int128(30)), ("d", 20)] {
                    let used = try store.limits.used([question], company: company, day: day(1), byOthersThan: nil)
                    #expect(used == [amount])
                }
            }
        },
        StorageCheck("days are forgotten when no window reaches them, whole lives never") { database in
            let store = Store(database: database)
            var record = sale("1", second: 1)
            (record.state, record.closedAt) = (.committed, 1)
            try store.transactions.open(record)
            try store.limits.replaceHolds(
                of: record.key.id, company: "c",
                with: [hold("life", 1), hold("one", 2, days: 1, on: 100), hold("ten", 3, days: 10, on: 100)])
            try store.limits.book(record.key.id)
            func left() throws -> [String] { try store.limits.list(of: "c", count: 9).map(\.key.limit) }
            // The transaction is there still, so its days are too.
            _ = try purgeDays(store, today: 500)
            #expect(try left() == ["life", "one", "ten"])
            #expect(
                try Retention.transactions.run(on: store, RetentionSettings(transactions: 0), now: 2, limit: 9) == 1)
            #expect(try purgeDays(store, today: 101) == 0)
            #expect(try purgeDays(store, today: 102) > 0)
            #expect(try left() == ["life", "ten"])
            #expect(try purgeDays(store, today: 110) == 0)
            #expect(try purgeDays(store, today: 111) > 0)
            #expect(try left() == ["life"])
            #expect(try database.query("SELECT day FROM limit_counters", []).count == 1)
            try expectSound(store.limits)
        },
        StorageCheck("maps go when no store, no kept sale and no numbering needs them") { database in
            let store = Store(database: database)
            for version in 1...5 { try store.maps.insert(stored(version, at: 0), document: "") }
            try store.storeMaps.distribute(MapVersion(company: "c", version: 2), to: ["1"], now: 0)
            try store.storeMaps.distribute(MapVersion(company: "c", version: 4), to: ["1"], now: 100_000)
            var record = sale("1", second: 1)
            record.mapVersion = 3
            try store.transactions.open(record)
            #expect(try purge(.maps, store, now: 100_000) == 1)
            #expect(try purge(.storeMaps, store, now: 130_000) == 0)
            #expect(try purge(.storeMaps, store, now: 130_001) == 1)
            #expect(try purge(.maps, store, now: 130_001) == 1)
            #expect(try store.maps.list(of: "c", limit: 9).map(\.version) == [5, 4, 3])
            #expect(try store.storeMaps.inForce(company: "c", store: "1", now: 130_001) == 4)
        },
        StorageCheck("workers and attempts are forgotten by age") { database in
            let store = Store(database: database)
            for (name, time) in [("a", Int64(1)), ("b", 2), ("d", 3)] {
                try store.workers.start(name, kind: "k", now: time)
                try store.workers.loaded(MapVersion(company: "c", version: 1), by: name, now: time)
                _ = try store.deliveryAttempts.count(queue: "q", key: name, now: time)
            }
            for step in [Retention.workers, .deliveryAttempts] {
                #expect(try step.run(on: store, nothingKept, now: 3, limit: 1) == 1)
                #expect(try purge(step, store, now: 3) == 1)
                #expect(try purge(step, store, now: 3) == 0)
            }
            #expect(try store.workers.live(kind: "k", now: 3) == ["d"])
            #expect(try store.deliveryAttempts.attempts(queue: "q", key: "d") == 1)
            #expect(try database.query("SELECT worker FROM worker_maps", []).count == 1)
        },
        StorageCheck("every step finds nothing in an empty database") { database in
            for step in Retention.allCases {
                let forgotten = try purge(step, Store(database: database), now: 1_000_000_000_000)
                #expect(forgotten == 0, "\(step)")
            }
        },
    ]

    private static let nothingKept = RetentionSettings(
        transactions: 0, maps: 0, limitDays: 0, deliveryAttempts: 0, workers: 0)

    private static func purge(_ step: Retention, _ store: Store, now: Int64) throws -> Int {
        try step.run(on: store, nothingKept, now: now, limit: 100)
    }

    private static func purgeDays(_ store: Store, today: Int) throws -> Int {
        try purge(.limitDays, store, now: Int64(today) * 86_400_000)
    }
}
