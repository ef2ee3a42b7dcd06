/// What people are told about commands; all of it from their declarations.
enum Help {
    /// The text of `--help` without a command.
    static func overview(_ declarations: [Declaration]) -> String {
        let rows = declarations.map { (left: $0.name, right: $0.summary) }
        return """
            promoctl, the operators' command of the promotions engine.

            usage: promoctl COMMAND [OPTION...]

            \(columns(rows))
            promoctl COMMAND --help says more about one.

            It ends with 0 when the thing is done, 1 when it failed, 2 when the command line or the configuration is
            not understood, 3 when the broker or the database is out of reach.

            """
    }

    /// The text of a command's `--help`.
    static func text(_ declaration: Declaration) -> String {
        let options =
            declaration.options.map { option in
                (left: [option.name, option.value].compactMap(\.self).joined(separator: " "), right: option.summary)
            } + [(left: "--help", right: "show this")]
        let discussion = declaration.discussion.isEmpty ? "" : "\n\(declaration.discussion)\n"
        return """
            \(declaration.summary)

            usage: \(usage(declaration))
            \(discussion)
            \(columns(options))
            """
    }

    /// The first line of a command's help.
    static func usage(_ declaration: Declaration) -> String {
        var words = ["promoctl", declaration.name]
        if !declaration.options.isEmpty { words.append("[OPTION...]") }
        let operands = declaration.operands
        switch (operands.count.lowerBound, operands.count.upperBound) {
        case (_, 0): break
        case (0, 1): words.append("[\(operands.name)]")
        case (0, _): words.append("[\(operands.name)...]")
        case (_, 1): words.append(operands.name)
        default: words.append("\(operands.name)...")
        }
        return words.joined(separator: " ")
    }

    private static func columns(_ rows: [(left: String, right: String)]) -> String {
        let width = rows.map(\.left.count).max() ?? 0
        return rows.map { row in
            "  \(row.left)\(String(repeating: " ", count: width - row.left.count))  \(row.right)\n"
        }.joined()
    }
}
