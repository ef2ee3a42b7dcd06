internal import Broker

/// The declared keys of every worker: the source of the checks, of `--help` and of the table in the README.
public enum Settings: Sendable {
    /// The file that may hold the same keys as the environment.
    public static let fileKey = "PROMO_CONFIG"

    /// What goes wrong in this process on purpose; for tests of this program, so it is no setting.
    static let faultKey = "PROMO_FAULT"

    /// All keys, in the order in which they are shown.
    public static let all: [Setting] = [
        Setting(
            "PROMO_AMQP_URL", .brokerURL, default: "amqp://guest:guest@127.0.0.1:5672/%2f",
            "The broker: amqp[s]://user:password@host:port/vhost; nodes of a cluster as host,host,host:port."),
        Setting(
            "PROMO_AMQP_PASSWORD", .text, default: "", "The broker's password, in place of the one in the address.",
            isSecret: true),
        Setting(
            "PROMO_AMQP_CACERT", .text, default: ConnectionOptions.systemCertificates,
            "The certificates that an amqps broker is verified against, a PEM file."),
        Setting(
            "PROMO_AMQP_CERT", .text, default: "",
            "The certificate shown to an amqps broker that asks for one, a PEM file."),
        Setting("PROMO_AMQP_KEY", .text, default: "", "The key of that certificate, a PEM file."),
        Setting(
            "PROMO_AMQP_HEARTBEAT_SECONDS", .number(2...3600), default: "60", "How often the broker is heard from."),
        Setting(
            "PROMO_DATABASE", .database, default: "sqlite:promotions.db",
            "The database: sqlite:PATH or postgres://user:password@host:port/name."),
        Setting(
            "PROMO_DATABASE_PASSWORD", .text, default: "",
            "The database's password, in place of the one in the address.", isSecret: true),
        Setting("PROMO_PREFIX", .name, default: "promo", "What the names of exchanges and queues begin with."),
        Setting(
            "PROMO_QUEUE_TYPE", .choice(QueueType.allCases.map(\.rawValue)), default: "quorum",
            "How the broker keeps the queues: quorum, or classic for the lowest latency on one node."),
        Setting("PROMO_PREFETCH", .number(1...5000), default: "50", "How many deliveries a worker may hold."),
        Setting("PROMO_BATCH", .number(1...1000), default: "25", "How many messages share one database transaction."),
        Setting(
            "PROMO_MAX_DELIVERIES", .number(1...100), default: "5",
            "How often a message is tried before it is given up."),
        Setting(
            "PROMO_STORE_RATE", .number(0...100_000), default: "0",
            "How many messages a second one worker takes of one store before it answers 8299; 0 is without limit."),
        Setting(
            "PROMO_STORE_BURST", .number(1...100_000), default: "100",
            "How many messages a store that was silent may send at once."),
        Setting(
            "PROMO_HANDLING_SECONDS", .number(0...3600), default: "60",
            "How long handling a batch may take before the worker ends itself, so that others get it; 0 is for ever."),
        Setting("PROMO_GRACE_SECONDS", .number(0...3600), default: "20", "How long stopping may take."),
        Setting("PROMO_WORKER_NAME", .name, default: "", "The worker's name in logs and tools (default: host-pid)."),
        Setting(
            "PROMO_HTTP", .address, default: "",
            "Where /metrics, /live and /ready are served, host:port; port 0 is any free one, empty is off."),
        Setting(
            "PROMO_LOG", .choice(["json", "text"]), default: "json", "The form of the log: json, or text for people."),
        Setting(
            "PROMO_LOG_LEVEL", .choice(Log.Level.allCases.map(\.rawValue)), default: "info", "The least level logged."),
        Setting(
            "PROMO_LANG", .choice(["en", "pt", "es"]), default: "en",
            "The language of mails of companies that have not chosen one."),
        Setting("PROMO_ENGINE_VERSION", .text, default: "7.2.6#282", "What answers give as the engine's version."),
        Setting(
            "PROMO_SMTP_URL", .mailServer, default: "",
            "The mail server: smtp[s]://[user@]host[:port]; smtp becomes encrypted by STARTTLS."),
        Setting("PROMO_SMTP_PASSWORD", .text, default: "", "The password of the mail server's user.", isSecret: true),
        Setting(
            "PROMO_SMTP_FROM", .text, default: "", "The sender of mails: address, or Name <address>."),
        Setting(
            "PROMO_SMTP_TLS", .choice(["required", "none"]), default: "required",
            "Whether mails travel encrypted only; none is for a relay on the same machine or network."),
        Setting(
            "PROMO_SMTP_CACERT", .text, default: ConnectionOptions.systemCertificates,
            "The certificates that the mail server is verified against, a PEM file."),
        Setting(
            "PROMO_SMTP_TIMEOUT_SECONDS", .number(1...600), default: "60",
            "How long the mail server may be silent."),
        Setting(
            "PROMO_MAIL_PER_MINUTE", .number(0...60_000), default: "0",
            "How many mails a minute one worker sends; 0 is without limit."),
        Setting(
            "PROMO_MAIL_ATTEMPTS", .number(1...100), default: "10",
            "How often a mail is tried before it counts as failed."),
        Setting(
            "PROMO_MAIL_RETRY_SECONDS", .number(1...3600), default: "30",
            "How long a mail waits after its first attempt in vain; then twice as long each time, an hour at most."),
        Setting(
            "PROMO_MAIL_LEASE_SECONDS", .number(1...3600), default: "120",
            "How long a worker may have a mail in hand before another one may take it; a dialogue ends before that."),
        Setting(
            "PROMO_CACHE_THREADS", .number(0...256), default: "0",
            "On how many threads cache-generator makes pages; 0 is one for each of the machine's processors."),
    ]

    /// What `--help` says about the configuration.
    ///
    /// - Parameter settings: the keys.
    /// - Returns: lines, two for each key.
    public static func help(for settings: [Setting] = all) -> String {
        var lines = [
            "Settings are environment variables, or KEY=value lines in the file named by \(fileKey).",
            "KEY_FILE names a file that holds the value of KEY. An empty value is the default.",
            "",
        ]
        for setting in settings {
            let shown = setting.defaultValue.isEmpty ? "" : " (\(setting.defaultValue))"
            lines.append("  \(setting.key)\(shown)")
            lines.append("      \(setting.summary)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The table of keys in Markdown.
    ///
    /// - Parameter settings: the keys.
    /// - Returns: a table with a row for each key.
    public static func markdownTable(for settings: [Setting] = all) -> String {
        let rows = settings.map { setting in
            let shown = setting.defaultValue.isEmpty ? "" : "`\(setting.defaultValue)`"
            return "| `\(setting.key)` | \(shown) | \(setting.summary) |"
        }
        return (["| key | default | meaning |", "| --- | --- | --- |"] + rows).joined(separator: "\n") + "\n"
    }
}
