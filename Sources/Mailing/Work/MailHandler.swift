public import Broker
public import Mail
internal import Storage
public import WorkerRuntime

/// What ecoupon-mailer does: jobs become mails in the store, and mails are sent from there.
public final class MailHandler: BatchHandler {
    private let store: Store
    private let sending: MailSending
    private let log: Log
    private let clock: any Clock
    private let monitoring: Monitoring?
    private var outage: String?
    private var heldUntil: Int64 = .min
    private var failures = 0
    private let heldUp = Backoff(firstMilliseconds: 200, longestMilliseconds: 5_000)

    /// A handler.
    ///
    /// - Parameters:
    ///   - context: what the worker is made of.
    ///   - settings: what the mailer was told.
    ///   - transport: what hands mails over.
    public init(_ context: WorkerContext, _ settings: MailSettings, transport: any MailTransport) {
        store = context.store
        log = context.log
        clock = context.clock
        monitoring = context.monitoring
        sending = MailSending(
            store: context.store, settings: settings, transport: transport,
            owner: context.configuration.workerName, clock: context.clock, log: context.log,
            metrics: context.monitoring.map(MailMetrics.init))
    }

    /// Keeps the mails that jobs tell of.
    public func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        do throws(StorageError) {
            let outcomes = try store.database.transaction { () throws(StorageError) in
                try batch.map { (delivery) throws(StorageError) in
                    let unusable = try MailJobs(store: store).take(delivery.body, now: clock.wallMilliseconds)
                    return unusable.map { Outcome.discard(reason: $0.reason) } ?? .done(replies: [])
                }
            }
            monitoring?.database(nil)
            sending.lookAtOnce()
            return outcomes
        } catch {
            monitoring?.database(error)
            throw HandlerError(error)
        }
    }

    /// Sends for a while.
    public func proceed(_ serve: () -> Void) -> Bool {
        guard clock.monotonicMilliseconds >= heldUntil else { return false }
        do throws(StorageError) {
            let isBusy = try withoutActuallyEscaping(serve) { (serve) throws(StorageError) in
                try sending.proceed(serve)
            }
            if outage != nil { log.info("Mails are sent again") }
            (outage, failures) = (nil, 0)
            return isBusy
        } catch {
            monitoring?.database(error)
            if outage != error.description {
                log.warning("Sending is held up", ["error.text": .text(error.description)])
            }
            outage = error.description
            heldUntil = clock.monotonicMilliseconds + heldUp.range(failures: failures).upperBound
            failures += 1
            return false
        }
    }

    /// Says how many mails are in trouble.
    public func idle(at wallMilliseconds: Int64) {
        do throws(StorageError) {
            try sending.count(now: wallMilliseconds)
            monitoring?.upkeepSucceeded(at: wallMilliseconds)
        } catch {
            monitoring?.database(error)
        }
    }

    /// Ends the dialogue under way, and gives back the rest.
    public func stop() { sending.stop() }
}

@available(*, unavailable, message: "a worker has one thread")
extension MailHandler: Sendable {}
