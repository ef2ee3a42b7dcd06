internal import Messages

/// `promo-bench limits`: processes that race on one limit until nothing is left, beside a bare loop of the same.
enum LimitsCommand {
    /// A kind of limit.
    private struct Contest {
        let name: String
        /// The maximum, in ten-thousandths.
        let maximum: Int64
        /// What every sale takes some of: whole applications, or cents.
        let step: Int64
        /// How many of them a sale takes at most; small sales are as many as large ones.
        let most: Int
    }

    static func run(_ words: [String]) throws(BenchError) {
        let arguments = try Arguments(words, options: ["database", "processes", "maximum", "grants"], flags: ["json"])
        try RawProcess.withDirectory { (directory) throws(BenchError) in try measure(arguments, in: directory) }
    }

    private static func measure(_ arguments: Arguments, in directory: String) throws(BenchError) {
        let processes = try arguments.number("processes", default: 8)
        let maximum = try arguments.number("maximum", default: 1_000_000)
        let most = 2 * maximum / (try arguments.number("grants", default: 10_000))
        let databases = try BenchDatabases(arguments["database"], in: directory)
        var report = Report("limits", isJSON: arguments.has("json"))
        for kind in databases.kinds {
            for contest in [
                Contest(name: "applications", maximum: Int64(maximum) * 10_000, step: 10_000, most: most),
                Contest(name: "money", maximum: Int64(maximum) * 10_000 + 9_900, step: 100, most: 100 * most),
            ] {
                var loop = 0
                for word in ["loop", "race"] {
                    let name = "\(contest.name)_\(word)"
                    let address = try databases.fresh(kind, name)
                    let run = try LimitRun(
                        [word, kind.rawValue, address], processes, contest.maximum,
                        taking: [contest.most, Int(contest.step)], in: directory)
                    if word == "loop" { loop = run.commitsPerSecond }
                    report.add(
                        [
                            JSONValue.Member("database", kind.rawValue), JSONValue.Member("limit", contest.name),
                            JSONValue.Member("by", word == "loop" ? "bare loop" : "engine"),
                            JSONValue.Member("processes", processes),
                        ] + run.row + [JSONValue.Member("percent_of_loop", run.commitsPerSecond * 100 / max(1, loop))])
                    try databases.drop(kind, name)
                    guard run.isRight else {
                        throw .failed("\(name) on \(kind.rawValue): the grants are not those of any serial order")
                    }
                }
            }
        }
        report.finish()
    }
}
