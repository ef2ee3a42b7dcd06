import Loyalty
import Promotions
import Storage
import Testing

extension StorageCheck {
    static let coupons: [StorageCheck] = [
        StorageCheck("kinds of coupons come back as they were saved") { database in
            let types = Store(database: database).couponTypes
            let format = try BarCodeFormat("PPPSSSTTTnnnc", base: .ean13)
            var type = CouponType(code: "é", prefix: "001", format: format)
            for validity in [
                CouponValidity.daysFromIssue(nil), .daysFromIssue(0),
                .dates(from: LocalDate(days: 3), to: nil), .dates(from: LocalDate(days: 3), to: LocalDate(days: 9)),
            ] {
                type.validity = validity
                (type.isActive, type.isElectronic) = (!type.isActive, !type.isElectronic)
                (type.kind, type.maxUses, type.isNominative) = (.calculated, type.maxUses + 1, !type.isNominative)
                type.mailTemplate += "m"
                try types.save(type, of: "c")
                #expect(try types.find("é", of: "c") == type)
            }
            #expect(try types.find("é", of: "d") == nil)
            var other = type
            other.code = "a"
            try types.save(other, of: "c")
            #expect(try types.list(of: "c", limit: 9).map(\.code) == ["a", "é"])
            #expect(try types.list(of: "c", after: "a", limit: 9).map(\.code) == ["é"])
        },
        StorageCheck("numbers of a counter follow each other, undone ones come again") { database in
            let counters = Store(database: database).couponCounters
            #expect(try counters.reserve(3, of: "P1", company: "c") == 1)
            #expect(try counters.reserve(1, of: "P1", company: "c") == 4)
            #expect(try counters.reserve(2, of: "P1", company: "d") == 1)
            #expect(try counters.reserve(2, of: "P2", company: "c") == 1)
            try database.begin()
            #expect(try counters.reserve(5, of: "P1", company: "c") == 5)
            try database.rollback()
            #expect(try counters.last(of: "P1", company: "c") == 4)
            #expect(try counters.last(of: "P3", company: "c") == 0)
        },
        StorageCheck("a sale issues its coupons once, and they become usable once") { database in
            let world = try LoyaltyWorld(database)
            let issues = [(type: LoyaltyWorld.single, quantity: 2), (type: LoyaltyWorld.triple, quantity: 1)]
            let first = try world.finish("s", issuing: issues)
            let codes = first.issued.coupons.map(\.coupon.barCode)
            #expect(codes == ["2070000000018", "2070000000025", "205000001"])
            #expect(first.issued.coupons.map(\.issueNumber) == [1, 2, 3])
            #expect(first.issued.coupons.map(\.benefit) == ["b7", "b7", "b5"])
            #expect(try world.finish("s", issuing: issues).issued == first.issued)
            #expect(try world.store.couponCounters.last(of: "P207", company: "c") == 2)
            #expect(try world.state(codes[0]) == .issued)
            #expect(try world.store.loyalty.commit("s", now: 2).map(\.coupon.barCode) == codes)
            #expect(try world.store.loyalty.commit("s", now: 2) == [])
            #expect(try world.state(codes[0]) == .active)
            #expect(try world.coupon(codes[0])?.validTo == LocalDate(days: 130))
            #expect(try world.coupon(codes[0])?.customer == "12")
            #expect(try world.events(codes[0]) == ["issue", "activate"])
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
        StorageCheck("a number that is taken is passed over, one that does not fit is refused") { database in
            let world = try LoyaltyWorld(database)
            try world.saveType("A", prefix: "107", "PPnnnn", .code128)
            try world.saveType("B", prefix: "207", "PPnnnn", .code128)
            #expect(try world.coupons(2, of: "A") == ["070001", "070002"])
            #expect(try world.store.couponCounters.reserve(1, of: "P207", company: "c") == 1)
            #expect(try world.coupons(2, of: "B") == ["070004", "070003"])
            try world.saveType("T", prefix: "300", "PPPn", .code128)
            try world.saveType("off", prefix: "301", "PPPn", .code128, isActive: false)
            let result = try world.store.coupons.issue(
                LoyaltyWorld.order([("T", 7), ("none", 2), ("off", 1), ("T", 4), ("B", 1)], by: "s"), now: 1)
            #expect(result.coupons.map(\.coupon.barCode) == (1...9).map { "300\($0)" } + ["070005"])
            #expect(result.failures.map(\.missing) == [2, 1, 2])
            #expect(result.failures.map(\.issue.type) == ["none", "off", "T"])
            #expect(result.failures.map { $0.description.contains("not issued") } == [true, true, true])
            #expect(
                result.failures.map(\.reason) == [
                    .unknownType, .inactiveType, .overflow(SequenceOverflow(prefix: "300", sequence: 10, width: 1)),
                ])
        },
        StorageCheck("an order that asks for too much gets a part of it") { database in
            let world = try LoyaltyWorld(database)
            let most = Coupons.mostOfOneOrder
            let result = try database.transaction { () throws(StorageError) in
                try world.store.coupons.issue(
                    LoyaltyWorld.order(
                        [(LoyaltyWorld.single, most - 1), (LoyaltyWorld.triple, .max), (LoyaltyWorld.single, 1)],
                        by: "s"), now: 1)
            }
            #expect(result.coupons.count == most)
            #expect(result.coupons.last?.coupon.type == LoyaltyWorld.triple)
            #expect(result.failures.map(\.missing) == [.max - 1, 1])
            #expect(result.failures.map(\.reason) == [.tooMany(most: most), .tooMany(most: most)])
            #expect(try world.store.couponCounters.last(of: "P205", company: "c") == 1)
        },
        StorageCheck("coupons are used all or none, and once by a sale") { database in
            let world = try LoyaltyWorld(database)
            let codes = try world.coupons(2) + world.coupons(1, of: LoyaltyWorld.triple)
            func use(_ codes: [String], _ sale: String, type: String? = nil) throws -> [RefusedCoupon] {
                try world.store.coupons.consume(
                    codes.map { PresentedCoupon(barCode: $0, type: type, day: LocalDate(days: 100)) }, by: sale,
                    of: "c", now: 2)
            }
            #expect(try use([codes[0], codes[2], codes[0]], "s") == [])
            #expect(try use([codes[2], codes[0]], "s") == [])
            #expect(try world.state(codes[0]) == .consumed)
            #expect(try world.coupon(codes[2])?.uses == 1)
            #expect(try world.store.coupons.used(by: "s", of: "c") == [codes[2], codes[0]].sorted())
            let refused = try use([codes[1], codes[0]], "t")
            #expect(refused.map(\.barCode) == [codes[0]])
            #expect(refused.map(\.reason) == [.consumed])
            #expect(try world.state(codes[1]) == .active)
            #expect(try use([codes[2]], "t") == [])
            #expect(try use([codes[2]], "u") == [])
            #expect(try use([codes[2]], "v").map(\.reason) == [.usedUp])
            #expect(try use(["foreign"], "t") == [])
            #expect(try use(["foreign"], "t", type: "theirs") == [])
            #expect(try use(["foreign"], "t", type: LoyaltyWorld.single).map(\.reason) == [.notFound])
            #expect(try world.events(codes[2]) == ["issue", "activate", "use", "use", "lastUse"])
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
        StorageCheck("an operator cancels what can be cancelled, and is told what cannot") { database in
            let world = try LoyaltyWorld(database)
            let code = try #require(try world.coupons(1).first)
            #expect(try world.store.coupons.cancel("none", of: "c", now: 2) == nil)
            #expect(try world.store.coupons.cancel(code, of: "c", now: 2)?.coupon.state == .cancelled)
            let error = #expect(throws: StorageError.self) {
                try world.store.coupons.cancel(code, of: "c", now: 2)
            }
            #expect(error?.code == .constraint)
            #expect(error?.text == "it is cancelled, which does not allow the event cancel")
            #expect(try world.events(code) == ["issue", "activate", "cancel"])
        },
        StorageCheck("what is overdue expires, twice as once") { database in
            let world = try LoyaltyWorld(database)
            let codes = try world.coupons(5) + world.coupons(1, day: 101) + world.coupons(1, of: LoyaltyWorld.triple)
            _ = try world.finish("s", using: [codes[0]], day: 101)
            #expect(try world.expire(before: 130) == 0)
            #expect(try world.expire(before: 131) == 2)
            #expect(try world.expire(before: 131) == 0)
            let states = try codes.map { try world.state($0) }
            #expect(states == [.consumed, .expired, .expired, .expired, .expired, .active, .active])
            #expect(try world.events(codes[1]) == ["issue", "activate", "expire"])
        },
    ]
}
