import Testing

@testable import Promotions

@Suite struct ElementFactsTests {
    @Test func namedValuesHaveNumbersOthersDoNot() {
        var slots = AttributeSlots(kind: .item)
        let brand = slots.position(of: "brand")
        let known = slots.number(of: "A", at: brand)
        #expect(slots.position(of: "brand") == brand && slots.number(of: "A", at: brand) == known)
        let facts = ElementFacts([["brand": "A"], ["brand": "B"], [:], ["brand": "C"]], slots: slots)
        #expect(facts.count == 4 && facts.number(of: 0, at: brand) == known)
        #expect((1...3).map { facts.number(of: $0, at: brand) } == Array(repeating: AttributeSlots.unknown, count: 3))
        slots.tellAllApart(at: brand)
        let apart = ElementFacts([["brand": "A"], ["brand": "B"], [:], ["brand": "C"], ["brand": "B"]], slots: slots)
        #expect(Set((0..<4).map { apart.number(of: $0, at: brand) }).count == 4)
        #expect(apart.number(of: 1, at: brand) == apart.number(of: 4, at: brand))
    }

    @Test func whatTheProtocolGivesNoDefaultIsAbsent() {
        var slots = AttributeSlots(kind: .item)
        let (code, barcode) = (slots.position(of: "code"), slots.position(of: "barcode"))
        let facts = ElementFacts([[:], ["barcode": "|"], ["barcode": "1|2"]], slots: slots)
        #expect(!facts.hasNoValue(0, at: code) && facts.hasNoValue(0, at: barcode) && facts.hasNoValue(1, at: barcode))
        #expect(!facts.hasNoValue(2, at: barcode))
    }

    @Test func severalValuesAreComparedAsASet() {
        var slots = AttributeSlots(kind: .item)
        let level = slots.position(of: "level1")
        slots.tellAllApart(at: level)
        let facts = ElementFacts(
            [["level1": "A|B"], ["level1": "B|A"], ["level1": "A"], ["level1": "A|C"]], slots: slots)
        let numbers = facts.combinedNumbers(at: [level])
        #expect(numbers[0] == numbers[1] && Set(numbers).count == 3)
        #expect(facts.combinedNumbers(at: []) == [])
    }

    struct Form: CustomTestStringConvertible, Sendable {
        let attribute: String
        let text: String
        let canonical: String
        var testDescription: String { "\(attribute) \(text)" }
    }

    static let forms = [
        Form(attribute: "unitprice", text: "10.00", canonical: "10"),
        Form(attribute: "unitprice", text: "-0", canonical: "0"),
        Form(attribute: "unitprice", text: "ten", canonical: "ten"),
        Form(attribute: "keyProduct", text: "True", canonical: "true"),
        Form(attribute: "brand", text: "True", canonical: "True"),
        Form(attribute: "size", text: "10.00", canonical: "10.00"),
    ]

    @Test(arguments: forms) func equalValuesHaveOneText(_ form: Form) {
        #expect(ProtocolAttribute.named(form.attribute, of: .item).canonical(form.text) == form.canonical)
    }

    @Test func aPromotionIsCompiledWithItsOwnLimits() {
        let map = CompiledMap(
            level(
                .cumulative, promotion("A", Benefit.gift().limited(.couponCount, "1"), .gift()),
                promotion("B", when: .combo(1, limit: 4), .gift(), Benefit.gift().limited(.couponCount, "1"))))
        let compiled: [CompiledPromotion] = map.compiled
        #expect(compiled.map(\.limits) == [[0..<1, 1..<1], [1..<1, 1..<2]])
        #expect(compiled.map(\.subTicketLimit) == [nil, 4] && compiled.map(\.sets.count) == [0, 1])
        let index: PromotionIndex = map.index
        #expect(index.candidates(TicketFacts(prices("1"), slots: map.slots)) == [0, 1])
    }
}
