import Broker
import Loyalty
import Mail
import Promotions
import Storage
import Testing
import WorkerRuntime

@testable import Mailing

/// What a mailer does, without broker and mail server.
struct MailHandlerTests {
    static func reply(_ code: Int, _ stage: SMTPStage) -> SMTPReply { SMTPReply(code: code, text: "r", stage: stage) }

    @Test func `mails that are due are sent, each once`() throws {
        let world = try MailingWorld()
        let handler = try world.handler()
        let ids = try (1...45).map { _ in try world.issue() }
        world.work(handler)
        #expect(world.transport.sent.count == 45)
        #expect(Set(world.transport.sent.map(\.bytes)).count == 45)
        for id in ids {
            let mail = try #require(try world.mail(id))
            #expect(mail.state == .sent && mail.code == 250 && mail.attempts == 1)
        }
        world.clock.sleep(milliseconds: 3_600_000)
        world.work(handler)
        #expect(world.transport.sent.count == 45)
    }

    struct Ending: Sendable, CustomTestStringConvertible {
        var outcome: SMTPOutcome
        var state: MailRecord.State
        var testDescription: String { "\(outcome)" }
    }

    @Test(arguments: [
        Ending(outcome: .sent(reply(250, .body)), state: .sent),
        Ending(outcome: .temporary(reply(452, .body)), state: .queued),
        Ending(outcome: .temporary(reply(450, .recipient)), state: .queued),
        Ending(outcome: .temporary(reply(0, .connect)), state: .queued),
        Ending(outcome: .permanent(reply(554, .body)), state: .failed),
        Ending(outcome: .permanent(reply(535, .login)), state: .failed),
        Ending(outcome: .uncertain(reply(0, .body)), state: .uncertain),
    ])
    func `each end of a dialogue has its state`(_ ending: Ending) throws {
        let world = try MailingWorld()
        let handler = try world.handler()
        let id = try world.issue()
        world.transport.script = [ending.outcome]
        world.work(handler)
        let mail = try #require(try world.mail(id))
        #expect(mail.state == ending.state && mail.attempts == 1 && mail.owner == nil)
        #expect(mail.code == ending.outcome.reply.code && mail.reply == "r")
        #expect(mail.state != .queued || (mail.dueAt > world.clock.wallMilliseconds && !mail.hasBegun))
    }

    @Test func `a mail is tried as often as it may be, with longer and longer waits, and then failed`() throws {
        let world = try MailingWorld()
        let handler = try world.handler(["PROMO_MAIL_ATTEMPTS": "4", "PROMO_MAIL_RETRY_SECONDS": "10"])
        let id = try world.issue()
        world.transport.script = [.temporary(Self.reply(451, .data))]
        for attempt in 1...4 {
            world.work(handler)
            let mail = try #require(try world.mail(id))
            #expect(mail.attempts == attempt && mail.state == (attempt < 4 ? .queued : .failed))
            let wait = mail.dueAt - world.clock.wallMilliseconds
            let longest = Int64(10_000) << (attempt - 1)
            #expect(attempt == 4 || (wait >= longest / 2 - 1_000 && wait <= longest))
            world.clock.sleep(milliseconds: longest + 1_000)
        }
        world.work(handler)
        #expect(world.transport.dialogues == 4)
        #expect(world.transport.sent.isEmpty)
    }

    @Test func `mails that wait for their turn longer than a lease are not attempts`() throws {
        let world = try MailingWorld()
        let handler = try world.handler([
            "PROMO_MAIL_PER_MINUTE": "2", "PROMO_MAIL_LEASE_SECONDS": "60", "PROMO_MAIL_ATTEMPTS": "3",
        ])
        let ids = try (1...MailSending.batch).map { _ in try world.issue() }
        for _ in 1...1_000 where world.transport.sent.count < ids.count {
            world.work(handler)
            world.clock.sleep(milliseconds: 1_000)
        }
        for id in ids {
            let mail = try #require(try world.mail(id))
            #expect(mail.state == .sent && mail.attempts == 1, "\(mail.state), \(mail.attempts)")
        }
    }

    @Test func `what concerns the server is its word on all mails at hand`() throws {
        for outcome in [SMTPOutcome.permanent(Self.reply(535, .login)), .temporary(Self.reply(0, .connect))] {
            let world = try MailingWorld()
            let handler = try world.handler()
            for _ in 1...(MailSending.batch - 5) { _ = try world.issue() }
            world.transport.script = [outcome]
            world.work(handler)
            #expect(world.transport.dialogues == 1)
            let mails = try world.store.mails.list(limit: 99)
            #expect(mails.count == 15 && mails.allSatisfy { $0.attempts == 1 && $0.code == outcome.reply.code })
        }
    }

    @Test func `a coupon cancelled in the last moment is not mailed`() throws {
        let world = try MailingWorld()
        let handler = try world.handler()
        let id = try world.issue()
        world.transport.slices = 3
        #expect(try world.advance(handler) == .more)
        #expect(try world.advance(handler) == .more)
        let code = try #require(try world.mail(id)?.element)
        _ = try world.store.coupons.cancel(code, of: MailingWorld.company, now: 1)
        world.work(handler)
        #expect(world.transport.sent.isEmpty && world.transport.dialogues == 1)
        #expect(try world.mail(id)?.state == .cancelled)
    }

    /// The customer gets no bar code that no till takes: not when an operator puts the failed mail back, and not when
    /// it was leaving while the coupon was cancelled and the server wanted it later.
    @Test(arguments: [true, false]) func `a coupon cancelled since its mail was tried is not mailed`(_ hasFailed: Bool)
        throws
    {
        let world = try MailingWorld()
        let handler = try world.handler()
        let id = try world.issue()
        let outcome =
            hasFailed ? SMTPOutcome.permanent(Self.reply(550, .recipient)) : .temporary(Self.reply(451, .recipient))
        world.transport.script = [outcome, .sent(Self.reply(250, .body))]
        world.work(handler)
        let mail = try #require(try world.mail(id))
        #expect(mail.state == (hasFailed ? .failed : .queued))
        // As where the cancelling came while it was leaving, or before failed mails were called off.
        _ = try world.database.execute("UPDATE mails SET has_begun = 1 WHERE id = $1", [.text(id)])
        _ = try world.store.coupons.cancel(mail.element, of: MailingWorld.company, now: 1)
        _ = try world.database.execute("UPDATE mails SET has_begun = 0 WHERE id = $1", [.text(id)])
        if hasFailed { _ = try world.store.mails.retry(id, now: world.clock.wallMilliseconds) }
        world.clock.sleep(milliseconds: 3_600_000)
        world.work(handler)
        #expect(world.transport.sent.isEmpty)
        #expect(try world.mail(id)?.state == .cancelled)
    }

    @Test func `a failed mail is called off with its coupon`() throws {
        let world = try MailingWorld()
        let handler = try world.handler()
        let id = try world.issue()
        world.transport.script = [.permanent(Self.reply(550, .recipient))]
        world.work(handler)
        let mail = try #require(try world.mail(id))
        _ = try world.store.coupons.cancel(mail.element, of: MailingWorld.company, now: 1)
        #expect(try world.mail(id)?.state == .cancelled)
        #expect(try world.store.mails.trouble().failed == 0)
    }

    /// A return may have lowered it while the mail waited.
    @Test func `a mail says what its coupon is worth when it leaves`() throws {
        let world = try MailingWorld(kind: .calculated)
        let handler = try world.handler()
        let id = try world.issue(value: .amount(Money(whole: 77)))
        world.transport.script = [.temporary(Self.reply(451, .recipient)), .sent(Self.reply(250, .body))]
        world.work(handler)
        let mail = try #require(try world.mail(id))
        _ = try world.database.execute("UPDATE coupons SET value = 330000 WHERE bar_code = $1", [.text(mail.element)])
        world.clock.sleep(milliseconds: 3_600_000)
        world.work(handler)
        let text = try #require(world.transport.sent.first.map { String(decoding: $0.bytes, as: UTF8.self) })
        #expect(text.contains("33.00") && !text.contains("77.00"))
    }

    @Test func `where the store fails at any step, nothing is sent twice and nothing is lost`() throws {
        for step in 1...30 {
            let world = try MailingWorld()
            let handler = try world.handler()
            let ids = [try world.issue(), try world.issue()]
            var passed = 0
            world.database.faultHook = { (_: Boundary) throws(StorageError) in
                passed += 1
                if passed == step { throw StorageError(.busy, place: "test", text: "made to fail") }
            }
            for _ in 1...20 {
                world.work(handler)
                world.clock.sleep(milliseconds: 10_000)
            }
            world.database.faultHook = nil
            #expect(world.transport.sent.count == 2, "step \(step)")
            #expect(try ids.allSatisfy { try world.mail($0)?.state == .sent }, "step \(step)")
        }
    }

    @Test func `while nothing can be written, the server is not asked for one mail after the other`() throws {
        let world = try MailingWorld()
        let handler = try world.handler()
        for _ in 1...MailSending.batch { _ = try world.issue() }
        _ = try world.advance(handler)
        world.database.faultHook = { (_: Boundary) throws(StorageError) in
            throw StorageError(.busy, place: "test", text: "made to fail")
        }
        for _ in 1...3 { world.work(handler) }
        #expect(world.transport.dialogues == 1 && world.transport.sent.isEmpty)
        world.database.faultHook = nil
        world.work(handler)
        #expect(world.transport.sent.count == MailSending.batch)
        #expect(try world.store.mails.list(limit: 99).allSatisfy { $0.state == .sent })
    }

    @Test func `an end is written with the next mail's beginning, or as soon as the server keeps silent`() throws {
        let world = try MailingWorld()
        let handler = try world.handler()
        for _ in 1...MailSending.batch { _ = try world.issue() }
        var commits = 0
        world.database.faultHook = { (boundary: Boundary) throws(StorageError) in
            if boundary == .commit { commits += 1 }
        }
        func states() throws -> [MailRecord.State: Int] {
            try Dictionary(grouping: world.store.mails.list(limit: 99), by: \.state).mapValues(\.count)
        }
        // The first is sent, and the second begins.
        _ = try world.advance(handler)
        _ = try world.advance(handler)
        #expect(try states() == [.queued: MailSending.batch])
        world.transport.slices = 2
        _ = try world.advance(handler)
        #expect(world.transport.sent.count == 2 && commits == 3)
        #expect(try states() == [.sent: 1, .queued: MailSending.batch - 1])
        // The third is under way, and the server says nothing.
        _ = try world.advance(handler)
        #expect(try states() == [.sent: 2, .queued: MailSending.batch - 2] && commits == 4)
        world.transport.slices = 1
        world.work(handler)
        #expect(try states() == [.sent: MailSending.batch])
        #expect(commits <= MailSending.batch + 4, "\(commits)")
    }

    @Test func `a mailer that stops ends its dialogue and gives the rest back`() throws {
        let world = try MailingWorld()
        let handler = try world.handler()
        let ids = try (1...3).map { _ in try world.issue() }
        world.transport.slices = 5
        #expect(try world.advance(handler) == .more)
        handler.stop()
        #expect(world.transport.sent.count == 1)
        let mails = try ids.compactMap { try world.mail($0) }
        #expect(mails.count { $0.state == .sent } == 1)
        #expect(mails.filter { $0.state == .queued }.allSatisfy { $0.owner == nil && $0.attempts == 0 })
        let other = try world.handler(["PROMO_WORKER_NAME": "other"])
        world.transport.slices = 1
        world.work(other)
        #expect(world.transport.sent.count == 3)
    }

    @Test func `jobs make mails, each once, and what is no job is given up`() throws {
        let world = try MailingWorld()
        let handler = try world.handler()
        let id = try world.issue()
        let code = try #require(try world.mail(id)?.element)
        _ = try world.database.execute("DELETE FROM mails", [])
        func job(_ text: String) -> Delivery {
            Delivery(body: Array(text.utf8), properties: Properties(), deliveryTag: 1, isRedelivered: false)
        }
        let good = "{\"type\":\"ecoupon.job\",\"couponId\":\"\(code)\",\"company\":\"2\",\"customerEmail\":\"x@y.z\"}"
        let outcomes = try handler.handle([job(good), job(good), job("{"), job("{\"type\":\"x\"}")])
        #expect(outcomes.count == 4)
        #expect(outcomes[0] == .done(replies: []) && outcomes[1] == .done(replies: []))
        for outcome in outcomes[2...] {
            guard case .discard = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
        #expect(try world.store.mails.list(limit: 9).map(\.id) == [id])
        for bad in [
            good.replacing(code, with: "nobody"), good.replacing("couponId", with: "coupon"),
            "{\"type\":\"alarm.job\",\"alarmId\":\"none\"}",
        ] {
            #expect(try MailJobs(store: world.store).take(Array(bad.replacing("x@y.z", with: "").utf8), now: 1) != nil)
        }
        world.work(handler)
        #expect(try world.mail(id)?.state == .sent)
    }

    @Test func `mails in trouble are shown to those who watch`() throws {
        let world = try MailingWorld()
        let monitoring = Monitoring(program: "m", version: "1", worker: "w", needing: [])
        let handler = try world.handler(monitoring: monitoring)
        let id = try world.issue()
        world.transport.script = [.permanent(Self.reply(550, .recipient)), .sent(Self.reply(250, .body))]
        world.work(handler)
        try handler.idle(at: world.clock.wallMilliseconds)
        func figure(_ metric: MetricDescription) -> Int64 { monitoring.registry.gauge(metric).current }
        #expect(figure(MailMetrics.failed) == 1 && figure(MailMetrics.queued) == 0)
        _ = try world.store.mails.retry(id, now: world.clock.wallMilliseconds)
        world.clock.sleep(milliseconds: 6_000)
        world.work(handler)
        try handler.idle(at: world.clock.wallMilliseconds)
        #expect(figure(MailMetrics.failed) == 0)
        #expect(monitoring.registry.counter(MailMetrics.attempts, "permanent").current == 1)
        #expect(MailMetrics.all.count == 5)
    }
}
