import Loyalty
import Mail
import Promotions
import Storage
import Testing

@testable import Mailing

/// What mails say.
struct MailWriterTests {
    private func writer(_ world: MailingWorld, _ language: MailLanguage = .english) throws -> MailWriter {
        MailWriter(world.store, from: try MailAddress("shop@example.com"), language: language)
    }

    private func text(_ world: MailingWorld, _ id: String, _ language: MailLanguage = .english) throws -> String {
        let mail = try #require(try world.mail(id))
        return String(decoding: try writer(world, language).write(mail).bytes, as: UTF8.self)
    }

    @Test(
        arguments: zip(
            MailLanguage.allCases,
            [["1234.50", "3 Nov 2024"], ["1234,50", "03/11/2024"], ["1234,50", "03/11/2024"]]))
    func `a mail speaks its language, and is the same each time`(_ language: MailLanguage, _ words: [String]) throws {
        let world = try MailingWorld(kind: .calculated)
        let id = try world.issue(value: .amount(Money(units: 12_345_000)))
        let text = try text(world, id, language)
        for word in words { #expect(text.contains(word), "\(word)") }
        #expect(text.contains("<\(id)@example.com>"))
        #expect(text.contains("&lt;b&gt;"))
        #expect(try self.text(world, id, language) == text)
        let nothing = Dictionary(uniqueKeysWithValues: CouponTexts.variables.map { ($0, "") })
        #expect(try !CouponTexts.template(language).filled(with: nothing).html.contains("{{"))
    }

    @Test func `a company's language, name and template go before those of the installation`() throws {
        let world = try MailingWorld(template: "own")
        let id = try world.issue()
        let mail = try #require(try world.mail(id))
        #expect(throws: MailWriter.Failure.content(MailProblem("template own", "company 2 has none in language en"))) {
            try writer(world).write(mail)
        }
        try world.store.mailTexts.save(MailSender(name: "Loja", language: "pt"), of: "2")
        try world.store.mailTexts.save(
            StoredMailTemplate(name: "own", language: "pt", subject: "Oi {{company}}", text: "{{coupon}}!", html: ""),
            of: "2")
        let text = try text(world, id)
        #expect(text.contains("Subject: Oi Loja\r\n") && text.contains("\"Loja\"") && text.contains(mail.element + "!"))
        #expect(!text.contains("text/html"))
    }

    @Test func `a corrected address counts, and one that is none is told`() throws {
        let world = try MailingWorld()
        let id = try world.issue()
        let mail = try #require(try world.mail(id))
        for (address, isGood) in [("new@example.org", true), ("nobody", false), ("a@b\r\nBcc: c@d", false)] {
            try world.store.customers.save(Customer(code: "12", email: address), of: "2")
            if isGood {
                #expect(try writer(world).write(mail).to.address == address)
            } else {
                #expect(throws: MailWriter.Failure.self) { try writer(world).write(mail) }
            }
        }
        try world.store.customers.save(Customer(code: "12", name: "a\nBcc: x@y", email: "a@b.c"), of: "2")
        #expect(throws: MailWriter.Failure.self) { try writer(world).write(mail) }
    }

    @Test func `a percentage is told as one`() throws {
        let world = try MailingWorld(kind: .calculated)
        #expect(try text(world, world.issue(value: .percentage(125_000))).contains("12.5%"))
    }

    @Test func `an alarm tells of its limit`() throws {
        let world = try MailingWorld()
        let limit = Limit(
            id: "64cd52b6a62e431960edd5de", scope: .store, kind: .benefitAmount, value: 15_000_000,
            alarms: [Limit.Alarm(value: 800_000, isPercentage: true, email: "boss@example.com")])
        let key = LimitKey(limit: limit.id, scopeKey: "5")
        let hold = Hold(key: key, period: .undefined, day: LocalDate(days: 1), amount: 13_000_000, max: limit.value)
        try world.store.limits.replaceHolds(of: "t", company: "2", with: [hold])
        try world.store.limits.book("t")
        let watched = [limit.id: Alarms.Watched(limit: limit, promotion: "promo1")]
        let alarm = try #require(
            try world.store.alarms.raise(bookedBy: "t", company: "2", watched: watched, now: 9).first)
        let texts = try AlarmTexts.template(.spanish).filled(
            with: Dictionary(
                uniqueKeysWithValues: ["mark", "promotion", "limit", "scope", "day", "used", "maximum", "company"].map {
                    ($0, "x")
                }))
        #expect(texts.subject == "Alarma de límite: x, x")
        for language in MailLanguage.allCases {
            let text = try text(world, alarm.id, language)
            for word in ["80%", "promo1", "1500", "1300", "boss@example.com", "store 5"] {
                #expect(text.contains(word), "\(language) \(word)")
            }
        }
    }

    @Test func `a preview is a whole mail to its sender`() throws {
        let world = try MailingWorld(kind: .calculated)
        let type = try #require(try world.store.couponTypes.find("7", of: "2"))
        let mail = try writer(world).preview(type, of: "2", day: LocalDate(days: 20_000), now: 5)
        #expect(mail.to.address == "shop@example.com")
        #expect(String(decoding: mail.bytes, as: UTF8.self).contains("2070000000018"))
    }
}
