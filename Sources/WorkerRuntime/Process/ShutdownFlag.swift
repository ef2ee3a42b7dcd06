internal import Glibc
internal import Synchronization

/// Set by SIGTERM and SIGINT; the run loop looks at it each turn.
public enum ShutdownFlag: Sendable {
    private static let raised = Atomic<Bool>(false)

    /// Whether the process was asked to stop.
    public static var isRaised: Bool { raised.load(ordering: .acquiring) }

    /// Installs the handlers, without restart, so that a blocked call returns.
    ///
    /// The second signal ends the process at once. Nothing is lost by that: what was not acknowledged comes again.
    public static func install() {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { signal in
            if ShutdownFlag.raised.exchange(true, ordering: .acquiringAndReleasing) { _exit(128 + signal) }
        }
        unsafe sigaction(SIGTERM, &action, nil)
        unsafe sigaction(SIGINT, &action, nil)
    }
}
