import Foundation
import Loyalty
import Messages
import Promotions
import Storage
import Testing

@testable import Engine

/// Returns as tills make them: references, lines, refunds, states.
struct ReturnWorkTests {
    private static let books = [
        ReturnShop.Line(seq: 1, level: "BOOKS", price: "10"), ReturnShop.Line(seq: 2, level: "BOOKS", price: "8"),
    ]

    struct Refusal: CustomTestStringConvertible {
        var attributes: String
        var body = ""
        var ack: String
        var info: String?
        var testDescription: String { attributes + body }
    }

    /// `SALE` stands for the committed sale, others for what is none.
    static let refusals = [
        Refusal(attributes: "", ack: "8298"),
        Refusal(attributes: "original-store=\"5\" original-terminal=\"1\"", ack: "9003"),
        Refusal(attributes: "original-trx=\"2_5_1_20200101000000\"", ack: "9004"),
        Refusal(attributes: "original-trx=\"3_5_1_20230807080001\"", ack: "9004"),
        Refusal(attributes: "original-trx=\"books\"", ack: "9004"),
        Refusal(attributes: "original-trx=\"OPEN\"", ack: "9004"),
        Refusal(attributes: "original-trx=\"PENDING\"", ack: "9004"),
        Refusal(attributes: "original-trx=\"UNDONE\"", ack: "9004"),
        Refusal(attributes: "original-trx=\"RETURN\"", ack: "9004"),
        Refusal(attributes: "original-trx=\"EMPTY\"", ack: "9210"),
        Refusal(
            attributes: "original-trx=\"SALE\"", body: ReturnShop.part(1, qty: 2), ack: "9211",
            info: "qty: more than remains"),
        Refusal(
            attributes: "original-trx=\"SALE\"", body: ReturnShop.part(9), ack: "9211",
            info: "seq: the sale has no such line"),
        Refusal(
            attributes: "original-trx=\"SALE\"", body: ReturnShop.part(3, magnitude: "0.351"), ack: "9211",
            info: "magnitude: more than remains"),
        Refusal(
            attributes: "original-trx=\"SALE\"", body: ReturnShop.part(3, qty: 2), ack: "9211",
            info: "qty: more than remains"),
        Refusal(
            attributes: "original-trx=\"GONE\"", ack: "9211", info: "original-trx: nothing of it remains"),
        Refusal(
            attributes: "original-trx=\"SALE\" option=\"1\"", ack: "3", info: "option: a return has no alternatives"),
        Refusal(
            attributes: "original-trx=\"SALE\"", body: "<item-add seq=\"1\" qty=\"0.5\"/>", ack: "3",
            info: "qty: positive whole number expected"),
    ]

    @Test(arguments: refusals, EngineWorld.Kind.all)
    func `what cannot be returned is refused, and changes nothing`(
        _ refusal: Refusal, _ kind: EngineWorld.Kind
    ) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.books + [.init(seq: 3, level: "X", price: "7", magnitude: "0.350")])
        let gone = try shop.sell(Self.books)
        _ = try shop.give(back: gone)
        let returned = try shop.world.store.transactions.returns(of: gone, limit: 9)[0].key.text
        let empty = try shop.sell(Self.books)
        var record = try #require(try shop.world.store.transactions.find(empty))
        record.ticket = ""
        try shop.world.store.transactions.save(record)
        let open = shop.tick()
        _ = try shop.world.send(shop.message(open, "messageId=\"1\" init-tck=\"true\"", Self.books[0].text))
        let pending = shop.tick()
        let finish = "messageId=\"1\" init-tck=\"true\" status=\"finish\""
        _ = try shop.world.send(shop.message(pending, finish, Self.books[0].text, terminal: 3))
        let undone = shop.tick()
        _ = try shop.world.send(shop.message(undone, finish, Self.books[0].text, terminal: 4))
        _ = try shop.world.send(shop.message(shop.tick(), "messageId=\"2\" status=\"rollback\"", terminal: 4))
        var attributes = refusal.attributes
        for (word, name) in [
            ("SALE", sale), ("GONE", gone), ("RETURN", returned), ("EMPTY", empty), ("OPEN", shop.name(open)),
            ("PENDING", shop.name(pending, terminal: 3)), ("UNDONE", shop.name(undone, terminal: 4)),
        ] {
            attributes = attributes.replacing("\"\(word)\"", with: "\"\(name)\"")
        }
        let before = try shop.world.store.transactions.returns(of: sale, limit: 9)
        let answer = try shop.world.send(
            shop.message(
                shop.tick(), "messageId=\"1\" init-tck=\"true\" void-trx=\"true\" status=\"finish\" \(attributes)",
                refusal.body, terminal: 2))
        #expect(SessionTests.value("ack", answer) == refusal.ack, "\(answer)")
        #expect(SessionTests.value("info", answer) == refusal.info)
        #expect(SessionTests.value("state", answer) == nil && SessionTests.value("mapversion", answer) == "0")
        #expect(try shop.world.store.transactions.returns(of: sale, limit: 9) == before)
        // What asks for more than remains stands among the returns with errors.
        let errors = try shop.world.store.returnJobs.list(of: "2", onlyErrors: true, limit: 9)
        #expect(errors.map(\.state) == (refusal.ack == "9211" ? [.rejected] : []))
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a return is open, pending, committed, and its refund stands in every answer`(
        _ kind: EngineWorld.Kind
    ) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.books)
        let time = shop.tick()
        let first = try shop.give(back: sale, ReturnShop.part(1), status: "sale", at: time)
        #expect(SessionTests.value("state", first) == "open")
        #expect(SessionTests.value("transaction", first) == shop.name(time))
        #expect(ReturnShop.refund(first) == ["10.00", "2.00"])
        // Later messages may leave out that it is a return, and of what.
        let second = try shop.world.send(
            shop.message(shop.tick(), "messageId=\"2\" evaluate=\"true\"", ReturnShop.part(2)))
        #expect(ReturnShop.refund(second) == ["10.00", "10.00"])
        let third = try shop.world.send(
            shop.message(shop.tick(), "messageId=\"3\"", "<item-void seq=\"1\"/><coupon-add seq=\"1\" id=\"x\"/>"))
        #expect(ReturnShop.refund(third) == [] && SessionTests.value("state", third) == "open")
        let fourth = try shop.world.send(shop.message(shop.tick(), "messageId=\"4\" status=\"finish\""))
        #expect(SessionTests.value("state", fourth) == "pending")
        // The book that was free goes back: the other one is paid in full, and both were.
        #expect(ReturnShop.refund(fourth) == ["0.00", "0.00"])
        #expect(try shop.job(shop.name(time)) == nil)
        let blocked = try shop.world.send(shop.message(shop.tick(), "messageId=\"5\" init-tck=\"true\""))
        #expect(SessionTests.value("ack", blocked) == "9001")
        let fifth = try shop.world.send(shop.message(shop.tick(), "messageId=\"6\" status=\"commit\""))
        #expect(SessionTests.value("state", fifth) == "committed" && ReturnShop.refund(fifth) == ["0.00", "0.00"])
        #expect(try shop.job(shop.name(time))?.state == .pending)
    }

    struct Contradiction: CustomTestStringConvertible {
        var isSale = false
        var attributes: String
        var info: String
        var testDescription: String { attributes }
    }

    static let contradictions = [
        Contradiction(attributes: "void-trx=\"false\"", info: "void-trx: the open transaction is a return"),
        Contradiction(isSale: true, attributes: "void-trx=\"true\"", info: "void-trx: the open transaction is a sale"),
        Contradiction(
            attributes: "original-trx=\"2_5_1_20200101000000\"",
            info: "original-trx: the return began with another sale"),
        Contradiction(
            attributes: "original-store=\"5\"", info: "original-trx: the return began with another sale"),
    ]

    @Test(arguments: contradictions)
    func `a later message does not contradict the first`(_ contradiction: Contradiction) throws {
        let shop = try ReturnShop()
        let sale = try shop.sell(Self.books)
        if contradiction.isSale {
            _ = try shop.world.send(shop.message(shop.tick(), "messageId=\"1\" init-tck=\"true\"", Self.books[0].text))
        } else {
            _ = try shop.give(back: sale, ReturnShop.part(1), status: "sale")
        }
        let answer = try shop.world.send(
            shop.message(shop.tick(), "messageId=\"2\" \(contradiction.attributes)"))
        #expect(SessionTests.value("ack", answer) == "3")
        #expect(SessionTests.value("info", answer) == contradiction.info)
    }

    @Test func `the parts of the reference are as good as the whole`() throws {
        let shop = try ReturnShop()
        _ = try shop.sell(Self.books)
        let answer = try shop.world.send(
            shop.message(
                shop.tick(),
                "messageId=\"1\" void-trx=\"true\" original-store=\"5\" original-terminal=\"1\" "
                    + "original-date-time=\"2023-08-07 08:00:01\" evaluate=\"true\""))
        #expect(ReturnShop.refund(answer) == ["10.00", "10.00"])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a rolled back return leaves everything to the next one`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(
            [.init(seq: 1, level: "CLEANING", qty: 3, price: "12")], "<loyaltycard-add seq=\"1\" number=\"6001\"/>")
        let coupon = try #require(try shop.issued(sale).first).coupon.barCode
        #expect(try shop.world.balance("6001") == 115)
        let finished = try shop.give(back: sale, status: "finish")
        #expect(SessionTests.value("state", finished) == "pending")
        #expect(try shop.world.state(coupon) == .blocked)
        #expect(try shop.world.store.cards.find("6001", of: "2")?.card.blocks == 1)
        // While it is pending the goods are not anybody else's to return.
        let other = try shop.give(back: sale, terminal: 2)
        #expect(SessionTests.value("ack", other) == "9211")
        let rolledBack = try shop.world.send(shop.message(shop.tick(), "messageId=\"2\" status=\"rollback\""))
        #expect(SessionTests.value("state", rolledBack) == "rolledBack" && ReturnShop.refund(rolledBack) == [])
        #expect(try shop.world.state(coupon) == .active)
        #expect(try shop.world.store.cards.find("6001", of: "2")?.card.blocks == 0)
        #expect(SessionTests.value("state", try shop.give(back: sale, terminal: 2)) == "committed")
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a pending return is committed by the clock, or rolled back where the company says so`(
        _ kind: EngineWorld.Kind
    ) throws {
        for action in [CompanySettings.PendingAction.commit, .rollback] {
            let shop = try ReturnShop(kind)
            try shop.world.store.companies.save(CompanySettings(pendingAction: action), of: "2")
            let sale = try shop.sell([.init(seq: 1, level: "CLEANING", qty: 3, price: "12")])
            let coupon = try #require(try shop.issued(sale).first).coupon.barCode
            let time = shop.tick()
            _ = try shop.give(back: sale, status: "finish", at: time)
            shop.world.now += 86_400_001
            #expect(try Upkeep(shop.world.store, worker: "w").turn(now: shop.world.now) == 1)
            #expect(try shop.job(shop.name(time))?.state == (action == .commit ? .pending : nil))
            #expect(try shop.world.state(coupon) == (action == .commit ? .blocked : .active))
            try shop.process()
            #expect(try shop.world.state(coupon) == (action == .commit ? .cancelled : .active))
        }
    }

    @Test func `without the sale's map there is no refund, and the work waits for it`() throws {
        let shop = try ReturnShop()
        let sale = try shop.sell(Self.books)
        var record = try #require(try shop.world.store.transactions.find(sale))
        record.mapVersion = 5
        try shop.world.store.transactions.save(record)
        let time = shop.tick()
        let answer = try shop.give(back: sale, at: time)
        #expect(SessionTests.value("ack", answer) == "2002" && ReturnShop.refund(answer) == [])
        #expect(SessionTests.value("state", answer) == "committed")
        #expect(try shop.process().map(\.state) == ["failed"])
        record.mapVersion = 77
        try shop.world.store.transactions.save(record)
        _ = try shop.world.store.returnJobs.retry(shop.name(time), now: shop.world.now)
        #expect(try shop.process().map(\.state) == ["processed"])
    }

    /// The till had opened a return by mistake, in the second in which it begins its sale.
    @Test(arguments: EngineWorld.Kind.all)
    func `a sale that begins in place of a return is sold under the map in force`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.books)
        var record = try #require(try shop.world.store.transactions.find(sale))
        record.mapVersion = 5
        try shop.world.store.database.transaction { () throws(StorageError) in
            try shop.world.store.transactions.save(record)
        }
        let time = shop.tick()
        _ = try shop.world.send(
            shop.message(time, "messageId=\"1\" init-tck=\"true\" void-trx=\"true\" original-trx=\"\(sale)\""))
        #expect(try shop.world.store.transactions.find(shop.name(time))?.mapVersion == 5)
        let begun = try shop.world.send(
            shop.message(
                time, "messageId=\"1\" init-tck=\"true\" evaluate=\"true\"",
                "<item-add seq=\"1\" unitprice=\"10\" xprice=\"10\"/>"))
        #expect(SessionTests.value("mapversion", begun) == "77")
        #expect(try shop.world.store.transactions.find(shop.name(time))?.isReturn == false)
    }

    @Test func `a sale without a map is refunded at its prices`() throws {
        let shop = try ReturnShop()
        let sale = try shop.sell(Self.books, store: 9)
        #expect(ReturnShop.refund(try shop.give(back: sale, ReturnShop.part(1))) == ["10.00", "10.00"])
        #expect(try shop.process().map(\.state) == ["processed"])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `limits are told as they will stand`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(
            [.init(seq: 1, level: "X", price: "1000"), .init(seq: 2, level: "X", price: "500")],
            "<customer-add seq=\"1\" id=\"9\"/>", store: 3)
        _ = try shop.sell([.init(seq: 1, level: "X", price: "100")], "<customer-add seq=\"1\" id=\"9\"/>", store: 3)
        let answer = try shop.world.send(
            shop.message(
                shop.tick(),
                "messageId=\"1\" init-tck=\"true\" void-trx=\"true\" original-trx=\"\(sale)\" evaluate=\"true\" "
                    + "limitBalances=\"true\" status=\"finish\" autoCommit=\"true\"", ReturnShop.part(1), store: 3))
        #expect(SessionTests.balance(answer) == "4820.00")
        #expect(try shop.world.used() == ["9": 4_800_000])
        try shop.process()
        #expect(try shop.world.used() == ["9": 1_800_000])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a repeated message is answered by the same bytes and returns once`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.books)
        let time = shop.tick()
        let first = try shop.give(back: sale, ReturnShop.part(1), at: time)
        #expect(try shop.give(back: sale, ReturnShop.part(1), at: time) == first)
        #expect(try shop.world.store.transactions.returns(of: sale, limit: 9).count == 1)
    }

    @Test func `a return that is begun again may be another`() throws {
        let shop = try ReturnShop()
        let (one, two) = (try shop.sell(Self.books), try shop.sell([.init(seq: 1, level: "X", price: "5")]))
        let time = shop.tick()
        _ = try shop.give(back: one, ReturnShop.part(1), status: "sale", at: time)
        let answer = try shop.give(back: two, status: "sale", at: time)
        #expect(ReturnShop.refund(answer) == ["5.00", "5.00"])
        #expect(try shop.world.store.transactions.returns(of: one, limit: 9).isEmpty)
    }

    @Test func `a committed return is announced in its own database transaction`() throws {
        let shop = try ReturnShop()
        let engine = SaleEngine(shop.world.store, settings: EngineSettings())
        let sale = try shop.sell(Self.books)
        let time = shop.tick()
        let text = shop.message(
            time,
            "messageId=\"1\" void-trx=\"true\" original-trx=\"\(sale)\" status=\"finish\" autoCommit=\"true\"")
        _ = try engine.process([IncomingMessage(body: Array(text.utf8), contentType: nil)], now: shop.world.now)
        let waiting = try shop.world.store.outbox.next(limit: 9)
        #expect(waiting.map(\.routingKey) == ["returns"] && waiting.map(\.type) == ["return.job"])
        #expect(waiting.map(\.exchange) == [OutboxMessage.ownQueues])
        let body = try #require(waiting.first).body
        let message = try ReturnMessage(body)
        #expect(message.transaction == shop.name(time) && message.original == sale && message.lines == [])
        #expect(message.bytes == body)
        #expect(try shop.processing.receive(body, now: shop.world.now) == .known(shop.name(time)))
    }

    @Test func `the JSON twin is answered in JSON`() throws {
        let shop = try ReturnShop()
        let sale = try shop.sell(Self.books)
        let answer = try shop.world.send(
            """
            {"message":{"companyId":"2","store":"5","terminal":"1","date-time":"\(shop.tick())","messageId":1,
            "void-trx":true,"original-trx":"\(sale)","evaluate":true,"item-add":[{"seq":1}]}}
            """)
        #expect(answer.contains(#""refund":{"paid":"10.00","reprice":"2.00","item":[{"magnitude":"0.000""#))
    }

    @Test func `names as long as tills may have go through the queue`() throws {
        let session = SessionKey(
            company: String(repeating: "_", count: 64), store: String(repeating: "ñ", count: 64), terminal: "0123456789"
        )
        let moment = LocalDateTime(date: LocalDate(days: 19_576), secondOfDay: 0)
        let id = TransactionKey(session: session, opened: moment).id
        let message = ReturnMessage(transaction: id, original: id, session: session, moment: moment, lines: [])
        #expect(try ReturnMessage(message.bytes) == message)
    }
}
