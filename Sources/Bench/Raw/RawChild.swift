internal import Glibc

/// A process that this one started; it ends with it.
final class RawChild {
    private var process: pid_t?

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - words: its path and its arguments.
    ///   - environment: all its environment variables.
    ///   - outputFile: where its standard output goes.
    ///   - errorFile: where its standard error goes.
    /// - Throws: `BenchError` where it cannot be started.
    init(
        _ words: [String], environment: [String: String], outputFile: String = "/dev/null", errorFile: String
    ) throws(BenchError) {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") }
        arguments.append(nil)
        variables.append(nil)
        defer { for text in arguments + variables { free(text) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputFile, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorFile, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var child: pid_t = 0
        let status = posix_spawn(&child, words[0], &actions, nil, arguments, variables)
        guard status == 0 else { throw .failed("\(words[0]): \(String(cString: strerror(status)))") }
        process = child
    }

    /// Asks it to end, and waits until it has.
    func stop() {
        if let process { kill(process, SIGTERM) }
        _ = finish()
    }

    /// Waits until it has ended.
    ///
    /// - Returns: whether it ended well.
    func finish() -> Bool {
        guard let process else { return true }
        self.process = nil
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { if errno != EINTR { return false } }
        return status == 0
    }

    deinit { stop() }
}

@available(*, unavailable, message: "whoever started it waits for it")
extension RawChild: Sendable {}
