internal import Broker
internal import Glibc

/// A handler that ends or hangs its process when a certain message comes.
final class PoisonedHandler: BatchHandler {
    private let worker: any BatchHandler
    private let text: String
    private let effect: () -> Void

    init(_ worker: any BatchHandler, text: String, effect: @escaping () -> Void) {
        self.worker = worker
        self.text = text
        self.effect = effect
    }

    /// The handler that a plan asks for: the same one where no message is poison.
    static func handler(_ worker: any BatchHandler, plan: FaultPlan?) -> any BatchHandler {
        switch plan {
        case .killOn(let text): PoisonedHandler(worker, text: text) { _ = kill(getpid(), SIGKILL) }
        case .hangOn(let text): PoisonedHandler(worker, text: text) { while true { sleep(1) } }
        case .count, .kill, .fail, nil: worker
        }
    }

    func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        if batch.contains(where: { String(decoding: $0.body, as: UTF8.self).contains(text) }) { effect() }
        return try worker.handle(batch)
    }

    func givenUp(_ delivery: Delivery, reason: String) throws(HandlerError) -> [Publication] {
        try worker.givenUp(delivery, reason: reason)
    }

    func outbox(max: Int) throws(HandlerError) -> [RelayedMessage] { try worker.outbox(max: max) }

    func confirmed(_ ids: [String]) throws(HandlerError) { try worker.confirmed(ids) }

    func refused(_ id: String) -> Bool { worker.refused(id) }

    func advance(_ turn: WorkTurn, serve: () -> Void) throws(HandlerError) -> WorkProgress {
        try worker.advance(turn, serve: serve)
    }

    func subject(of delivery: Delivery) -> LogFields { worker.subject(of: delivery) }

    func notice(_ delivery: Delivery) { worker.notice(delivery) }

    func idle(at wallMilliseconds: Int64) throws(HandlerError) { try worker.idle(at: wallMilliseconds) }

    func stop() { worker.stop() }
}

@available(*, unavailable, message: "a worker has one thread")
extension PoisonedHandler: Sendable {}
