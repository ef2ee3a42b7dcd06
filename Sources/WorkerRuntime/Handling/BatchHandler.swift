public import Broker

/// What a worker does with messages.
///
/// It is called on one thread, and every call must return within half a heartbeat.
public protocol BatchHandler: AnyObject {
    /// Handles messages together; either all of it is stored or nothing.
    ///
    /// A redelivered message comes alone. The same message can come more than once, also after it was done.
    ///
    /// - Parameter batch: the messages in the order of arrival, at least one.
    /// - Returns: a verdict for each, in their order.
    /// - Throws: why nothing was stored.
    func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome]

    /// Says what to answer to a message that was retried in vain and now goes to the dead queue.
    ///
    /// - Parameters:
    ///   - delivery: the message.
    ///   - reason: why it was given up.
    /// - Returns: the answers.
    /// - Throws: why none could be made; it is tried again.
    func givenUp(_ delivery: Delivery, reason: String) throws(HandlerError) -> [Publication]

    /// Stored messages that wait to be sent, oldest first.
    ///
    /// - Parameter max: how many at most.
    /// - Returns: the messages; those handed out before and not confirmed are among them.
    /// - Throws: why they cannot be read; it is tried again.
    func outbox(max: Int) throws(HandlerError) -> [RelayedMessage]

    /// Notes that the broker has taken over stored messages.
    ///
    /// - Parameter ids: their rows.
    /// - Throws: why it cannot be noted; it is tried again.
    func confirmed(_ ids: [String]) throws(HandlerError)

    /// Notes that the broker refuses a message that `outbox` handed out.
    ///
    /// - Parameter id: its row.
    /// - Returns: whether the handler itself waits before it hands the message out again; otherwise nothing of the
    ///   outbox is sent for a while.
    func refused(_ id: String) -> Bool

    /// Does a slice of work that no message brought, for some milliseconds; called in turns until the worker stops,
    /// also without a connection.
    ///
    /// - Parameters:
    ///   - turn: what it may count on.
    ///   - serve: to be called once a second where it takes longer than that: it serves the connection.
    /// - Returns: when it goes on.
    /// - Throws: why it could not be done; it is tried again after a while.
    func advance(_ turn: WorkTurn, serve: () -> Void) throws(HandlerError) -> WorkProgress

    /// Says in the log whom a message concerns, in the keys that every line about a message has: `company`, `store`,
    /// `terminal`, `message.id` and `transaction`.
    ///
    /// - Parameter delivery: the message.
    /// - Returns: the keys; an empty value where the message does not say or nobody knows.
    func subject(of delivery: Delivery) -> LogFields

    /// Takes a hint that went to every worker, such as a distributed map.
    ///
    /// - Parameter delivery: the hint; it is acknowledged already.
    func notice(_ delivery: Delivery)

    /// Does what is due by the clock; called about once a second, also without a connection.
    ///
    /// - Parameter wallMilliseconds: the time, in milliseconds since 1970.
    /// - Throws: why it could not be done; it is tried again.
    func idle(at wallMilliseconds: Int64) throws(HandlerError)

    /// Takes leave when the worker stops; nothing is handled afterwards.
    func stop()
}

extension BatchHandler {
    /// No answer.
    public func givenUp(_ delivery: Delivery, reason: String) throws(HandlerError) -> [Publication] { [] }

    /// No stored messages.
    public func outbox(max: Int) throws(HandlerError) -> [RelayedMessage] { [] }

    /// Nothing to note.
    public func confirmed(_ ids: [String]) throws(HandlerError) {}

    /// It is sent again after a while.
    public func refused(_ id: String) -> Bool { false }

    /// No work but messages.
    public func advance(_ turn: WorkTurn, serve: () -> Void) throws(HandlerError) -> WorkProgress { .nothing }

    /// Nobody in particular.
    public func subject(of delivery: Delivery) -> LogFields { [:] }

    /// Nothing to do.
    public func notice(_ delivery: Delivery) {}

    /// Nothing to do.
    public func idle(at wallMilliseconds: Int64) throws(HandlerError) {}

    /// Nothing to take leave of.
    public func stop() {}
}
