internal import Loyalty
internal import Mail
internal import Mailing
internal import Promotions
internal import Storage
internal import WorkerRuntime

/// A company whose coupons are mailed, and a mailer without a broker.
struct MailBench {
    private static let company = "2"
    private let store: Store
    private let handler: MailHandler

    /// Makes the tables and a mailer.
    ///
    /// - Parameters:
    ///   - address: an empty database.
    ///   - port: where the mail server listens.
    /// - Throws: `BenchError`.
    init(_ address: String, port: UInt16) throws(BenchError) {
        let database = try BenchDatabases.open(address)
        store = Store(database: database)
        do {
            _ = try Migrator.migrate(database, now: SystemClock.wallMilliseconds())
            try store.couponTypes.save(try Self.type(), of: Self.company)
            try store.customers.save(
                Customer(code: "12", name: "Ana", lastName: "López", email: "ana@example.org"), of: Self.company)
            let configuration = try Configuration(
                environment: [
                    "PROMO_SMTP_URL": "smtp://127.0.0.1:\(port)", "PROMO_SMTP_FROM": "Shop <shop@example.com>",
                    "PROMO_SMTP_TLS": "none", "PROMO_LOG_LEVEL": "error",
                ], defaultWorkerName: "bench", readFile: { _ in nil })
            let settings = try MailSettings(configuration)
            handler = MailHandler(
                WorkerContext(
                    configuration: configuration, store: store,
                    log: Log(configuration: configuration, program: "promo-bench")), settings,
                transport: try SMTPClient(settings.server))
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func type() throws -> CouponType {
        CouponType(
            code: "7", kind: .normal, isElectronic: true, prefix: "207",
            format: try BarCodeFormat("PPPnnnnnnnnnc", base: .ean13), validity: .daysFromIssue(30), mailTemplate: "")
    }

    /// Has so many coupons become usable, each with its mail.
    func issue(_ count: Int) throws(BenchError) {
        let now = SystemClock.wallMilliseconds()
        do throws(StorageError) {
            try store.database.transaction { () throws(StorageError) in
                for _ in 0..<count {
                    _ = try store.coupons.issueAtOnce(
                        CouponOrder(
                            company: Self.company, transaction: nil, store: "1", terminal: "1",
                            moment: LocalDateTime(date: LocalDate(days: 20_000), secondOfDay: 0), customer: "12",
                            issues: [.init(benefit: "b", type: "7", quantity: 1)]), now: now)
                }
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Sends them; all must have arrived.
    func send(_ count: Int) throws(BenchError) {
        do {
            while try handler.advance(WorkTurn(at: SystemClock.wallMilliseconds()), serve: {}) == .more {}
            let trouble = try store.mails.trouble()
            guard trouble == MailTrouble() else { throw BenchError.failed("mails were not sent: \(trouble)") }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// A mail as they are.
    static func example() throws(BenchError) -> [UInt8] {
        do {
            let from = try MailAddress(parsing: "Shop <shop@example.com>")
            let database = try SQLiteDatabase(path: ":memory:")
            _ = try Migrator.migrate(database, now: 0)
            return try MailWriter(Store(database: database), from: from, language: .english).preview(
                try type(), of: company, day: LocalDate(days: 20_000), now: 0
            ).bytes
        } catch {
            throw .failed("\(error)")
        }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension MailBench: Sendable {}
