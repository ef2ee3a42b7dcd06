/// Decides what a worker does next with its connection.
///
/// It performs nothing itself: events and the time go in, an action comes out. Times are milliseconds of a clock that
/// never steps back.
public struct ConsumerStateMachine: Hashable, Sendable {
    /// Where the worker stands.
    public enum State: Hashable, Sendable {
        /// Without a connection; the next attempt is due at `retryAt`.
        case disconnected(failures: Int, retryAt: Int64)
        /// Consuming. Failures before are forgotten once the connection proves good.
        case connected(since: Int64, heard: Int64, failures: Int, isBlocked: Bool)
        /// Asked to stop: the consumer is cancelled, what is in hand is finished until the deadline.
        case draining(deadline: Int64, isBlocked: Bool)
        /// At the end; clean where nothing was left unfinished.
        case stopped(isClean: Bool)
    }

    /// What can happen.
    public enum Event: Hashable, Sendable {
        /// Nothing in particular: what is due?
        case turn
        /// A connection was made and the consumer started.
        case connected
        /// An attempt to connect failed; how long to wait before the next.
        case failed(retryAfter: Int64)
        /// The connection or its consumer is gone; how long to wait before the next attempt.
        case lost(retryAfter: Int64)
        /// The broker delivered something or answered.
        case heard
        /// Deliveries were finished and acknowledged.
        case worked
        /// The broker reads no publications.
        case blocked
        /// It reads them again.
        case unblocked
        /// The process shall end; how long it may take.
        case stop(grace: Int64)
        /// Nothing is in hand any more.
        case drained
    }

    /// What to do.
    public enum Action: Hashable, Sendable {
        /// Try to connect.
        case connect
        /// Wait without a connection.
        case sleep(milliseconds: Int64)
        /// Receive and work.
        case serve
        /// Ask whether the queue still exists.
        case checkQueue
        /// Cancel the consumer and go on serving what was delivered.
        case cancelConsumer
        /// Close the connection, if any, and end.
        case close
        /// Nothing.
        case none
    }

    /// A consumer whose queue is gone may hear nothing for ever, so after this silence the queue is looked at.
    public static let silence: Int64 = 60_000
    /// A connection that lived this long was good: the next failure counts as the first.
    public static let proof: Int64 = 30_000

    /// Where the worker stands.
    public private(set) var state: State

    /// Begins without a connection.
    ///
    /// - Parameter now: the time.
    public init(at now: Int64) {
        state = .disconnected(failures: 0, retryAt: now)
    }

    /// How many attempts or connections failed in a row.
    public var failures: Int {
        switch state {
        case .disconnected(let failures, _), .connected(_, _, let failures, _): failures
        case .draining, .stopped: 0
        }
    }

    /// Whether the broker takes no publications at the moment.
    public var isBlocked: Bool {
        switch state {
        case .connected(_, _, _, let isBlocked), .draining(_, let isBlocked): isBlocked
        case .disconnected, .stopped: false
        }
    }

    /// Takes an event.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: when.
    /// - Returns: what to do.
    public mutating func handle(_ event: Event, at now: Int64) -> Action {
        switch state {
        case .disconnected(let failures, let retryAt): whileDisconnected(event, now, failures, retryAt)
        case .connected: whileConnected(event, now)
        case .draining(let deadline, let isBlocked): whileDraining(event, now, deadline, isBlocked)
        case .stopped: .close
        }
    }

    private mutating func whileDisconnected(
        _ event: Event, _ now: Int64, _ failures: Int, _ retryAt: Int64
    ) -> Action {
        switch event {
        case .turn: return now >= retryAt ? .connect : .sleep(milliseconds: retryAt - now)
        case .connected:
            state = .connected(since: now, heard: now, failures: failures, isBlocked: false)
            return .serve
        case .failed(let retryAfter):
            state = .disconnected(failures: failures + 1, retryAt: now + retryAfter)
            return .sleep(milliseconds: retryAfter)
        case .stop, .drained:
            state = .stopped(isClean: true)
            return .close
        case .lost, .heard, .worked, .blocked, .unblocked: return .none
        }
    }

    private mutating func whileConnected(_ event: Event, _ now: Int64) -> Action {
        guard case .connected(let since, let heard, let failures, let isBlocked) = state else { return .none }
        switch event {
        case .turn:
            // Under an alarm the broker reads no question either.
            guard now - heard >= Self.silence, !isBlocked else { return .serve }
            state = .connected(since: since, heard: now, failures: failures, isBlocked: isBlocked)
            return .checkQueue
        case .heard:
            state = .connected(since: since, heard: now, failures: failures, isBlocked: isBlocked)
            return .none
        case .worked:
            state = .connected(since: since, heard: now, failures: 0, isBlocked: isBlocked)
            return .none
        case .blocked, .unblocked:
            state = .connected(since: since, heard: now, failures: failures, isBlocked: event == .blocked)
            return .none
        case .lost(let retryAfter), .failed(let retryAfter):
            let past = now - since >= Self.proof ? 0 : failures
            state = .disconnected(failures: past + 1, retryAt: now + retryAfter)
            return .sleep(milliseconds: retryAfter)
        case .stop(let grace):
            state = .draining(deadline: now + grace, isBlocked: isBlocked)
            return .cancelConsumer
        case .connected, .drained: return .none
        }
    }

    private mutating func whileDraining(
        _ event: Event, _ now: Int64, _ deadline: Int64, _ isBlocked: Bool
    ) -> Action {
        switch event {
        case .turn where now < deadline: return .serve
        case .turn, .lost, .failed:
            // What was not acknowledged goes to another worker.
            state = .stopped(isClean: false)
            return .close
        case .drained:
            state = .stopped(isClean: true)
            return .close
        case .blocked, .unblocked:
            state = .draining(deadline: deadline, isBlocked: event == .blocked)
            return .none
        case .connected, .heard, .worked, .stop: return .none
        }
    }
}
