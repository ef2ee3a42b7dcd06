import Testing

/// Words that promise work for later, and words that have no place near money.
struct WordTests {
    // Put together here, so that this file does not break its own rule.
    static let promises = ["FIX" + "ME", "TO" + "DO", "X" + "XX"]
    static let binaryFractions = ["Double", "Float", "Float16", "Float32", "Float64", "Float80", "CGFloat"]

    @Test func `nothing is left for later`() {
        let files = Repository.sources + Repository.tests + Repository.scripts
        expectNone(of: Self.uses(of: Self.promises, in: files))
    }

    @Test func `the core never sees binary floating point`() {
        let core = Repository.sources.filter { $0.target == "Promotions" }
        #expect(core.count > 10)
        expectNone(of: Self.uses(of: Self.binaryFractions, in: core))
    }

    @Test func `words are found whole and with their place`() {
        let file = TextFile(path: "Sources/A/A.swift", text: "let a = Doubled()\nlet b: Double? = nil\n")
        #expect(Self.uses(of: Self.binaryFractions, in: [file]) == ["Sources/A/A.swift:2: Double"])
    }

    static func uses(of words: [String], in files: [TextFile]) -> [String] {
        files.flatMap { file in
            file.lines.enumerated().flatMap { line in
                let present = Set(Words.identifiers(in: line.element))
                return words.filter(present.contains).map { "\(file.path):\(line.offset + 1): \($0)" }
            }
        }
    }
}
