internal import Glibc

/// Ends the process when a piece of work takes too long: another one then gets its messages, and after some attempts
/// the message that is at fault is given up.
enum Watchdog {
    private static let line: StaticString =
        "{\"level\":\"error\",\"message\":\"Handling takes too long; the worker ends itself\"}\n"

    /// Runs work that may take so many seconds, or without end where that is 0.
    static func limiting<Result, Failure: Error>(
        seconds: Int, _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard seconds > 0 else { return try work() }
        alarm(UInt32(clamping: seconds))
        defer { alarm(0) }
        return try work()
    }

    /// Begins the time of the work under way anew, which is alive.
    static func renew(seconds: Int) {
        if seconds > 0 { alarm(UInt32(clamping: seconds)) }
    }

    /// Has the end of the time said in the log.
    static func install() {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in
            // Nothing but a write is allowed here: the work may be in the middle of anything.
            _ = unsafe Glibc.write(STDERR_FILENO, Watchdog.line.utf8Start, Watchdog.line.utf8CodeUnitCount)
            _exit(1)
        }
        unsafe sigaction(SIGALRM, &action, nil)
    }
}
