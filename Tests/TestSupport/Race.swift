import Dispatch
import Synchronization

/// Work that several threads do at once, each with a connection of its own.
public enum Race: Sendable {
    /// What came of it.
    public struct Outcome<Result: Sendable>: Sendable {
        /// The results of those that came through.
        public var results: [Result] = []
        /// What stopped the others.
        public var errors: [String] = []
    }

    /// Runs them and waits for all.
    public static func run<Result: Sendable>(
        _ runners: Int, _ work: @Sendable (Int) throws -> Result
    ) -> Outcome<Result> {
        let outcome = Mutex(Outcome<Result>())
        DispatchQueue.concurrentPerform(iterations: runners) { runner in
            do {
                let result = try work(runner)
                outcome.withLock { $0.results.append(result) }
            } catch {
                outcome.withLock { $0.errors.append("\(error)") }
            }
        }
        return outcome.withLock { $0 }
    }
}
