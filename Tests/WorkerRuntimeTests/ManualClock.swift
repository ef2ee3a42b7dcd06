import WorkerRuntime

/// A clock that moves only when it is told to, or slept on.
final class ManualClock: Clock {
    private(set) var monotonicMilliseconds: Int64 = 1000
    /// How far the wall's clock is ahead; a jump changes it.
    var wallOffset: Int64 = 1_700_000_000_000
    var wallMilliseconds: Int64 { monotonicMilliseconds + wallOffset }
    var onSleep: (Int64) -> Void = { _ in }

    func sleep(milliseconds: Int64) {
        advance(milliseconds)
        onSleep(milliseconds)
    }

    func advance(_ milliseconds: Int64) { monotonicMilliseconds += milliseconds }
}
