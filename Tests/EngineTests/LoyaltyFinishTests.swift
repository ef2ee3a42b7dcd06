import Loyalty
import Messages
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

/// What a finish does to coupons and cards, and what keeps it from it.
struct LoyaltyFinishTests {
    static let company = EngineWorld.company

    /// A ticket that counts on something, and what happens to that before it is finished.
    struct Case: CustomTestStringConvertible {
        var ack: Int
        var title: String
        var level: String
        /// What is presented; `@` stands for what `prepare` gives.
        var sent: String
        var customer = ""
        var prepare: @Sendable (EngineWorld) throws -> String
        var change: @Sendable (EngineWorld, String) throws -> Void = { _, _ in }
        /// What the finish itself enters.
        var finish = ""
        var testDescription: String { "\(ack): \(title)" }
    }

    static let voucher = LoyaltyShop.coupon("@", type: "3")
    static let issued: @Sendable (EngineWorld) throws -> String = { try $0.issue("3")[0] }
    static let named: @Sendable (EngineWorld) throws -> String = { try $0.issue("9", customer: "12")[0] }
    static let club: @Sendable (EngineWorld) throws -> String = { _ in "6001" }
    static let home: @Sendable (EngineWorld) throws -> String = { world in
        try world.card("5", type: "HOME", customer: "12")
        return "5"
    }

    static let cases = [
        Case(
            ack: 9101, title: "its type became the company's", level: "FOREIGN",
            sent: LoyaltyShop.coupon("@", type: "F"),
            prepare: { _ in "1234" },
            change: { world, _ in
                var type = try #require(try world.store.couponTypes.find("3", of: company))
                type.code = "F"
                try world.store.couponTypes.save(type, of: company)
            }),
        Case(
            ack: 9102, title: "another till used it", level: "VOUCHER", sent: voucher, prepare: issued,
            change: { world, barCode in try LoyaltyAckTests.use(barCode, by: "other", in: world) }),
        Case(
            ack: 9103, title: "it was cancelled", level: "VOUCHER", sent: voucher, prepare: issued,
            change: { world, barCode in _ = try world.store.coupons.cancel(barCode, of: company, now: world.now) }),
        Case(
            ack: 9105, title: "it expired", level: "VOUCHER", sent: voucher,
            prepare: { world in
                try LoyaltyAckTests.saveType("3", world) { $0.validity = .daysFromIssue(6) }
                return try world.issue("3")[0]
            },
            change: { world, _ in
                let tomorrow = LocalDate(days: LoyaltyAckTests.day.days + 1)
                _ = try world.store.coupons.expire(before: tomorrow, of: company, now: world.now, limit: 9)
            }),
        Case(
            ack: 9106, title: "others used it up", level: "NAMED", sent: LoyaltyShop.coupon("@", type: "9"),
            customer: LoyaltyShop.customer, prepare: named,
            change: { world, barCode in
                for sale in ["a", "b"] { try LoyaltyAckTests.use(barCode, by: sale, in: world, "12") }
            }),
        Case(
            ack: 9107, title: "its customer left the ticket", level: "NAMED", sent: LoyaltyShop.coupon("@", type: "9"),
            customer: LoyaltyShop.customer, prepare: named, finish: #"<customer-void seq="1"/>"#),
        Case(
            ack: 9108, title: "its type was switched off", level: "VOUCHER", sent: voucher, prepare: issued,
            change: { world, _ in try LoyaltyAckTests.saveType("3", world) { $0.isActive = false } }),
        Case(
            ack: 9500, title: "nobody's card of the company's type", level: "CLUBBED", sent: LoyaltyShop.card("@"),
            prepare: { _ in "77" }),
        Case(
            ack: 9501, title: "it was switched off", level: "CLUBBED", sent: LoyaltyShop.card("@"), prepare: club,
            change: { world, card in _ = try world.store.cards.take(.disable, card, of: company) }),
        Case(
            ack: 9502, title: "it was cancelled", level: "CLUBBED", sent: LoyaltyShop.card("@"), prepare: club,
            change: { world, card in _ = try world.store.cards.take(.cancel, card, of: company) }),
        Case(
            ack: 9503, title: "its type is gone", level: "CLUBBED", sent: LoyaltyShop.card("@"), prepare: club,
            change: { world, _ in
                _ = try world.store.database.execute("DELETE FROM card_types WHERE code = 'CLUB'", [])
            }),
        Case(
            ack: 9504, title: "its type was switched off", level: "CLUBBED", sent: LoyaltyShop.card("@"), prepare: club,
            change: { world, _ in
                try world.store.cardTypes.save(CardType(code: "CLUB", isActive: false), of: company)
            }),
        Case(
            ack: 9509, title: "its customer left the ticket", level: "HOME", sent: LoyaltyShop.card("@", type: "HOME"),
            customer: LoyaltyShop.customer, prepare: home, finish: #"<customer-void seq="1"/>"#),
        Case(
            ack: 9510, title: "it was given to another", level: "HOME", sent: LoyaltyShop.card("@", type: "HOME"),
            customer: LoyaltyShop.customer, prepare: home,
            change: { world, card in
                try world.store.cards.save(Card(number: card, type: "HOME", customer: "13"), of: company)
            }),
        Case(
            ack: 9516, title: "another till spent its points", level: "POINTS", sent: LoyaltyShop.card("@"),
            prepare: club,
            change: { world, card in
                _ = try world.store.cards.adjust(
                    by: Money(whole: -1), .init(card: card), of: company, day: LoyaltyAckTests.day, now: world.now)
            }),
    ]

    @Test(arguments: cases, EngineWorld.Kind.all)
    func `nothing is booked where something it counted on cannot be used any more`(
        _ example: Case, _ kind: EngineWorld.Kind
    ) throws {
        let world = try LoyaltyShop.world(kind)
        let thing = try example.prepare(world)
        let sent = example.sent.replacing("@", with: thing)
        let shown = try world.send(LoyaltyShop.message(1, lines: [example.level, "CLEANING"], example.customer + sent))
        #expect(shown.contains("\"\(example.level)\""))
        try example.change(world, thing)
        let counter = try world.store.couponCounters.last(of: "P207", company: Self.company)
        let finish = LoyaltyShop.message(2, at: "10:00:01", example.finish, status: "finish")
        let refused = try world.send(finish)
        let isCard = example.sent.contains("loyaltycard")
        #expect(LoyaltyShop.values("state", refused) == ["open"])
        #expect(
            refused.contains(
                #"<error ack="\#(example.ack)" info="\#(thing)" seq="1" type="\#(isCard ? "card" : "coupon")-redeem"/>"#
            ),
            "\(refused)")
        #expect(try world.send(finish) == refused)
        // Asking again changes nothing, with the same bytes or as another message.
        let again = try world.send(LoyaltyShop.message(3, at: "10:00:02", status: "finish"))
        #expect(LoyaltyShop.values("state", again) == ["open"])
        #expect(try world.store.couponCounters.last(of: "P207", company: Self.company) == counter)
        // Without it the rest is sold.
        let void = isCard ? #"<loyaltycard-void seq="1"/>"# : #"<coupon-void seq="1"/>"#
        _ = try world.send(LoyaltyShop.message(4, at: "10:00:03", void))
        let finished = try world.send(LoyaltyShop.message(5, at: "10:00:04", status: "finish"))
        #expect(LoyaltyShop.values("state", finished) == ["pending"])
        #expect(LoyaltyShop.values("barcode", finished).count == 1)
        #expect(try world.store.couponCounters.last(of: "P207", company: Self.company) == counter + 1)
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a sale issues, uses and moves at finish, once, and each of its ends does its part`(
        _ kind: EngineWorld.Kind
    ) throws {
        for end in ["commit", "rollback"] {
            let world = try LoyaltyShop.world(kind)
            let voucher = try world.issue("3")[0]
            let lines = ["VOUCHER", "CLEANING", "VALUE", "CLUBBED", "POINTS"]
            _ = try world.send(
                LoyaltyShop.message(
                    1, lines: lines,
                    LoyaltyShop.customer + LoyaltyShop.coupon(voucher, type: "3") + LoyaltyShop.card("6001")))
            #expect(try world.state(voucher) == .active && world.balance("6001") == 100)
            let finish = LoyaltyShop.message(2, at: "10:00:01", status: "finish")
            let finished = try world.send(finish)
            // The line of 10.00 costs all of the 100 points, and five are earned.
            #expect(finished.contains(#"<loyaltycard balance="5.00" number="6001" points="-95.00" type="CLUB"/>"#))
            #expect(LoyaltyShop.values("couponId", finished) == ["7", "8"])
            #expect(LoyaltyShop.values("amount", finished) == ["0.00", "4.00"])
            let issued = LoyaltyShop.values("barcode", finished)
            #expect(try world.state(voucher) == .consumed && world.balance("6001") == 5)
            #expect(try issued.map { try world.state($0) } == [.issued, .issued])
            #expect(try world.send(finish) == finished)
            let closing = LoyaltyShop.message(3, at: "10:00:02", status: end)
            #expect(try world.send(closing) == world.send(closing))
            let isKept = end == "commit"
            #expect(try world.state(voucher) == (isKept ? .consumed : .active))
            #expect(try world.balance("6001") == (isKept ? 5 : 100))
            #expect(try issued.map { try world.state($0) } == Array(repeating: isKept ? .active : .cancelled, count: 2))
            #expect(try world.loyaltyMismatches() == [])
        }
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `an issued coupon with a value is worth that in the next sale`(_ kind: EngineWorld.Kind) throws {
        let world = try LoyaltyShop.world(kind)
        let first = try world.send(
            LoyaltyShop.message(1, lines: ["VALUE"], status: "finish", extra: #"autoCommit="true""#))
        let barCode = try #require(LoyaltyShop.values("barcode", first).first)
        let sent = LoyaltyShop.coupon(barCode, type: "8", more: #"amount="4" qty="3""#)
        // Presented twice, and as three, it is one coupon.
        let twice = sent + LoyaltyShop.coupon(barCode, type: "8", seq: 2)
        let second = try world.send(LoyaltyShop.message(1, terminal: 2, lines: ["REDEEM"], twice))
        #expect(LoyaltyShop.values("value", second) == ["4.00"])
        _ = try world.send(LoyaltyShop.message(2, terminal: 2, at: "10:00:01", status: "finish"))
        #expect(try world.state(barCode) == .consumed)
    }

    @Test(arguments: [(option: nil as String?, isUsed: false), (option: "1", isUsed: true)])
    func `options that nobody chose use no coupon and no points`(_ example: (option: String?, isUsed: Bool)) throws {
        let world = try LoyaltyShop.world()
        let voucher = try world.issue("3")[0]
        let chosen = example.option.map { #"redeemOption="\#($0)""# } ?? ""
        let answer = try world.send(
            LoyaltyShop.message(
                1,
                #"<item-add seq="1" unitprice="10" xprice="10" level1="OPTIONS" \#(chosen)/>"#
                    + LoyaltyShop.coupon(voucher, type: "3") + LoyaltyShop.card("6001")))
        #expect(LoyaltyShop.values("redeemOption", answer).contains(example.option ?? "0"))
        _ = try world.send(LoyaltyShop.message(2, at: "10:00:01", status: "finish"))
        #expect(try world.state(voucher) == (example.isUsed ? .consumed : .active))
        #expect(try world.balance("6001") == (example.isUsed ? 90 : 100))
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `the clock ends a pending sale as its company decided`(_ kind: EngineWorld.Kind) throws {
        for action in [CompanySettings.PendingAction.commit, .rollback] {
            let world = try LoyaltyShop.world(kind)
            try world.store.companies.save(CompanySettings(pendingAction: action), of: Self.company)
            let voucher = try world.issue("3")[0]
            let upkeep = Upkeep(world.store, worker: "test")
            let finished = try world.send(
                LoyaltyShop.message(
                    1, lines: ["VOUCHER", "CLEANING", "CLUBBED"],
                    LoyaltyShop.coupon(voucher, type: "3") + LoyaltyShop.card("6001"), status: "finish"))
            let issued = try #require(LoyaltyShop.values("barcode", finished).first)
            #expect(try world.balance("6001") == 105 && world.state(issued) == .issued)
            world.now += 86_400_001
            #expect(try upkeep.turn(now: world.now) == 1)
            let isKept = action == .commit
            #expect(try world.state(voucher) == (isKept ? .consumed : .active))
            #expect(try world.state(issued) == (isKept ? .active : .cancelled))
            #expect(try world.balance("6001") == (isKept ? 105 : 100))
            #expect(try world.loyaltyMismatches() == [])
        }
    }

    @Test
    func `what is somebody else's is shown, and nothing of it is booked`() throws {
        let world = try LoyaltyShop.world()
        _ = try world.store.database.execute("DELETE FROM coupon_types WHERE code = '7'", [])
        _ = try world.store.database.execute("DELETE FROM card_types WHERE code = 'HOME'", [])
        let shown = try world.send(
            LoyaltyShop.message(
                1, lines: ["CLEANING", "HOME", "FOREIGN"],
                LoyaltyShop.card("1", type: "HOME") + LoyaltyShop.coupon("2", type: "F")))
        for level in ["CLEANING", "HOME", "FOREIGN"] { #expect(shown.contains("\"\(level)\"")) }
        let finished = try world.send(LoyaltyShop.message(2, at: "10:00:01", status: "finish"))
        #expect(LoyaltyShop.values("state", finished) == ["pending"])
        #expect(
            finished.contains("<loyaltycards/>") && finished.contains("<coupons/>") && finished.contains("<errors/>"))
    }

    @Test
    func `coupons that cannot be issued do not keep the sale from its end`() throws {
        let world = try LoyaltyShop.world()
        try LoyaltyAckTests.saveType("7", world) { $0.isActive = false }
        let format = try BarCodeFormat("PPPn", base: .code128)
        try LoyaltyAckTests.saveType("8", world) { $0.format = format }
        _ = try world.store.couponCounters.reserve(9, of: "P208", company: Self.company)
        let message = LoyaltyShop.message(1, lines: ["CLEANING", "VALUE"], status: "finish")
        let result = try world.engine.process(
            [IncomingMessage(body: Array(message.utf8), contentType: nil)], now: world.now)[0]
        let answer = String(decoding: result.answer, as: UTF8.self)
        #expect(LoyaltyShop.values("state", answer) == ["pending"])
        #expect(LoyaltyShop.values("ack", answer) == ["0", "9108", "9901"])
        #expect(result.problem != nil)
    }

    @Test
    func `a customer is known by the document, and the limits are the person's`() throws {
        let world = try EngineWorld.golden()
        func sale(_ terminal: Int, _ customer: String) -> String {
            """
            <message companyId="2" store="3" terminal="\(terminal)" messageId="1" evaluate="true" limitBalances="true" \
            date-time="2023-08-07 10:00:00"><customer-add seq="1" \(customer)/>\
            <item-add seq="1" unitprice="1000" xprice="1000"/></message>
            """
        }
        #expect(LoyaltyShop.values("amount", try world.send(sale(1, #"id="12""#))) == ["4700.00"])
        #expect(LoyaltyShop.values("amount", try world.send(sale(2, #"identifier="5690012""#))) == ["4400.00"])
        let answer = try world.send(
            """
            <message companyId="2" store="3" terminal="2" messageId="2" status="loyaltyValidation" \
            date-time="2023-08-07 10:00:01"/>
            """)
        #expect(LoyaltyShop.values("limitedBenefits", answer) == ["64cd52b6a62e431960edd5de:4400.00;"])
    }

    @Test
    func `what is left of a customer's limits counts sales that are forgotten`() throws {
        let world = try EngineWorld.golden()
        func message(_ terminal: Int, _ more: String) -> String {
            """
            <message companyId="2" store="3" terminal="\(terminal)" messageId="1" date-time="2023-08-07 10:00:00" \
            \(more)><customer-add seq="1" id="12"/><item-add seq="1" unitprice="1000" xprice="1000"/></message>
            """
        }
        _ = try world.send(message(1, #"status="finish" autoCommit="true""#))
        let sale = try #require(try world.store.transactions.find("2_3_1_20230807100000"))
        #expect(sale.state == .committed)
        try world.store.transactions.forget(sale.key)
        let answer = try world.send(message(2, #"status="loyaltyValidation""#))
        #expect(LoyaltyShop.values("limitedBenefits", answer) == ["64cd52b6a62e431960edd5de:4700.00;"])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `what is known of a customer completes what was sent, and never replaces it`(
        _ kind: EngineWorld.Kind
    ) throws {
        let world = try LoyaltyShop.world(kind)
        try world.store.customers.save(Customer(code: "14", type: "gold"), of: Self.company)
        try world.store.customers.save(Customer(code: "15", type: "gold", isActive: false), of: Self.company)
        let granted = try [#"id="14""#, #"id="14" type="silver""#, #"id="15""#, #"id="16""#, #"id="16" type="gold""#]
            .map {
                #"<customer-add seq="1" \#($0)/>"#
            }.enumerated().map { index, customer in
                try world.send(LoyaltyShop.message(1, terminal: index + 1, lines: ["GOLD"], customer)).contains(
                    "<optional>")
            }
        #expect(granted == [true, false, false, false, true])
    }

    @Test
    func `a finish that evaluates again does not take less of a card than was shown`() throws {
        for isPresented in [true, false] {
            let world = try LoyaltyShop.world()
            try world.card("5", customer: "12", balance: 100)
            let card = isPresented ? LoyaltyShop.card("5") : ""
            let shown = try world.send(LoyaltyShop.message(1, lines: ["POINTS"], LoyaltyShop.customer + card))
            #expect(LoyaltyShop.values("points", shown) == ["100.00"])
            _ = try world.store.cards.adjust(
                by: Money(whole: -60), .init(card: "5"), of: Self.company, day: LoyaltyAckTests.day, now: world.now)
            let finish = LoyaltyShop.message(
                2, at: "10:00:01", #"<payment-add seq="1" code="CASH"/>"#, status: "finish")
            let refused = try world.send(finish)
            #expect(LoyaltyShop.values("ack", refused) == ["0", "9516"])
            #expect(LoyaltyShop.values("seq", refused) == [isPresented ? "1" : "0"])
            let less = try world.send(LoyaltyShop.message(3, at: "10:00:02"))
            #expect(LoyaltyShop.values("points", less) == ["40.00"])
            let finished = try world.send(LoyaltyShop.message(4, at: "10:00:03", status: "finish"))
            #expect(LoyaltyShop.values("state", finished) == ["pending"])
            #expect(try world.balance("5") == 0)
        }
    }
}
