import Loyalty
import Mail
import Promotions
import Storage
import WorkerRuntime

@testable import Mailing

/// A clock that moves when it is slept on.
final class SleptClock: Clock {
    var monotonicMilliseconds: Int64 = 1_000_000
    var wallMilliseconds: Int64 { monotonicMilliseconds }
    func sleep(milliseconds: Int64) { monotonicMilliseconds += milliseconds }
}

/// A way to a mail server that does what it is told.
final class ScriptedTransport: MailTransport {
    /// How the next dialogues end; the last one is repeated.
    var script: [SMTPOutcome] = [.sent(SMTPReply(code: 250, text: "ok", stage: .body))]
    /// What went out, whatever became of it.
    private(set) var sent: [Envelope] = []
    /// How many slices a dialogue takes.
    var slices = 1
    private var current: (envelope: Envelope, begins: () -> Bool, left: Int)?
    private(set) var dialogues = 0

    func begin(_ envelope: Envelope, dataBegins: @escaping () -> Bool, waiting: @escaping () -> Bool) {
        current = (envelope, dataBegins, slices)
        dialogues += 1
    }

    func proceed(milliseconds: Int) -> SMTPOutcome? {
        guard let (envelope, begins, left) = current else { return nil }
        guard left <= 1 else {
            current?.left -= 1
            return nil
        }
        let outcome = script.count > 1 ? script.removeFirst() : script[0]
        current = nil
        guard outcome.reply.stage == .body else { return outcome }
        guard begins() else { return .temporary(SMTPReply(text: "not begun", stage: .data)) }
        sent.append(envelope)
        return outcome
    }

    func breakOff() -> SMTPOutcome {
        current = nil
        return .temporary(SMTPReply(text: "broken off", stage: .connect))
    }
}

/// A company with an electronic coupon and a mailer.
final class MailingWorld {
    static let company = "2"
    let database: SQLiteDatabase
    let store: Store
    let transport = ScriptedTransport()
    let clock = SleptClock()

    init(template: String = "", kind: CouponType.Kind = .normal) throws {
        database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, now: 0)
        store = Store(database: database)
        let format = try BarCodeFormat("PPPnnnnnnnnnc", base: .ean13)
        try store.couponTypes.save(
            CouponType(
                code: "7", kind: kind, isElectronic: true, prefix: "207", format: format,
                validity: .daysFromIssue(30), mailTemplate: template), of: Self.company)
        try store.customers.save(
            Customer(code: "12", name: "Ana <b>", lastName: "López", email: "ana@example.org"), of: Self.company)
    }

    static func settings(_ environment: [String: String] = [:]) throws -> Configuration {
        let required = ["PROMO_SMTP_URL": "smtp://mail.example", "PROMO_SMTP_FROM": "Shop <shop@example.com>"]
        return try Configuration(
            environment: required.merging(environment) { _, new in new }, defaultWorkerName: "w", readFile: { _ in nil }
        )
    }

    func handler(_ environment: [String: String] = [:], monitoring: Monitoring? = nil) throws -> MailHandler {
        let configuration = try Self.settings(environment)
        let context = WorkerContext(
            configuration: configuration, store: store, log: Log(write: { _ in }), clock: clock,
            monitoring: monitoring)
        return MailHandler(context, try MailSettings(configuration), transport: transport)
    }

    /// A coupon that has become usable; the id of its mail.
    func issue(value: Coupon.Value? = nil) throws -> String {
        let order = CouponOrder(
            company: Self.company, transaction: nil, store: "1", terminal: "1",
            moment: LocalDateTime(date: LocalDate(days: 20_000), secondOfDay: 0), customer: "12",
            issues: [.init(benefit: "b", type: "7", quantity: 1, value: value)])
        let issued = try store.coupons.issueAtOnce(order, now: clock.wallMilliseconds)
        return MailRecord.id(ofCoupon: issued.coupons[0].coupon.barCode, company: Self.company)
    }

    func mail(_ id: String) throws -> MailRecord? { try store.mails.find(id) }

    /// A slice.
    func advance(_ handler: MailHandler) throws -> WorkProgress {
        try handler.advance(WorkTurn(at: clock.wallMilliseconds), serve: {})
    }

    /// Lets a handler go on until it has nothing to do at once.
    func work(_ handler: MailHandler) {
        var turns = 0
        while (try? advance(handler)) == .more, turns < 1_000 { turns += 1 }
    }
}
