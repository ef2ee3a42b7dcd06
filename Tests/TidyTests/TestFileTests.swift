import Testing

/// Every source file is reached by a test: some test names a type that the file declares or extends.
struct TestFileTests {
    @Test func `every source file has a test, or a reason`() {
        let tests = Repository.tests.filter { $0.target != "TidyTests" }
        let sources = Repository.sources.filter { $0.path.hasSuffix(".swift") }
        #expect(sources.count > 10)
        let untested = Self.untested(sources, by: tests)
        let exceptions = Array(Exceptions.withoutTest.keys)
        expectNone(of: Exceptions.uncovered(untested, by: exceptions).map { "\($0): no test names a type of it" })
        expectNone(of: Exceptions.stale(exceptions, for: untested).map { "\($0): is tested, and needs no exception" })
    }

    @Test func `an exception says why`() {
        for reason in Array(Exceptions.withoutTest.values) + Array(Exceptions.callCOutsideRaw.values) {
            #expect(Words.identifiers(in: reason).count >= 3, "\(reason)")
        }
    }

    @Test func `an exception is for a file or a folder, while it is needed`() {
        let offenders = ["Sources/A/B/C.swift", "Sources/A/D.swift", "Sources/AB/E.swift"]
        let keys = ["Sources/A/", "Sources/AB/E.swift", "Sources/F/"]
        #expect(Exceptions.uncovered(offenders, by: ["Sources/A/"]) == ["Sources/AB/E.swift"])
        #expect(Exceptions.uncovered(offenders, by: ["Sources/A", "Sources/A/D.swift"]).count == 2)
        #expect(Exceptions.uncovered(offenders, by: keys) == [])
        #expect(Exceptions.stale(keys, for: offenders) == ["Sources/F/"])
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
