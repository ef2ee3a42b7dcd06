public import Mail
public import WorkerRuntime

/// What a mailer was told.
public struct MailSettings: Hashable, Sendable {
    /// Where mails are handed over.
    public var server: MailServer
    /// Who sends them.
    public var from: MailAddress
    /// The language of companies that have not chosen one.
    public var language: MailLanguage
    /// How patiently they are sent.
    public var policy: MailPolicy

    /// Reads the settings of mailers.
    ///
    /// - Parameter configuration: all settings.
    /// - Throws: `Configuration.Invalid` with everything that is wrong.
    public init(_ configuration: Configuration) throws(Configuration.Invalid) {
        var problems: [String] = []
        func read<Value>(_ key: String, _ read: (String) throws(MailProblem) -> Value) -> Value? {
            let text = configuration.text(key)
            guard !text.isEmpty else {
                problems.append("\(key): a mailer needs it")
                return nil
            }
            do throws(MailProblem) {
                return try read(text)
            } catch {
                problems.append("\(key): \(error.text)")
                return nil
            }
        }
        let server = read("PROMO_SMTP_URL") { (text) throws(MailProblem) in
            try MailServer(
                text, isPlain: configuration.text("PROMO_SMTP_TLS") == "none",
                password: configuration.text("PROMO_SMTP_PASSWORD"))
        }
        let from = read("PROMO_SMTP_FROM") { (text) throws(MailProblem) in try MailAddress(parsing: text) }
        guard problems.isEmpty, var server, let from else { throw Configuration.Invalid(problems: problems) }
        let lease = configuration.number("PROMO_MAIL_LEASE_SECONDS") * 1_000
        server.certificateAuthorityFile = configuration.text("PROMO_SMTP_CACERT")
        server.patienceMilliseconds = configuration.number("PROMO_SMTP_TIMEOUT_SECONDS") * 1_000
        server.connectMilliseconds = min(server.connectMilliseconds, server.patienceMilliseconds)
        // A dialogue that outlived its lease would be taken for one whose mailer has ended.
        server.wholeMilliseconds = lease / 10 * 8
        server.ownName = from.domain
        self.server = server
        self.from = from
        language = MailLanguage(rawValue: configuration.text("PROMO_LANG")) ?? .english
        policy = MailPolicy(
            attempts: configuration.number("PROMO_MAIL_ATTEMPTS"),
            backoff: Backoff(
                firstMilliseconds: Int64(configuration.number("PROMO_MAIL_RETRY_SECONDS")) * 1_000,
                longestMilliseconds: 3_600_000),
            leaseMilliseconds: Int64(lease), perMinute: configuration.number("PROMO_MAIL_PER_MINUTE"))
    }
}
