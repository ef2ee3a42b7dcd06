import Loyalty
import Messages
import Promotions
import Storage
import Testing

@testable import Promoctl

/// What operators see of mails, and what they can do about them.
struct EcouponsTests {
    /// A world with mails: one that failed, one that is uncertain, one that is sent, one that waits.
    private func world() throws -> World {
        let world = try World()
        let format = try BarCodeFormat("PPPnnnnnnnnnc", base: .ean13)
        try world.store.couponTypes.save(
            CouponType(code: "7", isElectronic: true, prefix: "207", format: format, mailTemplate: "own"), of: "2")
        try world.store.customers.save(Customer(code: "12", name: "Ana", email: "ana@example.org"), of: "2")
        let order = CouponOrder(
            company: "2", transaction: nil, store: "1", terminal: "1",
            moment: LocalDateTime(date: LocalDate(days: 20_000), secondOfDay: 0), customer: "12",
            issues: [.init(benefit: "b", type: "7", quantity: 4)])
        _ = try world.store.coupons.issueAtOnce(order, now: world.milliseconds)
        let ends: [Mails.Verdict] = [.failed, .uncertain, .sent]
        let mails = try world.store.mails.take(by: "m", lease: .max, now: world.milliseconds, limit: 3)
        for (mail, end) in zip(mails, ends) {
            try world.store.mails.settle(
                mail.id, by: "m", end, code: 550, reply: "who is that?", now: world.milliseconds)
        }
        return world
    }

    private static func id(_ number: Int) -> String { "coupon.2.207000000\(["0018", "0025", "0032", "0049"][number])" }

    @Test func `mails are listed by their state, with their type and the server's words`() throws {
        let world = try world()
        #expect(world.run("ecoupons", "list", "--failed") == .done)
        #expect(world.text.contains("\(Self.id(0))  7     failed      1  2023-11-14 22:13:20Z   550  who is that?"))
        #expect(world.text.split(separator: "\n").count == 2)
        for (option, count) in [("--uncertain", 1), ("--count=100", 4), ("--count=2", 2)] {
            #expect(world.run("ecoupons", "list", option, "--json") == .done)
            guard case .array(let mails) = try JSONReader.read(world.output) else {
                Issue.record("no array")
                return
            }
            #expect(mails.count == count)
        }
        #expect(world.errors.contains("more than 2 mails"))
        let empty = try World()
        #expect(empty.run("ecoupons", "list") == .done)
        #expect(empty.text == "no such mails\n")
    }

    @Test func `each command is found by its name and explains itself`() throws {
        let world = try World()
        let commands: [any Promoctl.Command.Type] = [
            EcouponsListCommand.self, EcouponsShowCommand.self, EcouponsRetryCommand.self, EcouponsPreviewCommand.self,
            EcouponsTemplatesCommand.self, LimitsAlarmsCommand.self,
        ]
        for command in commands {
            let words = command.declaration.words
            #expect(world.run(words[0], words[1], "--help") == .done)
            #expect(world.text.contains(command.declaration.summary))
        }
    }

    @Test func `a mail is shown with its last reply`() throws {
        let world = try world()
        #expect(world.run("ecoupons", "show", Self.id(1)) == .done)
        for fact in ["uncertain", "550", "who is that?", "ana@example.org", "2070000000025"] {
            #expect(world.text.contains(fact), "\(fact)")
        }
        #expect(world.run("ecoupons", "show", Self.id(3), "--json") == .done)
        #expect(try JSONReader.read(world.output)["state"] == .string("queued"))
        #expect(world.run("ecoupons", "show", "nobody") == .failed)
        #expect(world.run("ecoupons", "show", Self.id(3), "--content") == .failed)
        try world.store.mails.write([65, 10], to: "a@b", in: Self.id(3))
        #expect(world.run("ecoupons", "show", Self.id(3), "--content") == .done)
        #expect(world.output == [65, 10])
    }

    @Test func `what failed is sent again by one command, what is uncertain only where it is named`() throws {
        let world = try world()
        func states() throws -> [MailRecord.State] { try world.store.mails.list(limit: 9).map(\.state) }
        #expect(world.run("ecoupons", "retry", "--all") == .done)
        #expect(world.text == "1 mails are sent again\n")
        #expect(try states() == [.queued, .uncertain, .sent, .queued])
        #expect(world.run("ecoupons", "retry", Self.id(1)) == .done)
        #expect(try states() == [.queued, .queued, .sent, .queued])
        #expect(world.run("ecoupons", "retry", Self.id(2), "nobody", Self.id(0)) == .failed)
        #expect(world.errors.split(separator: "\n").count == 3)
        #expect(world.run("ecoupons", "retry") == .usage)
        #expect(world.run("ecoupons", "retry", "--all", Self.id(1)) == .usage)
        #expect(world.run("ecoupons", "retry", "--uncertain", Self.id(1)) == .usage)
        let other = try self.world()
        #expect(other.run("ecoupons", "retry", "--all", "--uncertain") == .done)
        #expect(other.text == "2 mails are sent again\n")
    }

    @Test func `a mail that fails again while all are put back is put back once`() throws {
        let world = try world()
        // As a mailer beside it would, a few times.
        _ = try world.database.execute(
            """
            CREATE TRIGGER failing AFTER UPDATE ON mails WHEN NEW.state = 'queued' AND NEW.code BETWEEN 550 AND 560
            BEGIN UPDATE mails SET state = 'failed', code = NEW.code + 1 WHERE id = NEW.id; END
            """, [])
        #expect(world.run("ecoupons", "retry", "--all", "--uncertain") == .done)
        #expect(world.text == "2 mails are sent again\n")
    }

    @Test func `status says in red how many mails failed and since when, and in green that none did`() throws {
        let world = try world()
        world.isColoured = true
        _ = world.run("status")
        let line = "1 failed, 1 uncertain since 2023-11-14 22:13:20Z, 1 to be sent; see promoctl ecoupons list"
        #expect(world.text.contains("\u{1B}[31m\(line)\u{1B}[0m"))
        _ = world.run("ecoupons", "retry", "--all")
        _ = world.run("status")
        #expect(world.text.contains("\u{1B}[33m1 uncertain since"))
        _ = world.run("ecoupons", "retry", Self.id(1))
        _ = world.run("status")
        #expect(world.text.contains("\u{1B}[32m3 to be sent\u{1B}[0m"))
        _ = world.run("status", "--json")
        let json = try JSONReader.read(world.output)
        #expect(json["mails"]?.text == #"{"queued":3,"failed":0,"uncertain":0,"since":null}"#)
        #expect(StatusReport.text(MailTrouble()) == "0 to be sent")
    }

    @Test func `templates are taken over, all of a file or nothing`() throws {
        let world = try world()
        let good = #"{"name": "own", "language": "pt", "subject": "{{company}}", "text": "{{coupon}}"}"#
        let file = world.file(#"{"companyName": "Loja", "language": "pt", "templates": [\#(good)]}"#)
        #expect(world.run("ecoupons", "templates", file, "--company", "2") == .done)
        #expect(try world.store.mailTexts.sender(of: "2") == MailSender(name: "Loja", language: "pt"))
        #expect(try world.store.mailTexts.find("own", "pt", of: "2")?.text == "{{coupon}}")
        for (bad, problem) in [
            (good.replacing("coupon}}", with: "cuopon}}"), "{{cuopon}}"),
            (good.replacing("pt", with: "fr"), "language"),
            (good.replacing("text", with: "txt"), "text: found nothing"), ("7", "name: found nothing"),
            (good.replacing("\"own\"", with: "\"\""), "name: expected"),
        ] {
            let file = world.file(#"{"companyName": "Changed", "templates": [\#(good), \#(bad)]}"#)
            #expect(world.run("ecoupons", "templates", file, "--company", "2") == .failed)
            #expect(world.errors.contains("templates[1]") && world.errors.contains(problem), "\(world.errors)")
        }
        #expect(try world.store.mailTexts.sender(of: "2").name == "Loja")
        #expect(throws: Failure.self) { try TemplateFile(bytes: [65], path: "f") }
    }

    @Test func `a type's mail can be looked at before any is sent`() throws {
        let world = try world()
        #expect(world.run("ecoupons", "preview", "7", "--company", "2") == .failed)
        #expect(world.errors.contains("template own"))
        try world.store.mailTexts.save(
            StoredMailTemplate(name: "own", language: "en", subject: "Hi", text: "{{coupon}}", html: ""), of: "2")
        #expect(world.run("ecoupons", "preview", "7", "--company", "2", "--from", "Us <us@shop.example>") == .done)
        #expect(world.text.contains("Subject: Hi\r\n") && world.text.contains("2070000000018"))
        #expect(world.run("ecoupons", "preview", "8", "--company", "2") == .failed)
        #expect(world.run("ecoupons", "preview", "7", "--language", "fr") == .usage)
        #expect(world.run("ecoupons", "preview", "7", "--from", "nobody") == .usage)
    }

    @Test func `alarms are listed, the latest first`() throws {
        let world = try World()
        #expect(world.run("limits", "alarms", "--company", "2") == .done)
        #expect(world.text == "no limit of company 2 has reached a mark\n")
        for (id, email, at) in [("64cd52b6a62e431960edd5de", "boss@example.com", Int64(1_000)), ("b", "", 2_000)] {
            let limit = Limit(
                id: id, scope: .store, period: .days(1), kind: .benefitAmount, value: 1_000_000,
                alarms: [Limit.Alarm(value: 800_000, isPercentage: true, email: email)])
            let key = LimitKey(limit: id, scopeKey: "5")
            let hold = Hold(
                key: key, period: limit.period, day: LocalDate(days: 20_000), amount: 855_000, max: 1_000_000)
            try world.store.limits.replaceHolds(of: id, company: "2", with: [hold])
            try world.store.limits.book(id)
            _ = try world.store.alarms.raise(
                bookedBy: id, company: "2", watched: [id: Alarms.Watched(limit: limit, promotion: "p")], now: at)
        }
        #expect(world.run("limits", "alarms", "--company", "2") == .done)
        let lines = world.text.split(separator: "\n")
        #expect(lines.count == 3 && lines[1].contains("  b  ") && lines[2].contains("queued"))
        #expect(lines[2].contains("80%") && lines[2].contains("85.50") && lines[2].contains("2024-10-04"))
        #expect(world.run("limits", "alarms", "--company", "2", "--count", "1", "--json") == .done)
        guard case .array(let alarms) = try JSONReader.read(world.output) else {
            Issue.record("no array")
            return
        }
        #expect(alarms.count == 1 && alarms[0]["used"] == .string("85.50") && alarms[0]["mail"] == .null)
        #expect(try AlarmLine(alarm: world.store.alarms.list(of: "2", limit: 1)[0]).row.count == 9)
        #expect(
            try MailLookup(store: world.store).mails([.queued], count: 9).map { MailLine(mail: $0).row.count } == [7])
    }
}
