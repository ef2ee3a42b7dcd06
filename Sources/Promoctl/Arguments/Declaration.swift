/// What a command takes: the source of its parsing, its help and its completion.
struct Declaration: Hashable, Sendable {
    /// An option.
    struct Option: Hashable, Sendable {
        /// As it is written, `--stores`.
        var name: String
        /// What its value is called in the help; nil for one without a value.
        var value: String?
        /// One line for people.
        var summary: String

        init(_ name: String, _ value: String? = nil, _ summary: String) {
            self.name = name
            self.value = value
            self.summary = summary
        }
    }

    /// The words that are no options.
    struct Operands: Hashable, Sendable {
        /// What they are called in the help.
        var name: String
        /// How many there may be.
        var count: ClosedRange<Int>

        static let none = Operands(name: "", count: 0...0)
        static func one(_ name: String) -> Operands { Operands(name: name, count: 1...1) }
        static func optional(_ name: String) -> Operands { Operands(name: name, count: 0...1) }
        static func oneOrMore(_ name: String) -> Operands { Operands(name: name, count: 1...Int.max) }
    }

    /// The words that name the command: `["map", "check"]`.
    var words: [String]
    /// One line for people.
    var summary: String
    /// The words that are no options.
    var operands: Operands
    /// The options, in the order in which they are shown.
    var options: [Option]
    /// More for people; empty where the summary says all.
    var discussion: String

    init(
        _ words: String..., summary: String, operands: Operands = .none, options: [Option] = [],
        discussion: String = ""
    ) {
        self.words = words
        self.summary = summary
        self.operands = operands
        self.options = options
        self.discussion = discussion
    }

    /// The command as it is written.
    var name: String { words.joined(separator: " ") }
}

extension Declaration.Option {
    /// Options that several commands have.
    static let company = Declaration.Option(
        "--company", "COMPANY", "whose; may be left out where only one company is known")
    static let json = Declaration.Option("--json", nil, "print JSON, for programs")
    static let stores = Declaration.Option("--stores", "STORE,...", "the stores, separated by commas")
}
