import TestSupport
import Testing

@testable import Promotions

@Suite struct TextNumbersTests {
    @Test func numbersAreGivenInOrderAndFoundAgain() {
        var random = SeededRandom(seed: 82)
        var numbers = TextNumbers()
        var known: [String: Int32] = [:]
        #expect(numbers.number(of: "") == nil)
        for _ in 0..<2_000 {
            let text =
                String(repeating: random.pick(["a", "b", "\u{e9}", ""]), count: random.below(20))
                + "\(random.below(500))"
            let expected = known[text] ?? Int32(known.count)
            #expect(numbers.number(of: text) == known[text], "seed 82")
            #expect(numbers.add(text) == expected, "seed 82")
            known[text] = expected
        }
        #expect(numbers.count == known.count)
    }

    @Test func oneTextInTwoSpellingsHasOneNumber() {
        var numbers = TextNumbers()
        #expect(numbers.add("caf\u{e9}") == 0)
        #expect(numbers.number(of: "cafe\u{301}") == 0 && numbers.number(of: "cafe") == nil)
    }
}
