internal import Glibc
internal import Synchronization

/// Threads that share a list of work, and are gone when it is done.
struct Crew: Sendable {
    /// How many, whoever asks among them; at least one.
    let threads: Int

    /// So few at a time that nobody waits long for the last one.
    private static let part = 8

    /// A crew; of 0 threads it has one for each of the machine's processors.
    init(threads: Int) { self.threads = max(1, threads > 0 ? threads : sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Works a list off, part by part.
    ///
    /// - Parameters:
    ///   - list: the list.
    ///   - work: gives one result for each element of a part.
    /// - Returns: the results in the order of the list, whoever found them.
    func map<Element: Sendable, Result: Sendable>(
        _ list: [Element], _ work: @escaping @Sendable (ArraySlice<Element>) -> [Result]
    ) -> [Result] {
        let count = (list.count + Crew.part - 1) / Crew.part
        guard threads > 1, count > 1 else { return work(list[...]) }
        let shift = Shift(count) { part in
            work(list[part * Crew.part..<min(list.count, (part + 1) * Crew.part)])
        }
        // Where the system makes no more threads, those that there are do it all.
        let helpers = (1..<min(threads, count)).compactMap { _ in Crew.start { shift.run() } }
        shift.run()
        for helper in helpers { pthread_join(helper, nil) }
        return shift.results
    }

    private static func start(_ work: @escaping @Sendable () -> Void) -> pthread_t? {
        var thread = pthread_t()
        let errand = Unmanaged.passRetained(Errand(work))
        let status = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Errand>.fromOpaque(context).takeRetainedValue().work() }
                return nil
            }, errand.toOpaque())
        if status == 0 { return thread }
        errand.release()
        return nil
    }
}

/// What a thread is sent for.
private final class Errand: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

/// Numbered parts, each done by whoever comes to it first.
private final class Shift<Result: Sendable>: Sendable {
    private let count: Int
    private let work: @Sendable (Int) -> [Result]
    private let next = Atomic<Int>(0)
    private let found: Mutex<[[Result]]>

    init(_ count: Int, _ work: @escaping @Sendable (Int) -> [Result]) {
        self.count = count
        self.work = work
        found = Mutex(Array(repeating: [], count: count))
    }

    /// Does parts until none is left.
    func run() {
        while true {
            let part = next.add(1, ordering: .relaxed).oldValue
            guard part < count else { return }
            let results = work(part)
            found.withLock { $0[part] = results }
        }
    }

    /// What was found, in the order of the parts.
    var results: [Result] { found.withLock { $0.flatMap { $0 } } }
}
