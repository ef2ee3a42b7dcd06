internal import PromotionLanguage
internal import Promotions

/// The arguments of one command, as its declaration allows them.
struct Arguments: Hashable, Sendable {
    /// The words that are no options, in order.
    private(set) var operands: [String] = []
    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    /// Reads a command's words.
    ///
    /// - Parameters:
    ///   - words: what follows the command's name.
    ///   - declaration: what it takes.
    /// - Throws: `Failure` for anything that is not declared, missing or given twice.
    init(_ words: some Sequence<String>, for declaration: Declaration) throws(Failure) {
        var rest = Array(words)[...]
        var optionsEnded = false
        while let word = rest.popFirst() {
            if optionsEnded || word == "-" || !word.hasPrefix("-") {
                operands.append(word)
            } else if word == "--" {
                optionsEnded = true
            } else {
                try take(word, &rest, declaration)
            }
        }
        let expected = declaration.operands
        guard expected.count.contains(operands.count) else {
            if operands.count < expected.count.lowerBound {
                throw Arguments.misuse(declaration, "\(expected.name) is missing")
            }
            throw Arguments.misuse(declaration, "\"\(operands[expected.count.upperBound])\" is one word too many")
        }
    }

    /// The value of an option; nil where it was not given.
    subscript(option: String) -> String? { values[option] }

    /// Whether an option without a value was given.
    func has(_ option: String) -> Bool { flags.contains(option) }

    /// A whole number.
    ///
    /// - Parameters:
    ///   - option: the option.
    ///   - range: what it may be.
    /// - Returns: the number; nil where the option was not given.
    /// - Throws: `Failure` for anything else.
    func number(_ option: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        guard let text = values[option] else { return nil }
        guard let number = Int(text), text.first != "+", range.contains(number) else {
            throw .usage(
                "\(option): found \"\(text)\", expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A list of words separated by commas, each once.
    ///
    /// - Parameter option: the option.
    /// - Returns: the words in the order given; nil where the option was not given.
    /// - Throws: `Failure` where one is empty or given twice.
    func list(_ option: String) throws(Failure) -> [String]? {
        guard let text = values[option] else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        var seen: Set<String> = []
        for part in parts {
            guard !part.isEmpty else {
                throw .usage("\(option): found \"\(text)\", expected words separated by commas")
            }
            guard seen.insert(part).inserted else { throw .usage("\(option): \"\(part)\" is given twice") }
        }
        return parts
    }

    /// An option that has to be given.
    func required<Value>(_ option: String, _ value: Value?) throws(Failure) -> Value {
        guard let value else { throw .usage("\(option) is missing") }
        return value
    }

    private mutating func take(
        _ word: String, _ rest: inout ArraySlice<String>, _ declaration: Declaration
    ) throws(Failure) {
        let name = String(word.prefix { $0 != "=" })
        guard let option = declaration.options.first(where: { $0.name == name }) else {
            throw Arguments.misuse(declaration, Arguments.unknown(name, among: declaration.options.map(\.name)))
        }
        guard values[name] == nil, !flags.contains(name) else {
            throw Arguments.misuse(declaration, "\(name) is given twice")
        }
        let attached = word.count > name.count ? String(word.dropFirst(name.count + 1)) : nil
        guard let value = option.value else {
            guard attached == nil else { throw Arguments.misuse(declaration, "\(name) takes no value") }
            flags.insert(name)
            return
        }
        guard let given = attached ?? rest.popFirst(), !given.isEmpty else {
            throw Arguments.misuse(declaration, "\(name) needs a value, \(value)")
        }
        values[name] = given
    }

    private static func unknown(_ name: String, among names: [String]) -> String {
        let guess = NearName.nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
        return "unknown option \(name)\(guess)"
    }

    private static func misuse(_ declaration: Declaration, _ text: String) -> Failure {
        .usage("promoctl \(declaration.name): \(text)")
    }
}
