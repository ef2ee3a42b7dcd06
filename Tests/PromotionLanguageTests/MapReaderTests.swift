import Foundation
import Promotions
import Testing

@testable import PromotionLanguage

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appending(path: path))) }

private let setup = "Tests/MessagesTests/Golden/setup"

@Suite("Reading maps")
struct MapReaderTests {
    @Test("The map of the limit samples loads and says what it says")
    func limitMap() throws {
        let map = try MapReader.read(bytes("\(setup)/map-76.json")).map
        let limit = Limit(
            id: "64cd52b6a62e431960edd5de", scope: .customer, kind: .benefitAmount, value: 50_000_000)
        let benefit = Benefit(
            id: "64cd52b6a62e431960edd5dd", kind: .percentageDiscount(percent: 300_000, unit: .qty), limits: [limit])
        let promotion = Promotion(
            id: "64cd5282a62e431960edd5d5", name: "Promo Descuentos",
            condition: Condition(simple: [SimpleCondition(element: .item)]), benefits: [benefit])
        let expected = PromotionMap(
            company: "2", name: "Samples, store 3", version: 76, currency: Currency(code: "BRL"),
            levels: [Level(name: "one", promotions: [promotion])])
        #expect(map == expected)
    }

    @Test("The map of the other samples loads, and survives being written")
    func sampleMap() throws {
        let read = try MapReader.read(bytes("\(setup)/map-77.json"))
        #expect(read.map.levels.map(\.promotions.count) == [6, 2, 1])
        #expect(read.map.levels.map(\.coexistence) == [.cumulative, .option, .cumulative])
        #expect(try document(MapWriter.text(read)) == read)
    }

    @Test("A syntax error is told with line and column, a member that stands twice as well")
    func syntax() {
        #expect(problems("{\n \"company\": tru}") == ["line 2, column 13: a value is expected"])
        #expect(
            problems(#"{"company": "1", "company": "2"}"#) == [#"line 1, column 18: the member "company" stands twice"#]
        )
    }

    @Test("Ten thousand promotions load, all of them, in order and with ids of their own")
    func tenThousand() throws {
        let promotions = (0..<10_000).map { number in
            """
            {"name": "Promotion \(number)", "condition": {"simple": [{"element": "item", "where":
            [{"attribute": "code", "operator": "equal", "values": ["\(number)"]}]}]}, "benefits":
            [{"type": "PercentageDiscount", "percent": \(number % 101), "limits":
            [{"scope": "store", "type": "benefitAmount", "value": \(number)}]}]}
            """
        }
        let text = mapText(levels: #""levels": [{"promotions": [\#(promotions.joined(separator: ","))]}]"#)
        let read = try document(text).map.levels[0].promotions
        #expect(read.map(\.name) == (0..<10_000).map { "Promotion \($0)" })
        #expect(Set(read.map(\.id)).count == 10_000)
        #expect(read[9_999].benefits[0].limits[0].value == 99_990_000)
    }

    @Test(
        "The example maps load, with every ticket in place",
        arguments: ["templates", "limit-5000", "payment-plans", "points-and-balances"])
    func exampleMaps(_ name: String) throws {
        let folder = "Deploy/examples/maps"
        let read = try MapReader.read(bytes("\(folder)/\(name).json"))
        #expect(!read.examples.isEmpty)
        let resolved = try read.resolvingExamples { path in try bytes("\(folder)/\(path)") }
        #expect(try document(MapWriter.text(resolved)) == resolved)
        for example in resolved.examples {
            guard case .document(let ticket) = example.ticket else {
                Issue.record("\(example.name) is still a path")
                continue
            }
            let isMarkup = ticket.hasPrefix("<message ") && ticket.hasSuffix("</message>\n")
            let isJSON = (try? JSONSerialization.jsonObject(with: Data(ticket.utf8))) is [String: [String: Any]]
            #expect(isMarkup || isJSON)
        }
    }
}
