/// A completion function for bash, made from the declared commands.
enum BashCompletion {
    /// The script; `source <(promoctl completion bash)` puts it to use.
    static func script(_ declarations: [Declaration]) -> String {
        // A command of two words may begin another of three, so the longer ones are looked at first.
        let commands = declarations.sorted { $0.words.count > $1.words.count }
        var lines = commands.map { branch("'\($0.name)'|'\($0.name) '*", options($0)) }
        for group in groups(declarations) {
            lines.append(branch("'\(group.joined(separator: " "))'", next(group, declarations)))
        }
        return """
            # Completion of promoctl for bash: source <(promoctl completion bash)
            _promoctl() {
              local current=${COMP_WORDS[COMP_CWORD]} words=
              local before="${COMP_WORDS[*]:1:COMP_CWORD-1}"
              case "$before" in
                '') words='\((next([], declarations) + ["help", "--help"]).joined(separator: " "))' ;;
            \(lines.joined(separator: "\n"))
              esac
              mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
            }
            complete -o default -F _promoctl promoctl

            """
    }

    private static func branch(_ pattern: String, _ words: [String]) -> String {
        "    \(pattern)) words='\(words.joined(separator: " "))' ;;"
    }

    private static func options(_ declaration: Declaration) -> [String] {
        declaration.options.map(\.name) + ["--help"]
    }

    /// The words that begin several commands, each once.
    private static func groups(_ declarations: [Declaration]) -> [[String]] {
        var groups: [[String]] = []
        for declaration in declarations where declaration.words.count > 1 {
            for count in 1..<declaration.words.count {
                let group = Array(declaration.words.prefix(count))
                if !groups.contains(group) { groups.append(group) }
            }
        }
        return groups
    }

    /// The words that may follow others, each once.
    private static func next(_ begun: [String], _ declarations: [Declaration]) -> [String] {
        var words: [String] = []
        for declaration in declarations where declaration.words.starts(with: begun) {
            if let word = declaration.words.dropFirst(begun.count).first, !words.contains(word) { words.append(word) }
        }
        return words
    }
}
