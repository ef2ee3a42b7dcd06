internal import WorkerRuntime

/// A mail server in a process of its own that takes everything at once and forgets it.
final class MailSink {
    /// Where it listens, on 127.0.0.1.
    let port: UInt16
    private let process: RawChild

    /// Starts it.
    ///
    /// - Parameter directory: where it says its port and complains.
    /// - Throws: `BenchError` where it does not listen within some seconds.
    init(in directory: String) throws(BenchError) {
        let output = directory + "/sink"
        process = try RawChild(
            [RawProcess.programFolder + "/promo-bench", "sink"], environment: ProcessEnvironment.variables,
            outputFile: output, errorFile: directory + "/errors")
        port = try MailSink.port(in: output)
    }

    /// Ends it.
    func stop() { process.stop() }

    private static func port(in output: String) throws(BenchError) -> UInt16 {
        for _ in 0..<500 {
            let said = (try? RawProcess.read(output)) ?? []
            if said.last == 10, let port = UInt16(String(decoding: said.dropLast(), as: UTF8.self)) { return port }
            SystemClock().sleep(milliseconds: 20)
        }
        throw .failed("the mail server does not listen")
    }
}

@available(*, unavailable, message: "whoever started it ends it")
extension MailSink: Sendable {}
