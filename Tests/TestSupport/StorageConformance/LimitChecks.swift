import Promotions
public import Storage
public import Testing

extension StorageCheck {
    /// What limits have to do.
    public static let limits: [StorageCheck] = [
        StorageCheck("holds count for others, not for their own transaction") { database in
            let limits = Store(database: database).limits
            try limits.replaceHolds(of: "t", company: "c", with: [hold("l", 300)])
            #expect(try used(limits, "l", by: "u") == 300)
            #expect(try used(limits, "l", by: "t") == 0)
            #expect(try used(limits, "other", by: "u") == 0)
            #expect(
                try limits.used(
                    [.init(key: key("l"), period: .undefined)], company: "d", day: day(1), byOthersThan: "u")
                    == [0])
            try expectSound(limits)
        },
        StorageCheck("new holds replace old ones, up, down, away and on another day") { database in
            let limits = Store(database: database).limits
            let steps: [[Hold]] = [
                [hold("a", 300), hold("b", 5, days: 3, on: 4)], [hold("a", 1_000), hold("b", 10, days: 3, on: 4)],
                [hold("a", 1), hold("b", 10, days: 3, on: 3)], [hold("b", 10, days: 3, on: 5)],
                [hold("a", 0), hold("c", 7)], [],
            ]
            for holds in steps {
                try limits.replaceHolds(of: "t", company: "c", with: holds)
                for name in ["a", "b", "c"] {
                    let sum = holds.filter { $0.key == key(name) }.reduce(0) { $0 + $1.amount }
                    let listed = try limits.list(of: "c", limit: name, count: 9)
                    #expect(listed.reduce(0) { $0 + Int128($1.used) } == sum)
                    #expect(listed.allSatisfy { $0.used == $0.held })
                }
                try expectSound(limits)
            }
        },
        StorageCheck("the maximum is reached exactly and never passed") { database in
            let limits = Store(database: database).limits
            try limits.replaceHolds(of: "t", company: "c", with: [hold("l", 600, max: 1_000)])
            try limits.replaceHolds(of: "u", company: "c", with: [hold("l", 400, max: 1_000)])
            let error = #expect(throws: StorageError.self) {
                try database.transaction { () throws(StorageError) in
                    try limits.replaceHolds(of: "v", company: "c", with: [hold("k", 3), hold("l", 1, max: 1_000)])
                }
            }
            #expect(error?.code == .limitOverrun(limit: "l"))
            #expect(error?.isOfTheWorld == true)
            #expect(try used(limits, "l", by: "x") == 1_000)
            #expect(try used(limits, "k", by: "x") == 0)
            try expectSound(limits)
        },
        StorageCheck("a maximum that fell lets what is held stand and shrink, not grow") { database in
            let limits = Store(database: database).limits
            try limits.replaceHolds(of: "t", company: "c", with: [hold("l", 600, max: 1_000)])
            try limits.replaceHolds(of: "t", company: "c", with: [hold("l", 600, max: 100)])
            try limits.replaceHolds(of: "t", company: "c", with: [hold("l", 500, max: 100)])
            #expect(throws: StorageError.self) {
                try limits.replaceHolds(of: "t", company: "c", with: [hold("l", 501, max: 100)])
            }
            #expect(throws: StorageError.self) {
                try limits.replaceHolds(of: "u", company: "c", with: [hold("m", 1, max: 0)])
            }
            try limits.replaceHolds(of: "u", company: "c", with: [hold("l", 500, max: 1_000)])
            #expect(try used(limits, "l", by: "x") == 1_000)
        },
        StorageCheck("holds of one counter are added, under the smaller maximum") { database in
            let limits = Store(database: database).limits
            try limits.replaceHolds(of: "t", company: "c", with: [hold("l", 2), hold("l", 3)])
            #expect(try used(limits, "l", by: "x") == 5)
            #expect(throws: StorageError.self) {
                try limits.replaceHolds(of: "u", company: "c", with: [hold("l", 2, max: 9), hold("l", 3)])
            }
        },
        StorageCheck("amounts that do not fit are refused, maxima that do not fit are no limit") { database in
            let limits = Store(database: database).limits
            let most = Int128(Int64.max)
            for amount in [-1, most + 1, .max, .min] as [Int128] {
                let error = #expect(throws: StorageError.self) {
                    try limits.replaceHolds(of: "t", company: "c", with: [hold("l", amount, max: .max)])
                }
                #expect(error?.code == .outOfRange)
            }
            let twice = #expect(throws: StorageError.self) {
                try limits.replaceHolds(
                    of: "t", company: "c", with: [hold("l", most, max: .max), hold("l", 1, max: .max)])
            }
            #expect(twice?.code == .outOfRange)
            try limits.replaceHolds(of: "t", company: "c", with: [hold("l", most - 1, max: .max)])
            try limits.replaceHolds(of: "u", company: "c", with: [hold("l", 1, max: .max)])
            let full = #expect(throws: StorageError.self) {
                try limits.replaceHolds(of: "v", company: "c", with: [hold("l", 1, max: .max)])
            }
            #expect(full?.code == .limitOverrun(limit: "l"))
            #expect(try used(limits, "l", by: "x") == most)
            try expectSound(limits)
        },
        StorageCheck("what is booked stays, and both go with a release") { database in
            let limits = Store(database: database).limits
            try limits.replaceHolds(of: "t", company: "c", with: [hold("l", 5), hold("m", 7, days: 2, on: 1)])
            try limits.book("t")
            try limits.book("t")
            #expect(try limits.list(of: "c", count: 9).map(\.held) == [0, 0])
            #expect(try used(limits, "l", by: "x") == 5)
            let error = #expect(throws: StorageError.self) {
                try limits.replaceHolds(of: "t", company: "c", with: [])
            }
            #expect(error?.code == .constraint)
            try limits.replaceHolds(of: "u", company: "c", with: [hold("l", 1)])
            for transaction in ["t", "t", "u", "nobody"] { try limits.release(transaction) }
            #expect(try limits.list(of: "c", count: 9) == [])
            try expectSound(limits)
        },
        StorageCheck("a return gives back what its sale booked, and no more") { database in
            let limits = Store(database: database).limits
            try limits.replaceHolds(of: "t", company: "c", with: [hold("l", 5), hold("d", 7, days: 2, on: 1)])
            try limits.replaceHolds(of: "u", company: "c", with: [hold("l", 9)])
            #expect(try limits.giveBack(3, of: key("l"), bookedBy: "t") == 0)
            try limits.book("t")
            for (amount, given, left) in [(-1, 0, 14), (3, 3, 11), (3, 2, 9), (3, 0, 9)] as [(Int128, Int128, Int128)] {
                #expect(try limits.giveBack(amount, of: key("l"), bookedBy: "t") == given)
                #expect(try used(limits, "l", by: "x") == left)
                try expectSound(limits)
            }
            #expect(try limits.giveBack(.max, of: key("d"), bookedBy: "t") == 7)
            #expect(try limits.list(of: "c", count: 9).map(\.held) == [9])
            try expectSound(limits)
        },
        StorageCheck("lapsed holders are open, hold of the limit, and are silent since the moment") { database in
            let store = Store(database: database)
            for (terminal, time) in [("1", Int64(30)), ("2", 10), ("3", 20), ("4", 10), ("5", 10)] {
                let record = sale(terminal, second: 1, at: time)
                try store.transactions.open(record)
                let limit = terminal == "4" ? "other" : "l"
                try store.limits.replaceHolds(of: record.key.id, company: "c", with: [hold(limit, 1)])
                if terminal == "5" { try store.limits.book(record.key.id) }
            }
            let lapsed = try store.limits.lapsedHolders(of: key("l"), company: "c", before: 30, limit: 9)
            #expect(lapsed.map(\.session.terminal) == ["2", "3"])
            #expect(try store.limits.lapsedHolders(of: key("l"), company: "c", before: 30, limit: 1).count == 1)
        },
        StorageCheck("counters are listed page by page") { database in
            let limits = Store(database: database).limits
            let holds = ["a", "b", "c"].flatMap { name in [1, 2, 3].map { hold(name, Int128($0), days: 9, on: $0) } }
            try limits.replaceHolds(of: "t", company: "c", with: holds)
            var seen: [LimitCounter] = []
            while true {
                let page = try limits.list(of: "c", after: seen.last, count: 2)
                seen += page
                if page.count < 2 { break }
            }
            #expect(seen.map(\.key.limit) == ["a", "a", "a", "b", "b", "b", "c", "c", "c"])
            #expect(seen.map(\.day) == [1, 2, 3, 1, 2, 3, 1, 2, 3])
            #expect(try limits.list(of: "c", limit: "b", count: 9) == Array(seen[3..<6]))
        },
        StorageCheck("scope keys that look alike to people are different counters") { database in
            let limits = Store(database: database).limits
            let keys = ["\u{e9}", "e\u{301}"].map { LimitKey(limit: "l", scopeKey: $0) }
            let holds = keys.map { Hold(key: $0, period: .undefined, day: day(1), amount: 1, max: 1) }
            try limits.replaceHolds(of: "t", company: "c", with: holds)
            try limits.replaceHolds(of: "t", company: "c", with: [holds[1]])
            try limits.replaceHolds(of: "u", company: "c", with: [holds[0]])
            try expectSound(limits)
        },
    ]

    static func key(_ limit: String) -> LimitKey { LimitKey(limit: limit, scopeKey: "s") }
    static func day(_ number: Int) -> LocalDate { LocalDate(days: number) }

    static func hold(
        _ limit: String, _ amount: Int128, max: Int128 = 100_000, days: Int? = nil, on number: Int = 1
    ) -> Hold {
        Hold(
            key: key(limit), period: days.map { .days($0) } ?? .undefined, day: day(number), amount: amount, max: max)
    }

    static func used(_ limits: Limits, _ limit: String, by transaction: String) throws -> Int128 {
        try #require(
            try limits.used(
                [.init(key: key(limit), period: .undefined)], company: "c", day: day(1), byOthersThan: transaction
            ).first)
    }

    /// Counters are the sum of their holds.
    public static func expectSound(
        _ limits: Limits, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try limits.mismatches(count: 9) == [], comment, sourceLocation: sourceLocation)
    }
}
