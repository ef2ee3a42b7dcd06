import Foundation
import Testing
import WorkerRuntime

struct ReadmeTests {
    static let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("README.md")

    private static let start = "<!-- settings -->\n"
    private static let end = "<!-- /settings -->"

    /// With PROMO_RECORD set the table is written anew, and the run fails so that somebody looks at it.
    @Test
    func `the README lists the settings as they are declared`() throws {
        let text = try String(contentsOf: Self.readme, encoding: .utf8)
        let from = try #require(text.range(of: Self.start))
        let to = try #require(text.range(of: Self.end))
        #expect(text[from.upperBound..<to.lowerBound] == Settings.markdownTable())
        guard ProcessInfo.processInfo.environment["PROMO_RECORD"] != nil else { return }
        let recorded = text[..<from.upperBound] + Settings.markdownTable() + text[to.lowerBound...]
        try recorded.write(to: Self.readme, atomically: true, encoding: .utf8)
        Issue.record("recorded; run again without PROMO_RECORD")
    }
}
