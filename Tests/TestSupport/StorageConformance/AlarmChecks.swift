import Promotions
import Storage
import Testing

extension StorageCheck {
    /// What alarms have to do.
    public static let alarms: [StorageCheck] = [
        StorageCheck("10 applications, 80 %: the alarm is raised at 8, once, and mailed") { database in
            let world = try AlarmWorld(database, value: 10, [.percent(80, "boss@example.com")])
            for sale in 1...7 { #expect(try world.sell("s\(sale)", 1) == []) }
            #expect(try world.sell("s8", 1) == ["80%"])
            for sale in 9...10 { #expect(try world.sell("s\(sale)", 1) == []) }
            let alarm = try #require(try world.store.alarms.list(of: "c", limit: 9).first)
            #expect(alarm.used == 80_000 && alarm.maximum == 100_000 && alarm.promotion == "p" && alarm.day == 0)
            let mail = try #require(try world.store.mails.list(limit: 9).first)
            #expect(mail.kind == .alarm && mail.id == alarm.id && mail.recipient == "boss@example.com")
            #expect(try world.store.alarms.find(mail) == alarm)
            let job = try #require(try world.store.outbox.next(limit: 9).first)
            #expect(job.routingKey == "alarms" && job.type == "alarm.job" && job.id == mail.id)
        },
        StorageCheck("1500 for each customer, value 1000: at 1000, and not a ten-thousandth before") { database in
            let world = try AlarmWorld(database, value: 1_500, [.value(1_000, "")])
            #expect(try world.sell("a", units: 9_999_999) == [])
            #expect(try world.sell("b", units: 1) == ["1000"])
            #expect(try world.sell("c", 1_000, to: "other") == ["1000"])
            #expect(try world.store.alarms.list(of: "c", limit: 9).count == 2)
            #expect(try world.store.mails.list(limit: 9) == [])
        },
        StorageCheck("a sale that jumps over several marks raises each, 100 % is all of it") { database in
            let world = try AlarmWorld(database, value: 10, [.percent(50, "a@b"), .value(7, ""), .percent(100, "a@b")])
            #expect(try world.sell("a", 4) == [])
            #expect(try world.sell("b", 5) == ["50%", "7"])
            #expect(try world.sell("c", 1) == ["100%"])
            #expect(try world.store.mails.list(limit: 9).count == 2)
        },
        StorageCheck("what open tickets hold raises nothing until it is booked") { database in
            let world = try AlarmWorld(database, value: 10, [.percent(80, "")])
            try world.hold("open", 7)
            #expect(try world.sell("a", 2) == [])
            #expect(try world.book("open") == ["80%"])
        },
        StorageCheck("a return that lowers the counter does not arm it again") { database in
            let world = try AlarmWorld(database, value: 10, [.value(8, "")])
            #expect(try world.sell("a", 8) == ["8"])
            #expect(try world.store.limits.giveBack(80_000, of: world.key("k"), bookedBy: "a") == 80_000)
            #expect(try world.sell("b", 9) == [])
        },
        StorageCheck("each day has its own alarm, and overlapping windows no more than one crossing") { database in
            let daily = try AlarmWorld(database, limit: "day", period: .days(1), value: 10, [.value(8, "")])
            #expect(try daily.sell("a", 8, on: 1) == ["8"])
            #expect(try daily.sell("b", 1, on: 1) == [])
            #expect(try daily.sell("c", 8, on: 2) == ["8"])
            let weekly = try AlarmWorld(database, limit: "week", period: .days(7), value: 100, [.value(8, "")])
            #expect(try weekly.sell("d", 4, on: 1) == [])
            #expect(try weekly.sell("e", 4, on: 3) == ["8"])
            #expect(try weekly.sell("f", 1, on: 4) == [])
            // The first day has left the window: 5 are in it.
            #expect(try weekly.sell("g", 2, on: 8) == [])
            #expect(try weekly.sell("h", 1, on: 8) == ["8"])
            #expect(try daily.store.alarms.list(of: "c", limit: 9).map(\.day).sorted() == [1, 2, 3, 8])
            let settings = RetentionSettings(limitDays: 0)
            #expect(try Retention.alarms.run(on: daily.store, settings, now: 4 * 86_400_000, limit: 9) == 2)
            #expect(try Retention.alarms.run(on: daily.store, settings, now: 4 * 86_400_000, limit: 9) == 0)
        },
        StorageCheck("in a batch that remembers its rows alarms are the same") { database in
            let world = try AlarmWorld(database, value: 10, [.percent(80, "a@b")])
            try database.begin()
            var batch = world
            batch.store = world.store.remembering().locking(LimitLocks())
            let lock = LimitLock(company: "c", key: world.key("k"))
            try batch.store.limits.lockTogether([lock], day: LocalDate(days: 1))
            for sale in 1...7 { #expect(try batch.sell("s\(sale)", 1) == []) }
            #expect(try batch.sell("s8", 1) == ["80%"])
            try batch.store.commit()
            #expect(try world.store.alarms.list(of: "c", limit: 9).count == 1)
            try expectSound(world.store.limits)
        },
    ]
}

/// Sales that take from one limit.
struct AlarmWorld {
    var store: Store
    let limit: Limit

    init(
        _ database: any Database, limit: String = "l", period: Limit.Period = .undefined, value: Int128,
        _ alarms: [Limit.Alarm]
    ) throws {
        try #require(value > 0)
        store = Store(database: database)
        self.limit = Limit(
            id: limit, scope: .customer, period: period, kind: .benefitApplicationCount, value: value * 10_000,
            alarms: alarms)
    }

    func key(_ who: String) -> LimitKey { LimitKey(limit: limit.id, scopeKey: who) }

    func hold(_ sale: String, units: Int128, to who: String = "k", on day: Int = 1) throws {
        try store.limits.replaceHolds(
            of: sale, company: "c",
            with: [
                Hold(key: key(who), period: limit.period, day: LocalDate(days: day), amount: units, max: limit.value)
            ])
    }

    func hold(_ sale: String, _ count: Int128) throws { try hold(sale, units: count * 10_000) }

    /// Books what a sale holds; the marks that are reached.
    func book(_ sale: String) throws -> [String] {
        try store.limits.book(sale)
        return try store.alarms.raise(
            bookedBy: sale, company: "c", watched: [limit.id: Alarms.Watched(limit: limit, promotion: "p")], now: 7
        ).map(\.mark)
    }

    func sell(_ sale: String, _ count: Int128, to who: String = "k", on day: Int = 1) throws -> [String] {
        try sell(sale, units: count * 10_000, to: who, on: day)
    }

    func sell(_ sale: String, units: Int128, to who: String = "k", on day: Int = 1) throws -> [String] {
        try hold(sale, units: units, to: who, on: day)
        return try book(sale)
    }
}

extension Limit.Alarm {
    fileprivate static func percent(_ percent: Int128, _ email: String) -> Limit.Alarm {
        Limit.Alarm(value: percent * 10_000, isPercentage: true, email: email)
    }

    fileprivate static func value(_ value: Int128, _ email: String) -> Limit.Alarm {
        Limit.Alarm(value: value * 10_000, isPercentage: false, email: email)
    }
}
