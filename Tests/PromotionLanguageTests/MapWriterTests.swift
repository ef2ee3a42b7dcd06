import Promotions
import Testing

@testable import PromotionLanguage

@Suite("Writing maps")
struct MapWriterTests {
    @Test("Any map is read as it was written, and written as it was read")
    func roundTrip() throws {
        var kinds: Set<String> = []
        for seed in 1...300 {
            var random = RandomMap(seed: seed)
            let original = random.document()
            let text = MapWriter.text(original)
            let read = try document(text)
            #expect(read == original, "seed \(seed)")
            #expect(MapWriter.text(read) == text, "seed \(seed)")
            kinds.formUnion(original.map.levels.flatMap(\.promotions).flatMap(\.benefits).map(\.kind.typeName))
        }
        #expect(kinds.count == BenefitType.allCases.count)
    }

    @Test("The smallest map is written without a default")
    func smallest() {
        let map = PromotionMap(company: "2", levels: [])
        #expect(MapWriter.text(MapDocument(map: map)) == #"{"company":"2","levels":[]}"#)
    }
}
