import Loyalty
import Promotions
import Storage
import Testing

extension StorageCheck {
    static let returns: [StorageCheck] = [
        StorageCheck("returns block what a sale involved, each once, until the last is done") { database in
            let world = try LoyaltyWorld(database)
            let (codes, issued) = try soldWorld(world)
            let all = codes + issued
            for id in ["r1", "r1", "r2"] { try world.store.loyalty.block(sale: "s", for: id, of: "c", now: 3) }
            #expect(try all.map { try world.state($0) } == [.consumed, .blocked, .blocked, .blocked])
            #expect(try all.map { try world.coupon($0)?.blocks } == [0, 2, 2, 2])
            #expect(try world.store.cards.find("6001", of: "c")?.card.blocks == 2)
            #expect(try world.store.loyalty.blocked(by: "r1").count == 4)
            #expect(try world.finish("t", moving: ["6001": -1]).refusedCards.map(\.reason) == [.notAuthorised])
            #expect(try world.finish("t", using: [codes[1]]).refusedCoupons.map(\.reason) == [.inactive])
            for id in ["r1", "r1"] { try world.store.loyalty.unblock(id, now: 4) }
            #expect(try world.state(issued[0]) == .blocked)
            try world.store.loyalty.unblock("r2", now: 4)
            #expect(try all.map { try world.state($0) } == [.consumed, .active, .active, .active])
            #expect(try world.store.cards.find("6001", of: "c")?.card.blocks == 0)
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
        StorageCheck("what is blocked does not expire until it is free") { database in
            let world = try LoyaltyWorld(database)
            let (_, issued) = try soldWorld(world)
            try world.store.loyalty.block(sale: "s", for: "r", of: "c", now: 3)
            #expect(try world.expire(before: 200) == 0)
            try world.store.loyalty.unblock("r", now: 3)
            #expect(try world.expire(before: 200) > 0)
            #expect(try world.state(issued[0]) == .expired)
            #expect(try world.balance("6001") == 0)
        },
        StorageCheck("a plan is carried out once, and what it cannot do is not asked for again") { database in
            let world = try LoyaltyWorld(database)
            let (codes, issued) = try soldWorld(world)
            _ = try world.finish("t", using: [issued[0]])
            try world.store.loyalty.block(sale: "s", for: "r", of: "c", now: 3)
            let before = outcome(2, Set(codes), 15)
            for _ in 1...2 {
                try world.undo("r", from: before, to: outcome(0, [], 0))
                try world.store.loyalty.unblock("r", now: 4)
                #expect(try codes.map { try world.state($0) } == [.active, .active])
                #expect(try codes.map { try world.coupon($0)?.uses } == [0, 0])
                #expect(try issued.map { try world.state($0) } == [.consumed, .cancelled])
                #expect(try world.balance("6001") == 0)
            }
            let elements = try world.store.loyalty.elements(ofSale: "s", of: "c")
            #expect(elements.issued.map(\.isTakenBack) == [true, true])
            #expect(elements.spent == [:])
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
        StorageCheck("a calculated coupon gets its new worth") { database in
            let world = try LoyaltyWorld(database)
            let sold = try world.finish("s", issuing: [(LoyaltyWorld.single, 1)])
            let code = try #require(sold.issued.coupons.first).coupon.barCode
            for value in [Coupon.Value.amount(Money(units: 12_345)), .percentage(55_000)] {
                var now = outcome(1, [], 0)
                now.issues[0].value = value
                try world.undo("r\(value)", from: outcome(1, [], 0), to: now)
                #expect(try world.coupon(code)?.value == value)
            }
            #expect(try world.events(code) == ["issue", "revalue", "revalue"])
        },
        StorageCheck("points that come back go to the lots they were taken from") { database in
            for seed in 1...20 as ClosedRange<UInt64> {
                try database.transaction { () throws(StorageError) in
                    try giveBackPiecewise(try LoyaltyWorld(database), seed: seed)
                }
            }
        },
        StorageCheck("a job is one processor's at a time, and a sale's returns come in turn") { database in
            let jobs = Store(database: database).returnJobs
            try jobs.add(ReturnJob(id: "r1", original: "s", company: "c", now: 10))
            try jobs.add(ReturnJob(id: "r2", original: "s", company: "c", now: 11))
            try jobs.add(ReturnJob(id: "r3", original: "t", company: "c", now: 12))
            try jobs.add(ReturnJob(id: "r1", original: "x", company: "c", now: 13))
            #expect(try jobs.take(by: "a", lease: 100, now: 9) == nil)
            #expect(try jobs.take(by: "a", lease: 100, now: 20)?.id == "r1")
            #expect(try jobs.take(by: "b", lease: 110, now: 20)?.id == "r3")
            #expect(try jobs.take(by: "b", lease: 110, now: 99) == nil)
            let late = try #require(try jobs.take(by: "b", lease: 200, now: 100))
            #expect(late.id == "r1" && late.attempts == 2 && late.original == "s" && late.owner == "b")
            let error = #expect(throws: StorageError.self) { try jobs.end("r1", by: "a", .finish, now: 101) }
            #expect(error?.code == .conflict && error?.text.contains("processing, of b") == true)
            try jobs.end("r1", by: "b", .postpone, error: "busy", due: 300, now: 101)
            #expect(try jobs.take(by: "b", lease: 400, now: 300)?.id == "r3")
            let third = try #require(try jobs.take(by: "b", lease: 400, now: 300))
            #expect(third.id == "r1" && third.error == "busy")
            #expect(try jobs.trouble() == ReturnTrouble(failed: 0, waiting: 3))
            try jobs.end("r1", by: "b", .fail, error: "broken", now: 301)
            #expect(try jobs.trouble() == ReturnTrouble(failed: 1, waiting: 2))
            #expect(try jobs.take(by: "b", lease: 400, now: 301)?.id == "r2")
            #expect(try jobs.retry("none", now: 302) == nil)
            #expect(try jobs.retry("r1", now: 302)?.state == .pending)
            #expect(throws: StorageError.self) { try jobs.retry("r1", now: 302) }
        },
        StorageCheck("a job's report is kept and can be listed") { database in
            let jobs = Store(database: database).returnJobs
            for (index, event) in [ReturnJobEvent.finish, .finishWithErrors, .reject, .fail].enumerated() {
                try jobs.add(ReturnJob(id: "r\(index)", original: "s", company: "c", now: Int64(index)))
                _ = try jobs.take(by: "a", lease: 100, now: 50)
                let errors = event == .finish ? [] : [ReturnError(element: "6001", code: 9516, text: "lacks")]
                try jobs.end("r\(index)", by: "a", event, errors: errors, now: 60)
            }
            #expect(try jobs.errors(of: "r1") == [ReturnError(element: "6001", code: 9516, text: "lacks")])
            #expect(try jobs.errors(of: "r0") == [])
            #expect(try jobs.list(of: "c", limit: 2).map(\.id) == ["r0", "r1"])
            let errors = try jobs.list(of: "c", onlyErrors: true, limit: 2)
            #expect(errors.map(\.state) == [.processedWithErrors, .rejected])
            #expect(try jobs.list(of: "c", onlyErrors: true, after: errors[1], limit: 9).map(\.id) == ["r3"])
            #expect(try jobs.list(ofSale: "s", limit: 9).count == 4)
            #expect(try jobs.find("r3")?.state == .failed)
        },
        StorageCheck("work that is due is one worker's until it is done or its lease ends") { database in
            let schedules = Store(database: database).schedules
            func take(_ owner: String, due: Int64, now: Int64) throws -> Bool {
                try schedules.take("expiry", due: due, by: owner, lease: now + 10, now: now)
            }
            let first = try [take("a", due: 5, now: 4), take("a", due: 5, now: 5), take("b", due: 5, now: 14)]
            #expect(first == [false, true, false])
            #expect(try take("a", due: 5, now: 14))
            #expect(try take("b", due: 5, now: 24))
            #expect(try !schedules.done("expiry", by: "a", now: 25))
            #expect(try schedules.done("expiry", by: "b", now: 25))
            #expect(try schedules.lastRun("expiry") == 25)
            #expect(try [take("b", due: 25, now: 40), take("b", due: 26, now: 41)] == [false, true])
        },
    ]

    /// A sale that used two coupons, issued two and earned 15 points.
    private static func soldWorld(_ world: LoyaltyWorld) throws -> (used: [String], issued: [String]) {
        try world.card("6001")
        let codes = try world.coupons(1) + world.coupons(1, of: LoyaltyWorld.triple)
        let sold = try world.finish(
            "s", using: codes, issuing: [(LoyaltyWorld.single, 2)], moving: ["6001": 15])
        _ = try world.store.loyalty.commit("s", now: 2)
        return (codes, sold.issued.coupons.map(\.coupon.barCode))
    }

    private static func outcome(_ issued: Int, _ spent: Set<String>, _ points: Int) -> LoyaltyOutcome {
        LoyaltyOutcome(
            issues: issued == 0 ? [] : [.init(benefit: "b7", type: LoyaltyWorld.single, quantity: issued)],
            spentCoupons: spent, movements: [.init(card: "6001"): Money(whole: points)])
    }

    private static func giveBackPiecewise(_ world: LoyaltyWorld, seed: UInt64) throws(StorageError) {
        var random = SeededRandom(seed: seed)
        let number = "6001-\(seed)"
        try world.store.cards.save(Card(number: number, type: LoyaltyWorld.club), of: LoyaltyWorld.company)
        for lot in 0..<5 {
            _ = try world.finish(
                "\(seed)-\(lot)", moving: [number: 1 + random.below(9)], day: 100 + random.below(4))
        }
        let lots = try world.lots(number)
        let total = try world.balance(number) ?? 0
        let spent = 1 + random.below(total)
        _ = try world.finish("\(seed)-s", moving: [number: -spent])
        var had = -spent
        var step = 0
        while had != 0 {
            step += 1
            // Mostly back, sometimes further in: what is kept may cost more points than before.
            let next = step > 9 ? 0 : max(-total, min(0, had + random.below(7) - 2))
            try world.undo(
                "\(seed)-r\(step)", ofSale: "\(seed)-s",
                from: LoyaltyOutcome(movements: [.init(card: number): Money(whole: had)]),
                to: LoyaltyOutcome(movements: [.init(card: number): Money(whole: next)]))
            had = next
            let balance = try world.balance(number)
            #expect(balance == total + had, "seed \(seed)")
        }
        let (after, mismatches) = (try world.lots(number), try world.store.loyalty.mismatches(count: 9))
        #expect(after == lots, "seed \(seed)")
        #expect(mismatches == [], "seed \(seed)")
    }
}

extension LoyaltyWorld {
    /// A return is processed.
    func undo(
        _ return: String, ofSale sale: String = "s", from before: LoyaltyOutcome, to now: LoyaltyOutcome
    ) throws(StorageError) {
        let elements = try store.loyalty.elements(ofSale: sale, of: Self.company)
        let plan = ReversalPlan(before: before, now: now, elements: elements)
        try store.loyalty.apply(
            plan, toSale: sale, for: `return`, of: Self.company, day: LocalDate(days: 110), now: 5)
    }
}
