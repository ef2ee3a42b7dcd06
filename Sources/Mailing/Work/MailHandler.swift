public import Broker
public import Mail
internal import Storage
public import WorkerRuntime

/// What ecoupon-mailer does: jobs become mails in the store, and mails are sent from there.
public final class MailHandler: BatchHandler {
    private let store: Store
    private let sending: MailSending
    private let clock: any Clock
    private let monitoring: Monitoring?

    /// A handler.
    ///
    /// - Parameters:
    ///   - context: what the worker is made of.
    ///   - settings: what the mailer was told.
    ///   - transport: what hands mails over.
    public init(_ context: WorkerContext, _ settings: MailSettings, transport: any MailTransport) {
        store = context.store
        clock = context.clock
        monitoring = context.monitoring
        sending = MailSending(
            store: context.store, settings: settings, transport: transport,
            owner: context.configuration.workerName, clock: context.clock, log: context.log,
            metrics: context.monitoring.map(MailMetrics.init))
    }

    /// Keeps the mails that jobs tell of.
    public func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        try monitoring.watching { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try batch.map { (delivery) throws(StorageError) in
                    let unusable = try MailJobs(store: store).take(delivery.body, now: clock.wallMilliseconds)
                    return unusable.map { Outcome.discard(reason: $0.reason) } ?? .done(replies: [])
                }
            }
        }
    }

    /// Sends for a while.
    public func advance(_ turn: WorkTurn, serve: () -> Void) throws(HandlerError) -> WorkProgress {
        try monitoring.watching { () throws(StorageError) in
            try withoutActuallyEscaping(serve) { (serve) throws(StorageError) in try sending.proceed(serve) }
                ? .more : .nothing
        }
    }

    /// Says how many mails are in trouble.
    public func idle(at wallMilliseconds: Int64) throws(HandlerError) {
        try monitoring.watching { () throws(StorageError) in try sending.count(now: wallMilliseconds) }
    }

    /// Ends the dialogue under way, and gives back the rest.
    public func stop() { sending.stop() }
}

@available(*, unavailable, message: "a worker has one thread")
extension MailHandler: Sendable {}
