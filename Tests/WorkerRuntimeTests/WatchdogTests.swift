import Glibc
import Testing

@testable import WorkerRuntime

/// Work that takes too long ends its process, and no other work does.
struct WatchdogTests {
    @Test func `work without end ends the process`() async {
        await #expect(processExitsWith: .exitCode(1)) {
            Watchdog.install()
            Watchdog.limiting(seconds: 1) { while true { pause() } }
        }
    }

    @Test func `work that shows that it is alive may take longer`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            Watchdog.install()
            Watchdog.limiting(seconds: 1) {
                for _ in 1...4 {
                    usleep(600_000)
                    Watchdog.renew(seconds: 1)
                }
            }
            exit(7)
        }
    }

    @Test func `work in time is left alone, and so is what comes after it`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            Watchdog.install()
            for seconds in [1, 0] { Watchdog.limiting(seconds: seconds) { _ = usleep(10_000) } }
            sleep(2)
            exit(7)
        }
    }
}
