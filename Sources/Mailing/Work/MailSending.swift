internal import Mail
internal import Storage
internal import WorkerRuntime

/// Sends mails from the store, one after the other, in slices.
///
/// A mail is taken under a lease; before its first byte leaves that is committed, and its end is committed together
/// with the beginning of the next one, or as soon as the server keeps silent. So nothing is sent twice, and what a
/// process leaves behind tells by itself whether it may have left.
final class MailSending {
    /// How many mails are taken at once.
    static let batch = 20
    /// How often what is in trouble is counted.
    private static let countMilliseconds: Int64 = 5_000
    /// How long a slice waits for the server, and what is known of the mail before stays unwritten.
    private static let sliceMilliseconds = 20
    /// How long a dialogue under way may take when the worker stops.
    private static let graceMilliseconds: Int64 = 10_000

    private let store: Store
    private let writer: MailWriter
    private let from: MailAddress
    private let policy: MailPolicy
    private let transport: any MailTransport
    private let owner: String
    private let clock: any Clock
    private let log: Log
    private let metrics: MailMetrics?
    private var pace: MailPace

    private var waiting: [MailRecord] = []
    private var leaseEnds: Int64 = .min
    private var current: MailRecord?
    private var startedAt: Int64 = 0
    /// Ends that are known and not yet written.
    private var ends = MailEnds()
    private var beginProblem: StorageError?
    private var nextCount: Int64 = .min
    /// Troubles of the server in a row; nobody asks it again and again at once.
    private var serverTroubles = 0
    private var isServerInTrouble = false
    private var askServerAgainAt: Int64 = .min

    init(
        store: Store, settings: MailSettings, transport: any MailTransport, owner: String, clock: any Clock, log: Log,
        metrics: MailMetrics?
    ) {
        self.store = store
        writer = MailWriter(store, from: settings.from, language: settings.language)
        from = settings.from
        policy = settings.policy
        self.transport = transport
        self.owner = owner
        self.clock = clock
        self.log = log
        self.metrics = metrics
        pace = MailPace(perMinute: settings.policy.perMinute)
    }

    /// Goes on for a slice.
    ///
    /// - Parameter serve: serves the connection where a slice takes long.
    /// - Returns: whether there is more to do at once; otherwise it may be asked again at any time.
    /// - Throws: `StorageError`; everything that is known is kept in memory until it can be written.
    func proceed(_ serve: @escaping () -> Void) throws(StorageError) -> Bool {
        if let mail = current {
            guard let outcome = slice(serve) else {
                try settle()
                return true
            }
            end(mail, outcome)
        }
        // While it cannot be written that a mail leaves, there is nothing to ask the server for.
        if beginProblem != nil {
            try settle()
            beginProblem = nil
        }
        if waiting.isEmpty || clock.wallMilliseconds >= leaseEnds {
            waiting = []
            guard clock.monotonicMilliseconds >= askServerAgainAt else {
                try settle()
                return false
            }
            try take()
            if waiting.isEmpty { return false }
        }
        let wait = pace.wait(at: clock.monotonicMilliseconds)
        guard wait == 0 else {
            try settle()
            clock.sleep(milliseconds: min(wait, Int64(Self.sliceMilliseconds)))
            return true
        }
        start(waiting.removeFirst())
        return true
    }

    /// Notes how many mails are in trouble, now and then.
    func count(now: Int64) throws(StorageError) {
        guard let metrics, now >= nextCount || nextCount - now > Self.countMilliseconds else { return }
        nextCount = now + Self.countMilliseconds
        metrics.note(try store.mails.trouble())
    }

    /// Ends the dialogue under way, within a time, and gives the rest back; where the store is out of reach, leases
    /// end by themselves.
    func stop() {
        let end = clock.monotonicMilliseconds + Self.graceMilliseconds
        if let mail = current {
            var outcome: SMTPOutcome?
            while outcome == nil, clock.monotonicMilliseconds < end { outcome = slice {} }
            self.end(mail, outcome ?? transport.breakOff())
        }
        try? settle()
        try? store.database.transaction { () throws(StorageError) in
            try store.mails.release(by: owner, now: clock.wallMilliseconds)
        }
    }

    /// Takes mails that are due, and writes those that were not written before.
    private func take() throws(StorageError) {
        let now = clock.wallMilliseconds
        let lease = now + policy.leaseMilliseconds
        var (taken, unusable): ([MailRecord], [(MailRecord, String)]) = ([], [])
        try store.database.transaction { () throws(StorageError) in
            _ = try ends.write(to: store.mails, by: owner, now: now)
            // What was taken before and not begun would count as what a mailer left that ended.
            try store.mails.release(by: owner, now: now)
            for mail in try store.mails.take(by: owner, lease: lease, now: now, limit: Self.batch) {
                switch try written(mail) {
                case .success(let mail): taken.append(mail)
                case .failure(let problem): unusable.append((mail, problem.description))
                }
            }
        }
        ends = MailEnds()
        (waiting, leaseEnds) = (taken, lease - policy.leaseMilliseconds / 4)
        for (mail, problem) in unusable {
            note(mail, .permanent(SMTPReply(text: problem, stage: .connect)), microseconds: nil)
        }
        try settle()
    }

    /// The mail with its content, written for each attempt, since what it tells of may have changed; or why it cannot
    /// be sent.
    private func written(_ mail: MailRecord) throws(StorageError) -> Result<MailRecord, MailProblem> {
        guard mail.attempts < policy.attempts else {
            return .failure(MailProblem("mail", "its mailers ended again and again"))
        }
        let written: MailWriter.Written
        do throws(MailWriter.Failure) {
            written = try writer.write(mail)
        } catch {
            switch error {
            case .content(let problem): return .failure(problem)
            case .storage(let error): throw error
            }
        }
        try store.mails.write(written.bytes, to: written.to.address, in: mail.id)
        var mail = mail
        (mail.content, mail.recipient) = (written.bytes, written.to.address)
        return .success(mail)
    }

    private func start(_ mail: MailRecord) {
        guard let content = mail.content, let to = try? MailAddress(mail.recipient) else {
            note(mail, .permanent(SMTPReply(text: "the recipient is no address", stage: .connect)), microseconds: nil)
            return
        }
        (current, startedAt) = (mail, clock.monotonicMicroseconds)
        pace.take(at: clock.monotonicMilliseconds)
        transport.begin(
            Envelope(from: from, to: to, bytes: content), dataBegins: { [unowned self] in begins(mail.id) },
            waiting: { [unowned self] in
                serve?()
                return true
            })
    }

    /// What serves the connection during a slice.
    private var serve: (() -> Void)?

    private func slice(_ serve: @escaping () -> Void) -> SMTPOutcome? {
        var servedAt = clock.monotonicMilliseconds
        self.serve = { [clock] in
            // The library calls often while bytes flow.
            guard clock.monotonicMilliseconds - servedAt >= 500 else { return }
            servedAt = clock.monotonicMilliseconds
            serve()
        }
        defer { self.serve = nil }
        return transport.proceed(milliseconds: Self.sliceMilliseconds)
    }

    /// Commits that a mail is about to leave.
    private func begins(_ id: String) -> Bool {
        do throws(StorageError) {
            let now = clock.wallMilliseconds
            let mayLeave = try store.database.transaction { () throws(StorageError) in
                try ends.write(
                    to: store.mails, by: owner, beginning: id, lease: now + policy.leaseMilliseconds, now: now)
            }
            ends = MailEnds()
            return mayLeave
        } catch {
            // Whether that was written or not, nothing has left.
            beginProblem = error
            return false
        }
    }

    private func end(_ mail: MailRecord, _ outcome: SMTPOutcome) {
        current = nil
        note(mail, outcome, microseconds: clock.monotonicMicroseconds - startedAt)
        guard beginProblem == nil else { return }
        // What concerns the server, and not this mail, is its word on all that would follow.
        let concernsServer = outcome.reply.stage < .sender
        switch outcome {
        case .temporary where concernsServer, .permanent where concernsServer:
            for other in waiting { note(other, outcome, microseconds: nil) }
            waiting = []
            serverTroubles += 1
            let wait = Backoff(firstMilliseconds: 500, longestMilliseconds: 30_000).range(failures: serverTroubles - 1)
            if case .temporary = outcome { askServerAgainAt = clock.monotonicMilliseconds + wait.upperBound }
            if !isServerInTrouble { warn(outcome) }
            isServerInTrouble = true
        default:
            if isServerInTrouble { log.info("The mail server takes mails again") }
            (serverTroubles, isServerInTrouble) = (0, false)
        }
    }

    private func warn(_ outcome: SMTPOutcome) {
        log.error(
            "The mail server cannot be used",
            [
                "smtp.code": .number(outcome.reply.code), "smtp.stage": .text(outcome.reply.stage.rawValue),
                "error.text": .text(outcome.reply.text),
            ])
    }

    private func note(_ mail: MailRecord, _ outcome: SMTPOutcome, microseconds: Int64?) {
        let now = clock.wallMilliseconds
        let verdict =
            beginProblem == nil
            ? policy.verdict(outcome, after: mail.attempts, now: now) { Int64.random(in: $0) } : .again(at: now)
        ends.add(mail.id, verdict, outcome.reply)
        if let microseconds { metrics?.note(outcome, microseconds: microseconds) }
        // The server's words may name the customer.
        let fields: LogFields = [
            "company": .text(mail.company), "mail.kind": .text(mail.kind.rawValue),
            "smtp.code": .number(outcome.reply.code), "smtp.stage": .text(outcome.reply.stage.rawValue),
        ]
        switch outcome {
        case .sent: log.debug("A mail was sent", fields)
        case .temporary: log.info("A mail has to wait", fields)
        case .permanent: log.warning("A mail failed", fields)
        case .uncertain: log.warning("A mail may or may not have arrived", fields)
        }
    }

    /// Commits the ends that are known.
    private func settle() throws(StorageError) {
        guard !ends.isEmpty else { return }
        try store.database.transaction { () throws(StorageError) in
            _ = try ends.write(to: store.mails, by: owner, now: clock.wallMilliseconds)
        }
        ends = MailEnds()
    }
}

@available(*, unavailable, message: "a worker has one thread")
extension MailSending: Sendable {}
