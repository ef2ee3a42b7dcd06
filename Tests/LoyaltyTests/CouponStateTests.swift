import Loyalty
import Promotions
import Testing

struct CouponStateTests {
    /// The whole table, row by row: what is not here is not allowed.
    static let table: [CouponState: [CouponEvent: CouponState]] = [
        .issued: [.activate: .active, .cancel: .cancelled],
        .active: [
            .use: .active, .lastUse: .consumed, .giveBack: .active, .block: .blocked, .cancel: .cancelled,
            .expire: .expired,
        ],
        .blocked: [.giveBack: .blocked, .block: .blocked, .unblock: .active, .cancel: .cancelled],
        .consumed: [.giveBack: .active],
        .cancelled: [:],
        .expired: [:],
    ]

    @Test func `every state takes exactly the events of the table`() {
        for state in CouponState.allCases {
            for event in CouponEvent.allCases {
                #expect(state.after(event) == Self.table[state]?[event], "\(state) \(event)")
            }
        }
    }

    @Test func `no history of events breaks a coupon`() throws {
        let type = CouponType(
            code: "7", prefix: "207", format: try BarCodeFormat("PPPnnnnnnnnnc", base: .ean13), maxUses: 2)
        var reached: Set<CouponState> = []
        func walk(_ coupon: Coupon, _ depth: Int) {
            reached.insert(coupon.state)
            #expect((0...type.maxUses).contains(coupon.uses), "\(coupon)")
            #expect(
                (coupon.state == .consumed) == (coupon.uses == type.maxUses && coupon.state != .blocked), "\(coupon)")
            #expect((coupon.state == .blocked) ? coupon.blocks > 0 : true, "\(coupon)")
            guard depth > 0 else { return }
            var next = coupon
            if next.use(type) { walk(next, depth - 1) }
            for event in [CouponEvent.activate, .giveBack, .block, .unblock, .expire] {
                next = coupon
                if next.take(event) { walk(next, depth - 1) } else { #expect(next == coupon) }
            }
        }
        walk(Coupon(barCode: "1", type: "7", validFrom: LocalDate(days: 0)), 7)
        #expect(reached == Set(CouponState.allCases).subtracting([.cancelled]))
    }

    @Test func `a coupon that two returns block stays blocked until both have ended`() {
        var coupon = Coupon(barCode: "1", type: "7", state: .active, validFrom: LocalDate(days: 0))
        let states = [CouponEvent.block, .block, .unblock, .unblock, .unblock].map { event in
            coupon.take(event) ? coupon.state : nil
        }
        #expect(states == [.blocked, .blocked, .blocked, .active, nil])
        #expect(coupon.blocks == 0)
    }

    @Test func `a coupon is overdue after its last day, unless something ended it`() {
        var coupon = Coupon(
            barCode: "1", type: "7", state: .active, validFrom: LocalDate(days: 0), validTo: LocalDate(days: 30))
        #expect(!coupon.isOverdue(on: LocalDate(days: 30)) && coupon.isOverdue(on: LocalDate(days: 31)))
        let isExpired = coupon.take(.expire)
        #expect(isExpired && !coupon.isOverdue(on: LocalDate(days: 31)))
    }

    @Test(arguments: [
        (CouponValidity.daysFromIssue(30), 100, Int?(130)), (.daysFromIssue(0), 100, 100),
        (.daysFromIssue(nil), 100, nil),
        (.dates(from: LocalDate(days: 5), to: LocalDate(days: 9)), 5, 9),
        (.dates(from: LocalDate(days: 5), to: nil), 5, nil),
    ])
    func `validity follows from the day of issue or is fixed`(_ validity: CouponValidity, _ from: Int, _ to: Int?) {
        let range = validity.range(issued: LocalDate(days: 100))
        #expect(range.from.days == from)
        #expect(range.to?.days == to)
    }

    @Test func `a new coupon has its number, its days and its customer`() throws {
        let type = CouponType(
            code: "7", prefix: "207", format: try BarCodeFormat("PPPSSSTTTnnnc", base: .ean13),
            validity: .daysFromIssue(30))
        #expect(type.counter == "P207")
        let moment = try #require(LocalDateTime("2023-08-07 10:00:00"))
        let coupon = try Coupon(
            of: type, store: "5", terminal: "2", sequence: 1, at: moment, customer: "12",
            value: .amount(Money(whole: 3)))
        #expect(coupon.barCode == "2070050020011")
        #expect(coupon.validFrom.text == "2023-08-07" && coupon.validTo?.text == "2023-09-06")
        #expect(coupon.state == .issued && coupon.uses == 0 && coupon.faceValue == Money(whole: 3))
    }
}
