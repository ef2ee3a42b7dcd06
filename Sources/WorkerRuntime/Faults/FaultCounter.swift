internal import Glibc
internal import Storage

/// Counts the boundaries that a process passes, and does there what its plan says.
final class FaultCounter {
    private let plan: FaultPlan
    private let log: Log
    private let kill: () -> Void
    private(set) var passed = 0
    private var kinds: [String: Int] = [:]
    private var order: [String] = []

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
        if plan == .count { order.append(boundary) }
        switch plan {
        case .kill(let place) where isReached(place, boundary):
            report(boundary)
            kill()
            return false
        case .fail(let place) where isReached(place, boundary):
            report(boundary)
            return true
        default: return false
        }
    }

    private func isReached(_ place: FaultPlan.Place, _ boundary: String) -> Bool {
        guard let kind = place.kind else { return place.number == passed }
        return kind == boundary && place.number == kinds[boundary]
    }

    /// A hook for a database.
    var databaseHook: FaultHook {
        { [self] boundary throws(StorageError) in
            let name = "database.\(boundary.rawValue)"
            if fails(at: name) { throw StorageError(.connectionLost, place: name, text: "lost on purpose") }
        }
    }

    /// Says how many boundaries were passed, how many of each kind, and, where nothing else is done, in which order.
    func conclude() {
        var counts: LogFields = ["faults.passed": .number(passed)]
        for (kind, count) in kinds.sorted(by: { $0.key < $1.key }) { counts = counts.adding([kind: .number(count)]) }
        if plan == .count { counts = counts.adding(["faults.order": .text(order.joined(separator: " "))]) }
        log.info("Boundaries were passed", counts)
    }

    private func report(_ boundary: String) {
        log.warning("A fault is injected", ["fault.boundary": .text(boundary), "fault.number": .number(passed)])
    }
}

@available(*, unavailable, message: "a process has one thread that passes boundaries")
extension FaultCounter: Sendable {}
