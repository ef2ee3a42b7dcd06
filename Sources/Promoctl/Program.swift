internal import PromotionLanguage

/// From a command line to what the process ends with.
enum Program {
    /// Runs the command that the words name.
    ///
    /// - Parameters:
    ///   - words: the arguments without the program's name.
    ///   - context: what commands work with.
    /// - Returns: what the process ends with.
    static func run(_ words: [String], _ context: Context) -> ExitStatus {
        do throws(Failure) {
            return try dispatch(words, context)
        } catch {
            context.terminal.endProgress()
            for line in error.lines { context.terminal.complain(line) }
            return error.status
        }
    }

    private static func dispatch(_ words: [String], _ context: Context) throws(Failure) -> ExitStatus {
        switch words.first {
        case nil: throw .usage(Help.overview(Commands.declarations))
        case "--help", "-h":
            context.terminal.print(Help.overview(Commands.declarations))
            return .done
        case "help": return try help(Array(words.dropFirst()), context)
        default: break
        }
        guard let command = command(words) else { throw unknown(words) }
        let rest = words.dropFirst(command.declaration.words.count)
        if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            context.terminal.print(Help.text(command.declaration))
            return .done
        }
        return try command.run(Arguments(rest, for: command.declaration), context)
    }

    private static func help(_ words: [String], _ context: Context) throws(Failure) -> ExitStatus {
        guard !words.isEmpty else {
            context.terminal.print(Help.overview(Commands.declarations))
            return .done
        }
        guard let command = command(words) else { throw unknown(words) }
        context.terminal.print(Help.text(command.declaration))
        return .done
    }

    private static func command(_ words: [String]) -> (any Command.Type)? {
        Commands.all.first { words.starts(with: $0.declaration.words) }
    }

    /// What is said of words that name no command: the commands of the group they begin, or the nearest name.
    private static func unknown(_ words: [String]) -> Failure {
        let declarations = Commands.declarations
        let known = words.indices.last { place in
            !words[place].hasPrefix("-") && declarations.contains { $0.words.starts(with: words[...place]) }
        }
        guard let known else {
            let guess = NearName.nearest(to: words[0], among: declarations.map { $0.words[0] })
            return .usage(
                "unknown command \(words[0])" + (guess.map { "; did you mean \($0)?" } ?? "; see promoctl --help"))
        }
        let begun = words[...known].joined(separator: " ")
        var next: [String] = []
        for declaration in declarations where declaration.words.starts(with: words[...known]) {
            if let word = declaration.words.dropFirst(known + 1).first, !next.contains(word) { next.append(word) }
        }
        let rest = words[(known + 1)...]
        guard let wrong = rest.first, !wrong.hasPrefix("-") else {
            return .usage("promoctl \(begun): one of \(next.joined(separator: ", ")) is missing")
        }
        let guess = NearName.nearest(to: wrong, among: next)
        let advice = guess.map { "did you mean \($0)?" } ?? "expected \(next.joined(separator: ", "))"
        return .usage("unknown command \(begun) \(wrong); \(advice)")
    }
}
