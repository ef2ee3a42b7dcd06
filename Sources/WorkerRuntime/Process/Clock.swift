internal import Glibc

/// The time, as far as a worker needs it; tests bring their own.
public protocol Clock: AnyObject {
    /// Milliseconds of a clock that never steps back.
    var monotonicMilliseconds: Int64 { get }
    /// Milliseconds since the beginning of 1970, UTC.
    var wallMilliseconds: Int64 { get }

    /// Waits; a signal may end it early.
    ///
    /// - Parameter milliseconds: how long.
    func sleep(milliseconds: Int64)
}

/// The clock of the system.
public final class SystemClock: Clock, Sendable {
    /// Makes one; all are the same.
    public init() {}

    /// See `Clock`.
    public var monotonicMilliseconds: Int64 { Self.read(CLOCK_MONOTONIC) }

    /// See `Clock`.
    public var wallMilliseconds: Int64 { Self.wallMilliseconds() }

    /// Milliseconds since the beginning of 1970, UTC.
    ///
    /// - Returns: the time.
    @Sendable public static func wallMilliseconds() -> Int64 { read(CLOCK_REALTIME) }

    /// See `Clock`.
    public func sleep(milliseconds: Int64) {
        guard milliseconds > 0 else { return }
        var wait = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        unsafe nanosleep(&wait, nil)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        unsafe clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}
