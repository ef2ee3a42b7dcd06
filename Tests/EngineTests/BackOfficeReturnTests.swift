import Loyalty
import Messages
import Promotions
import Storage
import Testing

@testable import Engine

/// Returns that a back office sends, without a till.
struct BackOfficeReturnTests {
    /// `SALE` is the sale, 2_5_9_20230808100000 the return.
    static let job = #"""
        {"type":"return.job","version":1,"transaction":"2_5_9_20230808100000","originalTransaction":"SALE",
        "company":"2","store":"5","terminal":"9","dateTime":"2023-08-08 10:00:00",
        "lines":[{"seq":1,"qty":2}],"total":false}
        """#

    @Test(arguments: EngineWorld.Kind.all)
    func `a back office's return is kept once, and blocks what it concerns`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(ReturnProcessingTests.cleaning(4, price: 16), ReturnProcessingTests.card)
        let coupon = try #require(try shop.issued(sale).first).coupon.barCode
        let body = Array(Self.job.replacing("SALE", with: sale).utf8)
        let id = "2_5_9_20230808100000"
        #expect(try shop.processing.receive(body, now: shop.world.now) == .registered(id))
        #expect(try shop.processing.receive(body, now: shop.world.now) == .known(id))
        #expect(try shop.world.state(coupon) == .blocked)
        // The till that it names has nothing open because of it.
        #expect(
            try shop.world.store.transactions.current(of: SessionKey(company: "2", store: "5", terminal: "9")) == nil)
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.state(coupon) == .cancelled && shop.world.balance("6001") == 110)
        #expect(try shop.processing.receive(body, now: shop.world.now) == .known(id))
        #expect(SessionTests.value("ack", try shop.give(back: sale, ReturnShop.part(1, qty: 3))) == "9211")
    }

    struct Refused: CustomTestStringConvertible {
        var found: String
        var instead: String
        var code: Int
        var testDescription: String { instead }
    }

    static let refused = [
        Refused(found: "\"qty\":2", instead: "\"qty\":5", code: 9211),
        Refused(found: "SALE", instead: "2_5_1_20200101000000", code: 9004),
        Refused(found: "SALE", instead: "nothing", code: 9004),
    ]

    @Test(arguments: refused)
    func `a back office's return of what is not there stands among those with errors`(_ refused: Refused) throws {
        let shop = try ReturnShop()
        let sale = try shop.sell(ReturnProcessingTests.cleaning(4, price: 16))
        let text = Self.job.replacing(refused.found, with: refused.instead).replacing("SALE", with: sale)
        let id = "2_5_9_20230808100000"
        let receipt = try shop.processing.receive(Array(text.utf8), now: shop.world.now)
        #expect(receipt == .refused(id, code: refused.code))
        #expect(try shop.job(id)?.state == .rejected && shop.process() == [])
        #expect(try shop.world.store.returnJobs.errors(of: id).map(\.code) == [refused.code])
        #expect(try shop.processing.receive(Array(text.utf8), now: shop.world.now) == receipt)
        #expect(try shop.world.store.returnJobs.errors(of: id).map(\.code) == [refused.code])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a back office's return that is earlier than its sale's commit is taken after it`(
        _ kind: EngineWorld.Kind
    ) throws {
        let shop = try ReturnShop(kind)
        let time = shop.tick()
        _ = try shop.world.send(
            shop.message(
                time, "messageId=\"1\" init-tck=\"true\" status=\"finish\" evaluate=\"true\"",
                ReturnProcessingTests.cleaning(4, price: 16)[0].text))
        let sale = shop.name(time)
        let body = Array(Self.job.replacing("SALE", with: sale).utf8)
        let id = "2_5_9_20230808100000"
        #expect(try shop.processing.receive(body, now: shop.world.now) == .early(id, sale: sale))
        #expect(try shop.job(id) == nil)
        _ = try shop.world.send(shop.message(shop.tick(), "messageId=\"2\" status=\"commit\""))
        #expect(try shop.processing.receive(body, now: shop.world.now) == .registered(id))
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.issued(sale).map(\.coupon.state) == [.cancelled])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a back office's return that was refused is taken when it comes again and can be done`(
        _ kind: EngineWorld.Kind
    ) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(ReturnProcessingTests.cleaning(4, price: 16), ReturnProcessingTests.card)
        _ = try shop.give(back: sale, ReturnShop.part(1, qty: 3), status: "finish")
        let body = Array(Self.job.replacing("SALE", with: sale).utf8)
        let id = "2_5_9_20230808100000"
        #expect(try shop.processing.receive(body, now: shop.world.now) == .refused(id, code: 9211))
        _ = try shop.world.send(shop.message(shop.tick(), "messageId=\"2\" status=\"rollback\""))
        #expect(try shop.processing.receive(body, now: shop.world.now) == .registered(id))
        #expect(try shop.processing.receive(body, now: shop.world.now) == .known(id))
        #expect(try shop.world.store.returnJobs.errors(of: id) == [])
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.issued(sale).map(\.coupon.state) == [.cancelled])
        #expect(try shop.world.balance("6001") == 110)
    }
}

struct ReturnRegistrationTests {
    struct Wrong: CustomTestStringConvertible {
        var found: String
        var instead: String
        var problem: String
        var testDescription: String { instead }
    }

    static let wrong = [
        Wrong(found: "{\"type\"", instead: "{type", problem: "line 1, column 2"),
        Wrong(found: "return.job", instead: "alarm.job", problem: "type: found \"alarm.job\""),
        Wrong(found: "\"version\":1", instead: "\"version\":2", problem: "version: found 2, expected 1"),
        Wrong(found: "\"store\":\"5\",", instead: "", problem: "store: expected a text"),
        Wrong(found: "2023-08-08 10", instead: "2023-13-08 10", problem: "dateTime: found"),
        Wrong(found: "\"seq\":1", instead: "\"seq\":0", problem: "lines[0].seq"),
        Wrong(found: "\"qty\":2", instead: "\"qty\":0", problem: "lines[0].qty"),
        Wrong(found: "\"qty\":2", instead: "\"qty\":1.5", problem: "lines[0].qty"),
        Wrong(found: "\"total\":false", instead: "\"total\":true", problem: "total: expected"),
        Wrong(found: "[{\"seq\":1,\"qty\":2}]", instead: "7", problem: "lines: expected a list"),
        Wrong(found: "[{", instead: "[{\"seq\":1},{", problem: "lines: a seq stands there twice"),
        Wrong(found: "2_5_9_20230808100000", instead: "2_5_8_20230808100000", problem: "transaction: found"),
    ]

    @Test(arguments: wrong)
    func `what is no return is said to be none, and nothing is kept`(_ wrong: Wrong) throws {
        let shop = try ReturnShop()
        let text = BackOfficeReturnTests.job.replacing(wrong.found, with: wrong.instead)
        guard case .unreadable(let problem) = try shop.processing.receive(Array(text.utf8), now: 0) else {
            Issue.record("it was read")
            return
        }
        #expect(problem.hasPrefix(wrong.problem), "\(problem)")
        #expect(try shop.world.store.returnJobs.list(of: "2", limit: 9) == [])
    }
}
