import Testing

@testable import Promotions

@Suite struct TwoWordsTests {
    @Test(arguments: [0, 1, -1, Int128(UInt64.max), Int128(UInt64.max) + 1, Int128(Int64.min), .max, .min])
    func keepsEveryNumber(_ number: Int128) {
        #expect(TwoWords(number).value == number)
        var changed = TwoWords(7)
        changed.value = number
        #expect(changed == TwoWords(number))
    }
}
