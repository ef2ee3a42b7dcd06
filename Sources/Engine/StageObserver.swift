/// The steps of the work on a batch.
public enum Stage: String, CaseIterable, Hashable, Sendable {
    /// Reading a message's bytes.
    case decode
    /// Waiting for the database to open a transaction, and for limits that other workers have.
    case begin
    /// Finding a message's transaction and what was answered before.
    case session
    /// Asking for the balances of limits, and holding what was granted.
    case limits
    /// Working out what the ticket gets.
    case evaluate
    /// Writing the answer, and storing it with the transaction.
    case write
    /// Making it last.
    case commit
}

/// Is told which step the engine takes, so that somebody with a clock can measure it; the engine has none.
public protocol StageObserver: AnyObject {
    /// One step ends and the next begins.
    ///
    /// - Parameter stage: the step that begins; nil where the work is over.
    func enter(_ stage: Stage?)
}
