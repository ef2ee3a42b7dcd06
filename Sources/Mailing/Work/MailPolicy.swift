public import Mail
public import Storage
public import WorkerRuntime

/// How patiently mails are sent.
public struct MailPolicy: Hashable, Sendable {
    /// How often a mail is tried.
    public var attempts: Int
    /// The waits between the attempts.
    public var backoff: Backoff
    /// How long a mailer may have mails in hand, in milliseconds.
    public var leaseMilliseconds: Int64
    /// How many mails a minute; 0 is without limit.
    public var perMinute: Int

    /// A policy from its parts.
    public init(
        attempts: Int = 10, backoff: Backoff = Backoff(firstMilliseconds: 30_000, longestMilliseconds: 3_600_000),
        leaseMilliseconds: Int64 = 120_000, perMinute: Int = 0
    ) {
        self.attempts = attempts
        self.backoff = backoff
        self.leaseMilliseconds = leaseMilliseconds
        self.perMinute = perMinute
    }

    /// What becomes of a mail after an attempt.
    ///
    /// - Parameters:
    ///   - outcome: how the attempt ended.
    ///   - attempts: how many there were before.
    ///   - now: milliseconds since 1970.
    ///   - random: draws a number from a range.
    /// - Returns: the verdict.
    public func verdict(
        _ outcome: SMTPOutcome, after attempts: Int, now: Int64, random: (ClosedRange<Int64>) -> Int64
    ) -> Mails.Verdict {
        switch outcome {
        case .sent: .sent
        case .permanent: .failed
        case .uncertain: .uncertain
        case .temporary where attempts + 1 >= self.attempts: .failed
        case .temporary: .again(at: now + random(backoff.range(failures: attempts)))
        }
    }
}

/// When the next mail may be sent, so that there are no more a minute than are wanted.
struct MailPace: Hashable, Sendable {
    private let interval: Int64
    private var next: Int64 = 0

    /// A pace of so many a minute; 0 is without limit.
    init(perMinute: Int) { interval = perMinute > 0 ? max(1, 60_000 / Int64(perMinute)) : 0 }

    /// How long the next mail has to wait, in milliseconds of a clock that never steps back.
    func wait(at now: Int64) -> Int64 { max(0, next - now) }

    /// Notes that a mail is sent.
    mutating func take(at now: Int64) { next = max(now, next) + interval }
}
