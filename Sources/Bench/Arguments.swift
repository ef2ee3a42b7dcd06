/// The words after a command: options with a value, and flags.
struct Arguments {
    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    /// Reads words.
    ///
    /// - Parameters:
    ///   - words: the words after the command.
    ///   - options: names that take a value, without dashes.
    ///   - flags: names that take none.
    /// - Throws: a usage error for any other word.
    init(_ words: [String], options: [String], flags: [String] = []) throws(BenchError) {
        var index = 0
        while index < words.count {
            let word = words[index]
            let name = String(word.dropFirst(2))
            index += 1
            guard word.hasPrefix("--"), options.contains(name) || flags.contains(name) else {
                let known = (options + flags).map { "--" + $0 }.joined(separator: ", ")
                throw .usage("unexpected \(word); known are \(known)")
            }
            if flags.contains(name) {
                self.flags.insert(name)
                continue
            }
            guard index < words.count else { throw .usage("\(word) needs a value") }
            values[name] = words[index]
            index += 1
        }
    }

    /// The text of an option, nil where it was not given.
    subscript(name: String) -> String? { values[name] }

    /// Whether a flag was given.
    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// A whole number above zero.
    func number(_ name: String, default fallback: Int) throws(BenchError) -> Int {
        try numbers(name, default: [fallback])[0]
    }

    /// A comma list of whole numbers above zero.
    func numbers(_ name: String, default fallback: [Int]) throws(BenchError) -> [Int] {
        guard let text = values[name] else { return fallback }
        var result: [Int] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = Int(part), number > 0 else {
                throw .usage("--\(name): found \(part), a whole number above zero is expected")
            }
            result.append(number)
        }
        return result
    }
}
