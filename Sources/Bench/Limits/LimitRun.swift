internal import Messages
internal import Storage
internal import WorkerRuntime

/// One race on a limit: what the processes were granted, and whether it can be.
struct LimitRun {
    private let grants: [GrantLog.Entry]
    private let maximum: Int64
    /// What the database counts in the end.
    private let used: Int64
    private var latencies = Latencies()

    /// Runs it.
    ///
    /// - Parameters:
    ///   - words: what each process is told first: what it is, the product, and the address of an empty database.
    ///   - processes: how many race.
    ///   - maximum: the limit, in ten-thousandths.
    ///   - sale: how many of what a sale takes at most, and what that is, in ten-thousandths.
    ///   - directory: where the processes write.
    /// - Throws: `BenchError` where a process or the database fails.
    init(
        _ words: [String], _ processes: Int, _ maximum: Int64, taking sale: [Int], in directory: String
    ) throws(BenchError) {
        self.maximum = maximum
        let database = try BenchDatabases.open(words[2])
        do throws(StorageError) {
            _ = try Migrator.migrate(database, now: 1)
        } catch {
            throw .failed("\(error)")
        }
        let logs = (0..<processes).map { "\(directory)/\(words[0])-\(words[1])-\(maximum)-\($0)" }
        let clock = ContinuousClock()
        let begin = clock.now
        var racers: [RawChild] = []
        for (number, log) in logs.enumerated() {
            racers.append(
                try RawChild(
                    ["\(RawProcess.programFolder)/promo-bench"] + words + ["\(number)", "\(maximum)"]
                        + sale.map { "\($0)" },
                    environment: ProcessEnvironment.variables, outputFile: log, errorFile: directory + "/errors"))
        }
        for racer in racers {
            guard racer.finish() else { throw .failed("a process failed: see \(directory)/errors") }
        }
        latencies.span(clock.now - begin)
        var grants: [GrantLog.Entry] = []
        for log in logs { grants += try GrantLog(String(decoding: try RawProcess.read(log), as: UTF8.self)).entries }
        for grant in grants { latencies.add(.nanoseconds(grant.nanoseconds)) }
        self.grants = grants
        do throws(StorageError) {
            used = try Store(database: database).limits.list(of: LimitRacer.company, count: 9).reduce(0) {
                $0 + $1.used
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Transactions a second.
    var commitsPerSecond: Int { latencies.perSecond }

    /// How far the database counts above the maximum; below zero is what nobody took.
    private var overshoot: Int64 { used - maximum }

    /// Whether nothing was granted twice or lost, and one order of all grants explains every answer.
    var isRight: Bool {
        overshoot <= 0 && grants.reduce(0) { $0 + $1.amount } == used && GrantLog.isSerial(grants, from: maximum)
    }

    /// Its figures.
    var row: Report.Row {
        [
            JSONValue.Member("grants", grants.count), JSONValue.Member("overshoot", max(0, Int(overshoot))),
            JSONValue.Member("serial", isRight ? "yes" : "no"), JSONValue.Member("commits_per_s", commitsPerSecond),
        ] + latencies.milliseconds([50, 99])
    }
}
