import Testing

/// Every source file is reached by a test: some test names a type that the file declares or extends.
struct TestFileTests {
    @Test func `every source file has a test, or a reason`() {
        let tests = Repository.tests.filter { $0.target != "TidyTests" && $0.target != "TestSupport" }
        let sources = Repository.sources.filter { $0.path.hasSuffix(".swift") }
        #expect(sources.count > 10)
        #expect(Self.untested(sources, by: tests) == Exceptions.withoutTest.keys.sorted())
    }

    @Test func `an exception says why`() {
        for reason in Array(Exceptions.withoutTest.values) + Array(Exceptions.callCOutsideRaw.values) {
            #expect(Words.identifiers(in: reason).count >= 3, "\(reason)")
        }
    }

    @Test func `a type counts where a test names it`() {
        let source = TextFile(path: "Sources/A/A.swift", text: "/// struct Not\npublic struct Yes: Sendable {}\n")
        let nested = TextFile(path: "Sources/A/B.swift", text: "extension Outer.Inner {}\n")
        let silent = TextFile(path: "Tests/ATests/ATests.swift", text: "let outer = Outer()\nlet not = Not()\n")
        let speaking = TextFile(path: "Tests/ATests/BTests.swift", text: "let yes = Yes()\nlet inner: Inner\n")
        #expect(Self.untested([source, nested], by: [silent]) == [source.path, nested.path])
        #expect(Self.untested([source, nested], by: [silent, speaking]) == [])
        let free = TextFile(path: "Sources/A/C.swift", text: "func free() {}\n")
        let empty = TextFile(path: "Sources/A/D.swift", text: "// Nothing here.\n")
        #expect(Self.untested([free, empty], by: [speaking]) == [free.path])
    }

    static func untested(_ sources: [TextFile], by tests: [TextFile]) -> [String] {
        let named = Set(tests.flatMap { $0.lines.flatMap(Words.identifiers) })
        return sources.filter { source in
            let holdsCode = source.lines.contains { !$0.isEmpty && !$0.hasPrefix("//") }
            return holdsCode && source.lines.flatMap(Words.types).allSatisfy { !named.contains($0) }
        }.map(\.path).sorted()
    }
}
