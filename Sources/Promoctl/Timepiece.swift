internal import Glibc

/// The time as commands see it; tests bring their own.
struct Timepiece {
    /// Milliseconds since 1970.
    var now: () -> Int64
    /// Microseconds of a clock that never steps back.
    var microseconds: () -> Int64
    /// Waits that many milliseconds.
    var sleep: (Int64) -> Void

    /// The time of the system.
    static var system: Timepiece {
        Timepiece(
            now: { read(CLOCK_REALTIME) / 1_000 },
            microseconds: { read(CLOCK_MONOTONIC) },
            sleep: { milliseconds in
                var wait = timespec(tv_sec: Int(milliseconds / 1_000), tv_nsec: Int(milliseconds % 1_000) * 1_000_000)
                nanosleep(&wait, nil)
            })
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000
    }
}
