/// The log: one line an event, with a constant sentence and dotted keys.
public struct Log: Sendable {
    /// How much an event matters.
    public enum Level: String, CaseIterable, Hashable, Sendable {
        /// For those who work on the program.
        case debug
        /// What happened.
        case info
        /// What may need a look.
        case warning
        /// What needs a look.
        case error
    }

    /// The form of a line.
    public enum Form: String, CaseIterable, Hashable, Sendable {
        /// A JSON object, for programs.
        case json
        /// Words, for people.
        case text
    }

    private let threshold: Level
    private let form: Form
    private let common: LogFields
    private let wallMilliseconds: @Sendable () -> Int64
    private let write: @Sendable (String) -> Void
    /// By the rank of the level; empty where nobody watches.
    private var counters: [Counter] = []

    /// Makes a log.
    ///
    /// - Parameters:
    ///   - threshold: the least level that is written.
    ///   - form: the form of a line.
    ///   - common: what every line carries, such as the worker's name.
    ///   - wallMilliseconds: the time, in milliseconds since 1970.
    ///   - write: takes a line with its line feed.
    public init(
        threshold: Level = .info, form: Form = .json, common: LogFields = [:],
        wallMilliseconds: @escaping @Sendable () -> Int64 = SystemClock.wallMilliseconds,
        write: @escaping @Sendable (String) -> Void = StandardError.write
    ) {
        self.threshold = threshold
        self.form = form
        self.common = common
        self.wallMilliseconds = wallMilliseconds
        self.write = write
    }

    /// The log that a configuration asks for, on standard error.
    ///
    /// - Parameters:
    ///   - configuration: the configuration.
    ///   - program: the program's name.
    public init(configuration: Configuration, program: String) {
        self.init(
            threshold: Level(rawValue: configuration.text("PROMO_LOG_LEVEL")) ?? .info,
            form: Form(rawValue: configuration.text("PROMO_LOG")) ?? .json,
            common: ["program": .text(program), "worker": .text(configuration.workerName)])
    }

    /// The same log, whose lines are counted.
    ///
    /// - Parameter registry: the metrics.
    /// - Returns: the log.
    public func counting(in registry: Registry) -> Log {
        var log = self
        log.counters = Level.allCases.map { registry.counter(WorkerMetrics.logged, $0.rawValue) }
        return log
    }

    /// Writes an event for those who work on the program.
    ///
    /// - Parameters:
    ///   - sentence: the same for every such event.
    ///   - fields: what differs.
    public func debug(_ sentence: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        emit(.debug, sentence, fields)
    }

    /// Writes what happened.
    ///
    /// - Parameters:
    ///   - sentence: the same for every such event.
    ///   - fields: what differs.
    public func info(_ sentence: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        emit(.info, sentence, fields)
    }

    /// Writes what may need a look.
    ///
    /// - Parameters:
    ///   - sentence: the same for every such event.
    ///   - fields: what differs.
    public func warning(_ sentence: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        emit(.warning, sentence, fields)
    }

    /// Writes what needs a look.
    ///
    /// - Parameters:
    ///   - sentence: the same for every such event.
    ///   - fields: what differs.
    public func error(_ sentence: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        emit(.error, sentence, fields)
    }

    private func emit(_ level: Level, _ sentence: StaticString, _ fields: () -> LogFields) {
        guard Self.rank(level) >= Self.rank(threshold) else { return }
        if !counters.isEmpty { counters[Self.rank(level)].add() }
        let time = Timestamp.iso8601(millisecondsSince1970: wallMilliseconds())
        let all = common.adding(fields()).entries
        switch form {
        case .json:
            var line =
                "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\",\"message\":\(JSONText.quoted("\(sentence)"))"
            for (key, value) in all { line += ",\(JSONText.quoted(key)):\(value.json)" }
            write(line + "}\n")
        case .text:
            var line = "\(time) \(level.rawValue) \(sentence)"
            for (key, value) in all { line += " \(key)=\(value.plain)" }
            write(line + "\n")
        }
    }

    private static func rank(_ level: Level) -> Int { Level.allCases.firstIndex(of: level) ?? 0 }
}
