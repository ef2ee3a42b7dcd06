internal import Glibc
internal import Storage

/// Counts the boundaries that a process passes, and does there what its plan says.
final class FaultCounter {
    private let plan: FaultPlan
    private let log: Log
    private let kill: () -> Void
    private(set) var passed = 0
    private var kinds: [String: Int] = [:]

    init(_ plan: FaultPlan, log: Log, kill: @escaping () -> Void = { _ = Glibc.kill(getpid(), SIGKILL) }) {
        self.plan = plan
        self.log = log
        self.kill = kill
    }

    /// Notes that a boundary is passed.
    ///
    /// - Parameter boundary: which kind of boundary it is.
    /// - Returns: whether the call has to fail there.
    func fails(at boundary: String) -> Bool {
        passed += 1
        kinds[boundary, default: 0] += 1
        switch plan {
        case .kill(at: passed):
            report(boundary)
            kill()
            return false
        case .fail(at: passed):
            report(boundary)
            return true
        default: return false
        }
    }

    /// A hook for a database.
    var databaseHook: FaultHook {
        { [self] boundary throws(StorageError) in
            let name = "database.\(boundary.rawValue)"
            if fails(at: name) { throw StorageError(.connectionLost, place: name, text: "lost on purpose") }
        }
    }

    /// Says how many boundaries were passed, and how many of each kind.
    func conclude() {
        var counts: LogFields = ["faults.passed": .number(passed)]
        for (kind, count) in kinds.sorted(by: { $0.key < $1.key }) { counts = counts.adding([kind: .number(count)]) }
        log.info("Boundaries were passed", counts)
    }

    private func report(_ boundary: String) {
        log.warning("A fault is injected", ["fault.boundary": .text(boundary), "fault.number": .number(passed)])
    }
}

@available(*, unavailable, message: "a process has one thread that passes boundaries")
extension FaultCounter: Sendable {}
