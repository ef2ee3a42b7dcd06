/// A table for people: columns as wide as they need, two blanks between them.
struct Table {
    /// A cell.
    struct Cell: Hashable, Sendable, ExpressibleByStringInterpolation {
        /// What it says.
        var text: String
        /// How it stands out.
        var colour: Terminal.Colour?

        init(_ text: String, _ colour: Terminal.Colour? = nil) {
            self.text = text
            self.colour = colour
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    /// The columns' headings; one that ends with `#` is a column of numbers, aligned to the right.
    var headings: [String]
    /// The rows, each with a cell for every heading.
    var rows: [[Cell]] = []

    init(_ headings: String..., rows: [[Cell]] = []) {
        self.headings = headings
        self.rows = rows
    }

    /// The table's lines.
    func text(on terminal: Terminal) -> String {
        let isNumber = headings.map { $0.hasSuffix("#") }
        let titles = zip(headings, isNumber).map { Cell($1 ? String($0.dropLast()) : $0, .bold) }
        let shown = ([titles] + rows).map { row in
            row.map { Cell(Terminal.printable($0.text), $0.colour) }
        }
        let widths = headings.indices.map { column in shown.map { $0[column].text.count }.max() ?? 0 }
        return shown.map { row in
            let cells = row.indices.map { column in
                let cell = row[column]
                let blanks = String(repeating: " ", count: widths[column] - cell.text.count)
                let text = terminal.coloured(cell.text, cell.colour)
                if isNumber[column] { return blanks + text }
                return column == row.count - 1 ? text : text + blanks
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
