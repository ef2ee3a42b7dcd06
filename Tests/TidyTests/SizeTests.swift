import Testing

/// Small files and short lines, so that a file can be read at one sitting and two fit side by side.
struct SizeTests {
    static let longestFile = 400
    static let medianOfSources = 120
    static let longestLine = 120

    @Test func `no file is too long to read`() {
        let files = Repository.sources + Repository.tests + Repository.scripts
        #expect(files.count > 40)
        expectNone(of: Self.tooLong(files))
    }

    @Test func `most source files are short`() {
        #expect(Self.median(of: Repository.sources.map(\.lines.count)) <= Self.medianOfSources)
    }

    @Test func `no line is too wide`() {
        expectNone(of: Self.tooWide(Repository.sources + Repository.tests + Repository.scripts))
    }

    @Test func `the rules see what breaks them`() {
        let long = TextFile(path: "Sources/A/Long.swift", text: String(repeating: "a\n", count: 401))
        let full = TextFile(path: "Sources/A/Full.swift", text: String(repeating: "a\n", count: 400))
        let wide = TextFile(path: "Sources/A/Wide.swift", text: "\n" + String(repeating: "é", count: 121))
        let edge = TextFile(path: "Sources/A/Edge.swift", text: String(repeating: "é", count: 120))
        #expect(Self.tooLong([long, full]) == ["Sources/A/Long.swift: 401 lines"])
        #expect(Self.tooWide([wide, edge]) == ["Sources/A/Wide.swift:2: 121 columns"])
        #expect(Self.median(of: [1, 130, 140]) == 130)
    }

    static func tooLong(_ files: [TextFile]) -> [String] {
        files.filter { $0.lines.count > longestFile }.map { "\($0.path): \($0.lines.count) lines" }
    }

    static func tooWide(_ files: [TextFile]) -> [String] {
        files.flatMap { file in
            file.lines.enumerated().filter { $0.element.count > longestLine }
                .map { "\(file.path):\($0.offset + 1): \($0.element.count) columns" }
        }
    }

    static func median(of counts: [Int]) -> Int {
        counts.isEmpty ? 0 : counts.sorted()[counts.count / 2]
    }
}
