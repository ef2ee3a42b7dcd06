/// A completion function for bash, made from the declared commands.
enum BashCompletion {
    /// The script; `source <(promoctl completion bash)` puts it to use.
    static func script(_ declarations: [Declaration]) -> String {
        let pairs = declarations.filter { $0.words.count > 1 }
        let singles = declarations.filter { $0.words.count == 1 }
        var lines = pairs.map { branch("'\($0.name)'", options($0)) }
        lines += singles.map { branch("'\($0.name) '*", options($0)) }
        lines += firstWords(pairs).map { group in
            branch("'\(group) '*", pairs.filter { $0.words[0] == group }.map { $0.words[1] })
        }
        return """
            # Completion of promoctl for bash: source <(promoctl completion bash)
            _promoctl() {
              local current=${COMP_WORDS[COMP_CWORD]} first=${COMP_WORDS[1]:-} second=${COMP_WORDS[2]:-} words=
              [ "$COMP_CWORD" -gt 2 ] || second=
              if [ "$COMP_CWORD" -le 1 ]; then
                words='\((firstWords(declarations) + ["help", "--help"]).joined(separator: " "))'
              else
                case "$first $second" in
            \(lines.joined(separator: "\n"))
                esac
              fi
              mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
            }
            complete -o default -F _promoctl promoctl

            """
    }

    private static func branch(_ pattern: String, _ words: [String]) -> String {
        "      \(pattern)) words='\(words.joined(separator: " "))' ;;"
    }

    private static func options(_ declaration: Declaration) -> [String] {
        declaration.options.map(\.name) + ["--help"]
    }

    private static func firstWords(_ declarations: [Declaration]) -> [String] {
        declarations.map { $0.words[0] }.reduce(into: []) { words, word in
            if !words.contains(word) { words.append(word) }
        }
    }
}
