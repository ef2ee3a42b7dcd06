internal import Glibc

/// The time, as far as a worker needs it; tests bring their own.
public protocol Clock: AnyObject {
    /// Milliseconds of a clock that never steps back.
    var monotonicMilliseconds: Int64 { get }
    /// Microseconds of the same clock, for what is measured.
    var monotonicMicroseconds: Int64 { get }
    /// Milliseconds since the beginning of 1970, UTC.
    var wallMilliseconds: Int64 { get }

    /// Waits; a signal may end it early.
    ///
    /// - Parameter milliseconds: how long.
    func sleep(milliseconds: Int64)
}

extension Clock {
    /// As exact as the milliseconds are.
    public var monotonicMicroseconds: Int64 { monotonicMilliseconds * 1_000 }
}

/// The clock of the system.
public final class SystemClock: Clock, Sendable {
    /// Makes one; all are the same.
    public init() {}

    /// See `Clock`.
    public var monotonicMilliseconds: Int64 { Self.monotonicMilliseconds() }

    /// See `Clock`.
    public var monotonicMicroseconds: Int64 { Self.monotonicMicroseconds() }

    /// See `Clock`.
    public var wallMilliseconds: Int64 { Self.wallMilliseconds() }

    /// Milliseconds since the beginning of 1970, UTC.
    ///
    /// - Returns: the time.
    @Sendable public static func wallMilliseconds() -> Int64 { read(CLOCK_REALTIME, nanoseconds: 1_000_000) }

    /// Milliseconds of a clock that never steps back.
    ///
    /// - Returns: the time.
    @Sendable public static func monotonicMilliseconds() -> Int64 { read(CLOCK_MONOTONIC, nanoseconds: 1_000_000) }

    /// Microseconds of a clock that never steps back.
    ///
    /// - Returns: the time.
    @Sendable public static func monotonicMicroseconds() -> Int64 { read(CLOCK_MONOTONIC, nanoseconds: 1_000) }

    /// See `Clock`.
    public func sleep(milliseconds: Int64) {
        guard milliseconds > 0 else { return }
        var wait = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        unsafe nanosleep(&wait, nil)
    }

    /// The time in units of so many nanoseconds.
    private static func read(_ clock: clockid_t, nanoseconds: Int64) -> Int64 {
        var now = timespec()
        unsafe clock_gettime(clock, &now)
        return Int64(now.tv_sec) * (1_000_000_000 / nanoseconds) + Int64(now.tv_nsec) / nanoseconds
    }
}
