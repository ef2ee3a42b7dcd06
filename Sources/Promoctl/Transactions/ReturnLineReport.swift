internal import Loyalty
internal import Messages
internal import Storage

/// A return's job with its report.
struct ReturnLineReport: Hashable, Sendable {
    /// The job.
    var job: ReturnJob
    /// What stays as it was, and why.
    var errors: [ReturnError]

    private var colour: Terminal.Colour? {
        switch job.state {
        case .processed: .green
        case .pending, .processing: .yellow
        case .processedWithErrors, .rejected, .failed: .red
        }
    }

    /// The job as a line of a table.
    var row: [Table.Cell] {
        let first = errors.first.map { error in
            let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
            return "\(error.code) \(error.element.isEmpty ? "" : error.element + ": ")\(error.text)\(more)"
        }
        return [
            .init(job.id), .init(job.state.rawValue, colour), .init(job.original.isEmpty ? "-" : job.original),
            .init(Moment.text(job.updatedAt)), .init(first ?? (job.error.isEmpty ? "-" : job.error)),
        ]
    }

    /// The report for programs.
    var json: JSONValue {
        .members(
            ("return", .string(job.id)), ("sale", .string(job.original)), ("company", .string(job.company)),
            ("state", .string(job.state.rawValue)), ("attempts", .whole(job.attempts)),
            ("createdAt", .string(Moment.text(job.createdAt))), ("updatedAt", .string(Moment.text(job.updatedAt))),
            ("error", .string(job.error)),
            (
                "errors",
                .array(
                    errors.map { error in
                        .members(
                            ("element", .string(error.element)), ("code", .whole(error.code)),
                            ("text", .string(error.text)))
                    })
            ))
    }

    /// The report for people.
    func text(on terminal: Terminal) -> String {
        let rows: [[Table.Cell]] = [
            ["return", .init(job.id)], ["of sale", .init(job.original)], ["state", .init(job.state.rawValue, colour)],
            ["attempts", "\(job.attempts)"], ["made", .init(Moment.text(job.createdAt))],
            ["changed", .init(Moment.text(job.updatedAt))], ["problem", .init(job.error.isEmpty ? "-" : job.error)],
        ]
        var text = Table("RETURN", "", rows: rows).text(on: terminal)
        if !errors.isEmpty {
            let lines: [[Table.Cell]] = errors.map {
                [.init($0.element.isEmpty ? "-" : $0.element), "\($0.code)", .init($0.text)]
            }
            text += "\n" + Table("STAYS AS IT WAS", "CODE#", "WHY", rows: lines).text(on: terminal)
        }
        return text
    }
}
