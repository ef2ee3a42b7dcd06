import Testing

@testable import WorkerRuntime

/// What every worker says of itself.
struct WorkerProgramTests {
    @Test func `the help names the program, its options and every setting`() {
        let program = WorkerProgram(
            name: "any-worker", summary: "does what is asked.", settings: { .work(on: "q", $0) },
            makeHandler: { _ in ScriptedHandler() })
        #expect(program.usage.hasPrefix("any-worker: does what is asked.\n\nusage: any-worker [option]\n"))
        for word in ["--check", "--print-config"] + Settings.all.map(\.key) { #expect(program.usage.contains(word)) }
    }
}
