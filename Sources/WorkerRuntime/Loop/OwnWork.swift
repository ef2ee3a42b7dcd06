/// When the work that no message brought is due, and whether it is held up.
struct OwnWork: Hashable, Sendable {
    /// How long a handler that has found nothing to do is left alone.
    static let restMilliseconds: Int64 = 1_000

    private var next: Int64 = .min
    private var outage: HandlerError?
    /// How often it could not be done since it last was.
    private(set) var failures = 0

    func isDue(at now: Int64) -> Bool { now >= next }

    /// A message may have brought work; what is held up waits for the world and not for messages.
    mutating func messagesWereHandled() {
        if outage == nil { next = .min }
    }

    /// Notes that a slice was done.
    ///
    /// - Returns: whether that is news.
    mutating func note(_ progress: WorkProgress, at now: Int64) -> Bool {
        defer { (outage, failures) = (nil, 0) }
        next = progress == .nothing ? now + Self.restMilliseconds : .min
        return outage != nil
    }

    /// Notes that a slice could not be done, and waits.
    ///
    /// - Returns: whether that is news.
    mutating func note(_ error: HandlerError, at now: Int64, wait: Int64) -> Bool {
        defer { outage = error }
        next = now + wait
        failures += 1
        return outage != error
    }
}
