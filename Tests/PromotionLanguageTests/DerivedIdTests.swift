import Promotions
import Testing

@testable import PromotionLanguage

private let limited = """
    "type": "PercentageDiscount", "percent": 1, "limits": [{"scope": "store", "type": "benefitAmount", "value": 1}]
    """

private func named(_ names: String...) -> String {
    let promotions = names.map { name in
        #"{"name": "\#(name)", "condition": {"stores": ["1"]}, "benefits": [{\#(limited)}, {\#(limited)}]}"#
    }
    return mapText(levels: #""levels": [{"promotions": [\#(promotions.joined(separator: ", "))]}]"#)
}

private func ids(_ promotion: Promotion) -> [String] {
    [promotion.id] + promotion.benefits.flatMap { [$0.id] + $0.limits.map(\.id) }
}

@Suite("Derived ids")
struct DerivedIdTests {
    @Test("They are what they were when limits began to count under them")
    func golden() throws {
        let promotion = try document(named("Second unit")).map.levels[0].promotions[0]
        let golden = [
            "0546a28edfc2587c7ab92024", "ccd60b898fbca4578e64cb73", "f6313b6359c98bb528398a24",
            "bc83d742e85548077ad9f2e1", "ee6ccb0c636a2ffdff3ec13f",
        ]
        #expect(ids(promotion) == golden)
    }

    @Test("They are ids, each its own, and survive being written")
    func distinct() throws {
        let read = try document(named("A", "B", "A", "A"))
        let all = read.map.levels[0].promotions.flatMap(ids)
        #expect(Set(all).count == 20)
        for id in all { #expect(id.utf8.count == 24 && id.allSatisfy { "0123456789abcdef".contains($0) }) }
        #expect(try document(MapWriter.text(read)) == read)
    }

    @Test("They depend on company and name, not on what else is in the map")
    func stable() throws {
        let alone = try document(named("A")).map.levels[0].promotions[0]
        let among = try document(named("B", "A", "A")).map.levels[0].promotions
        #expect(among[1] == alone)
        #expect(among[2].id != alone.id)
        let other = mapText(top: #""company": "3""#, promotion: #""name": "A""#, benefit: limited)
        #expect(try document(other).map.levels[0].promotions[0].id != alone.id)
    }

    @Test("Where one part ends and the next begins makes a difference")
    func parts() {
        let ids = [("2", "1A"), ("21", "A"), ("", "21A")].map { company, name in
            DerivedId.promotion(company: company, name: name, namesake: 0)
        }
        #expect(Set(ids).count == 3)
    }
}
