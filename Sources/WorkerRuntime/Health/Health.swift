internal import Synchronization

/// Whether the worker lives and can work: written by its own thread, read by whoever asks.
public final class Health: Sendable {
    /// What a worker needs before it can work.
    public enum Part: String, CaseIterable, Hashable, Sendable {
        /// The connection to the broker.
        case broker
        /// The database.
        case database
        /// The maps in use.
        case maps
        /// The worker itself.
        case worker
    }

    private let problems: Mutex<[Part: String]>
    private let turnedAt: Atomic<Int64>
    private let patienceMilliseconds: Int64

    /// A worker that has just begun: nothing is ready.
    ///
    /// - Parameters:
    ///   - parts: what it needs.
    ///   - patienceMilliseconds: how long its thread may be busy with one thing before it counts as stuck.
    ///   - now: the time of a clock that never steps back.
    public init(needing parts: Set<Part>, patienceMilliseconds: Int64, now: Int64) {
        problems = Mutex(Dictionary(uniqueKeysWithValues: parts.map { ($0, "not there yet") }))
        turnedAt = Atomic(now)
        self.patienceMilliseconds = patienceMilliseconds
    }

    /// Notes that the worker's thread goes on.
    ///
    /// - Parameter now: the time of the same clock.
    public func turned(at now: Int64) { turnedAt.store(now, ordering: .relaxed) }

    /// Notes how one part stands.
    ///
    /// - Parameters:
    ///   - part: the part.
    ///   - problem: what is wrong with it, in words without secrets; nil where nothing is.
    public func set(_ part: Part, problem: String?) {
        problems.withLock { $0[part] = problem }
    }

    /// What keeps the worker from living; nil where nothing does.
    ///
    /// - Parameter now: the time of the same clock.
    /// - Returns: a line for people.
    public func lifeProblem(now: Int64) -> String? {
        let age = now - turnedAt.load(ordering: .relaxed)
        guard age > patienceMilliseconds else { return nil }
        return "worker: its thread has been busy with one thing for \(age / 1000) s"
    }

    /// What keeps the worker from working; empty where nothing does.
    ///
    /// - Parameter now: the time of the same clock.
    /// - Returns: a line for each part that is not as it should be, by the part's name.
    public func readinessProblems(now: Int64) -> [String] {
        let known = problems.withLock { $0 }
        let lines = known.map { "\($0.key.rawValue): \($0.value)" }.sorted()
        return lines + [lifeProblem(now: now)].compactMap { $0 }
    }
}
