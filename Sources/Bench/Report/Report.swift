internal import Messages

/// Measurements: a table for people, one JSON document for programs.
struct Report {
    /// One line of it: names and figures.
    typealias Row = [JSONValue.Member]

    private var rows: [Row] = []
    private let isJSON: Bool
    private let command: String

    /// A report without rows.
    init(_ command: String, isJSON: Bool) {
        self.command = command
        self.isJSON = isJSON
    }

    /// Adds a row; people see it at once.
    mutating func add(_ row: Row) {
        if !isJSON {
            if rows.isEmpty { RawProcess.writeOutput(Report.line(row.map(\.name), of: row)) }
            RawProcess.writeOutput(Report.line(row.map { Report.text($0.value) }, of: row))
        }
        rows.append(row)
    }

    /// Ends the report: programs get all rows now.
    func finish() {
        guard isJSON else { return }
        let document = JSONValue.object([
            JSONValue.Member("command", .string(command)), JSONValue.Member("rows", .array(rows.map(JSONValue.object))),
        ])
        RawProcess.writeOutput(document.text + "\n")
    }

    /// Ends a report of one row, whose members stand at the top.
    func finishSingle() {
        guard isJSON, let row = rows.first else { return }
        RawProcess.writeOutput(JSONValue.object(row).text + "\n")
    }

    private static func line(_ cells: [String], of row: Row) -> String {
        let padded = zip(cells, row).map { cell, member in
            let width = max(member.name.count, 10)
            return String(repeating: " ", count: max(0, width - cell.count)) + cell
        }
        return padded.joined(separator: "  ") + "\n"
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text), .number(let text): text
        default: value.text
        }
    }
}

extension JSONValue.Member {
    /// A whole number.
    init(_ name: String, _ number: Int) { self.init(name, .number(String(number))) }

    /// A text.
    init(_ name: String, _ text: String) { self.init(name, .string(text)) }
}
