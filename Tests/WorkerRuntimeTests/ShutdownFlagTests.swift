import Glibc
import Testing
import WorkerRuntime

@Suite struct ShutdownFlagTests {
    /// The signals go to the process, since a thread of the test runner may have them blocked.
    @Test(arguments: [SIGTERM, SIGINT]) func `one signal asks, a second one ends the process`(_ signal: Int32) async {
        await #expect(processExitsWith: .exitCode(128 + signal)) { [signal] in
            ShutdownFlag.install()
            guard !ShutdownFlag.isRaised else { exit(1) }
            kill(getpid(), signal)
            for _ in 0..<1000 where !ShutdownFlag.isRaised { SystemClock().sleep(milliseconds: 10) }
            guard ShutdownFlag.isRaised else { exit(2) }
            kill(getpid(), signal)
            for _ in 0..<1000 { SystemClock().sleep(milliseconds: 10) }
            exit(3)
        }
    }

    @Test func `the process is described by its environment`() throws {
        #expect(ProcessEnvironment.variables["PATH"]?.isEmpty == false)
        #expect(ProcessEnvironment.defaultWorkerName.hasSuffix("-\(getpid())"))
        #expect(ProcessEnvironment.readFile("/etc/hostname") != nil)
        #expect(ProcessEnvironment.readFile("/nonexistent") == nil)
        #expect(ProcessEnvironment.readFile("/dev/zero") == nil)
        #expect(ProcessEnvironment.readFile("/tmp") == nil)
    }

    @Test func `the system's clock goes forward and sleeps at least as long as asked`() {
        let clock = SystemClock()
        let before = clock.monotonicMilliseconds
        clock.sleep(milliseconds: 20)
        #expect(clock.monotonicMilliseconds - before >= 20)
        #expect(clock.wallMilliseconds > 1_700_000_000_000)
    }
}
