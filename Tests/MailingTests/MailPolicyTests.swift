import Mail
import Storage
import Testing
import WorkerRuntime

@testable import Mailing

/// How patiently mails are sent, and what a mailer is told.
struct MailPolicyTests {
    @Test func `only what is temporary comes again, and not for ever`() {
        let policy = MailPolicy(attempts: 3, backoff: Backoff(firstMilliseconds: 10, longestMilliseconds: 15))
        let reply = SMTPReply(text: "", stage: .data)
        func verdict(_ outcome: SMTPOutcome, _ attempts: Int) -> Mails.Verdict {
            policy.verdict(outcome, after: attempts, now: 100) { $0.upperBound }
        }
        #expect(verdict(.sent(reply), 9) == .sent)
        #expect(verdict(.permanent(reply), 0) == .failed)
        #expect(verdict(.uncertain(reply), 0) == .uncertain)
        #expect([0, 1, 2].map { verdict(.temporary(reply), $0) } == [.again(at: 110), .again(at: 115), .failed])
    }

    @Test(arguments: [1, 60, 600, 60_000])
    func `no minute has more mails than are wanted`(_ perMinute: Int) {
        var pace = MailPace(perMinute: perMinute)
        var (now, sent): (Int64, Int) = (5, 0)
        while now < 120_005 {
            let wait = pace.wait(at: now)
            if wait > 0 {
                now += wait
                continue
            }
            pace.take(at: now)
            sent += 1
            if sent > 1_000_000 { break }
        }
        #expect(sent <= 2 * perMinute + 1)
        #expect(sent >= 2 * perMinute - 1)
    }

    @Test func `without a limit nobody waits`() {
        var pace = MailPace(perMinute: 0)
        for _ in 1...3 {
            pace.take(at: 7)
            #expect(pace.wait(at: 7) == 0)
        }
    }

    @Test func `settings become a server, a sender and a policy`() throws {
        let settings = try MailSettings(
            try MailingWorld.settings([
                "PROMO_SMTP_PASSWORD": "s", "PROMO_SMTP_URL": "smtps://u@mail", "PROMO_LANG": "pt",
                "PROMO_MAIL_LEASE_SECONDS": "100", "PROMO_SMTP_TIMEOUT_SECONDS": "5", "PROMO_MAIL_PER_MINUTE": "9",
            ]))
        #expect(settings.server.user == "u" && settings.server.password == "s")
        #expect(settings.server.patienceMilliseconds == 5_000 && settings.server.connectMilliseconds == 5_000)
        #expect(settings.server.wholeMilliseconds < 100_000 && settings.server.ownName == "example.com")
        #expect(settings.language == .portuguese && settings.from.name == "Shop" && settings.policy.perMinute == 9)
    }

    @Test func `all that a mailer lacks is told at once, without secrets`() throws {
        let wrong = ["PROMO_SMTP_URL": "smtp://u:hunter2@mail", "PROMO_SMTP_FROM": "nobody"]
        let empty = ["PROMO_SMTP_URL": "", "PROMO_SMTP_FROM": ""]
        for environment in [wrong, empty] {
            let configuration = try MailingWorld.settings(environment)
            let error = #expect(throws: Configuration.Invalid.self) { try MailSettings(configuration) }
            #expect(error?.problems.count == 2)
            #expect(error?.description.contains("hunter2") == false)
        }
    }
}
