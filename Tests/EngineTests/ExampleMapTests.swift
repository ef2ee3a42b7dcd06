import Foundation
import PromotionLanguage
import Promotions
import Testing

@testable import Engine

/// The maps that users start from do what they say.
struct ExampleMapTests {
    static let folder = Golden.directory.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Deploy/examples/maps")

    static let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".json") }.sorted()

    @Test
    func `there are example maps`() throws { #expect(try #require(Self.files).contains("templates.json")) }

    @Test(arguments: files ?? [])
    func `every example of a map comes out as written`(_ file: String) throws {
        let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(file)))
        let document = try MapReader.read(bytes).resolvingExamples { path in
            Array(try Data(contentsOf: URL(fileURLWithPath: path, relativeTo: Self.folder)))
        }
        #expect(!document.examples.isEmpty)
        #expect(ExampleRun.problems(document, map: CompiledMap(document.map)) == [])
    }

    @Test
    func `an example that does not come out is told with its name`() throws {
        let map = """
            {"company": "2", "levels": [], "examples": [{"name": "nothing", "expect": {"total": "1.00"}, "ticket":
            "<message companyId='2' store='3' terminal='1' date-time='2026-03-01 10:00:00' messageId='1'/>"}]}
            """
        let document = try MapReader.read(Array(map.utf8))
        #expect(
            ExampleRun.problems(document, map: CompiledMap(document.map))
                == ["example \"nothing\": total: expected 1.00, got 0.00"])
    }
}
