import Loyalty
import Promotions
import Storage
import Testing

@testable import Engine

struct ExpiryTests {
    static let day: Int64 = 86_400_000

    struct Moment: CustomTestStringConvertible {
        var now: Int64
        var day: String
        var testDescription: String { day }
    }

    /// 2023-11-14 is day 19675; it begins on the westernmost clocks at noon in UTC.
    static let moments = [
        Moment(now: 19_675 * day + 12 * 3_600_000 - 1, day: "2023-11-13"),
        Moment(now: 19_675 * day + 12 * 3_600_000, day: "2023-11-14"),
        Moment(now: 19_676 * day, day: "2023-11-14"),
    ]

    @Test(arguments: moments)
    func `a day begins when it has begun everywhere`(_ moment: Moment) {
        let day = Expiry.day(at: moment.now)
        #expect(day.text == moment.day)
        #expect((Expiry.beginning(of: day)..<Expiry.beginning(of: day) + Self.day).contains(moment.now))
    }

    /// A store with coupons of one last day.
    private func world(_ kind: EngineWorld.Kind, coupons: Int, company: String = "2") throws -> EngineWorld {
        let world = try EngineWorld(kind)
        let today = LocalDateTime(date: Expiry.day(at: world.now), secondOfDay: 0)
        let type = CouponType(
            code: "7", prefix: "207", format: try BarCodeFormat("PPPnnnnnnnnnc", base: .ean13),
            validity: .daysFromIssue(0))
        try world.store.database.transaction { () throws(StorageError) in
            try world.store.companies.save(CompanySettings(), of: company)
            try world.store.couponTypes.save(type, of: company)
            _ = try world.store.coupons.issueAtOnce(
                CouponOrder(
                    company: company, transaction: nil, store: "0", terminal: "0", moment: today, customer: nil,
                    issues: [LoyaltyOutcome.Issue(benefit: "", type: "7", quantity: coupons)]), now: world.now)
        }
        return world
    }

    private func active(_ world: EngineWorld, _ count: Int) throws -> Int {
        try (1...count).count { number in
            let digits = String(number)
            let text = "207" + String(repeating: "0", count: 9 - digits.count) + digits
            let code = text + "\(BarCodeBase.checkDigit(of: text))"
            return try world.store.coupons.find(code, of: "2")?.coupon.state == .active
        }
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `one of two workers ends what is over, in small steps, once a day`(_ kind: EngineWorld.Kind) throws {
        let count = 2 * Expiry.stepSize + 10
        let world = try world(kind, coupons: count)
        let (one, two) = (NightlyExpiry(world.store, worker: "one"), NightlyExpiry(world.store, worker: "two"))
        try one.turn(now: world.now)
        try one.turn(now: world.now)
        #expect(try active(world, count) == count, "their last day is not over")
        world.now += Self.day
        for (index, left) in [count, count - 100, count - 200, 0, 0].enumerated() {
            try one.turn(now: world.now)
            // The other one finds the lease taken, and later the work done.
            try two.turn(now: world.now)
            #expect(try active(world, count) == left, "turn \(index)")
        }
        let last = try world.store.schedules.lastRun(NightlyExpiry.name(of: "2"))
        #expect(last == world.now)
        world.now += NightlyExpiry.lookInterval
        try two.turn(now: world.now)
        try two.turn(now: world.now)
        #expect(try world.store.schedules.lastRun(NightlyExpiry.name(of: "2")) == last, "twice a day is once")
        #expect(try world.store.loyalty.mismatches(count: 10) == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `another worker goes on where one is gone, and the one that was slow lets go`(
        _ kind: EngineWorld.Kind
    ) throws {
        let count = Expiry.stepSize + 10
        let world = try world(kind, coupons: count)
        world.now += Self.day
        let (one, two) = (NightlyExpiry(world.store, worker: "one"), NightlyExpiry(world.store, worker: "two"))
        try one.turn(now: world.now)
        try one.turn(now: world.now)
        #expect(try active(world, count) == count - 100)
        world.now += NightlyExpiry.lease
        try two.turn(now: world.now)
        try one.turn(now: world.now)
        #expect(try active(world, count) == count - 100, "the lease is the other's now")
        try two.turn(now: world.now)
        #expect(try active(world, count) == 0)
    }

    @Test func `upkeep runs it, and every company gets its turn`() throws {
        let world = try world(.sqlite, coupons: 1)
        try world.store.companies.save(CompanySettings(), of: "3")
        world.now += Self.day
        let upkeep = Upkeep(world.store, worker: "w")
        for _ in 0..<6 { _ = try upkeep.turn(now: world.now) }
        #expect(try active(world, 1) == 0)
        for company in ["2", "3"] {
            #expect(try world.store.schedules.lastRun(NightlyExpiry.name(of: company)) == world.now)
        }
    }

    @Test func `a step by hand ends the same, and a second one nothing`() throws {
        let world = try world(.sqlite, coupons: 3)
        let expiry = Expiry(store: world.store)
        let day = Expiry.day(at: world.now)
        #expect(try expiry.step(before: day, of: "2", now: world.now) == 0)
        #expect(try expiry.step(before: LocalDate(days: day.days + 1), of: "2", now: world.now) == 3)
        #expect(try expiry.step(before: LocalDate(days: day.days + 1), of: "2", now: world.now) == 0)
    }
}
