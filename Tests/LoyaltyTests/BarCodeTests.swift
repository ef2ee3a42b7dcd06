import Loyalty
import Promotions
import Testing

struct BarCodeTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let base: BarCodeBase
        let format: String
        var prefix = "987"
        var store = "001"
        var terminal = "125"
        var sequence = 890
        var validTo: String? = "2018-01-31"
        let expected: String
        var testDescription: String { "\(base.rawValue) \(format)" }
    }

    static let examples = [
        Example(base: .ean13, format: "PPPSSSTTTnnnc", expected: "9870011258902"),
        Example(base: .ean13, format: "PSTDDDDHHnnnn", sequence: 7890, expected: "7150302017890"),
        Example(
            base: .ean13, format: "PPPSSSTTTnnnc", store: "7", terminal: "3", sequence: 1, expected: "9870070030013"),
        Example(base: .ean13, format: "PPPSSSTTTnnnc", store: "12345", terminal: "67890", expected: "9873458908904"),
        Example(base: .ean13, format: "PPPSSSTTTnnnc", store: "SP-4", expected: "9870041258903"),
        Example(base: .upcA, format: "PPPnnnnnnnnc", sequence: 42, expected: "987000000424"),
        Example(base: .code128, format: "PPPSSSSnnnn", store: "SP-4", sequence: 7, expected: "987SP-40007"),
        Example(
            base: .code128, format: "nnnnVVVVVVVVEEEEEEEE", sequence: 7, expected: "00072017030220180131"),
        Example(
            base: .code128, format: "nnnnEEEEEEEE", sequence: 7, validTo: nil, expected: "000700000000"),
        Example(
            base: .code128, format: "DDDDDDDDHHHHHHnnn", sequence: 7, expected: "20170302225501007"),
    ]

    @Test(arguments: examples)
    func `a number is composed as its format says`(_ example: Example) throws {
        let format = try BarCodeFormat(example.format, base: example.base)
        let number = BarCodeNumber(
            prefix: example.prefix, store: example.store, terminal: example.terminal, sequence: example.sequence,
            issued: try #require(LocalDateTime("2017-03-02 22:55:01")),
            validFrom: try #require(LocalDate(year: 2017, month: 3, day: 2)),
            validTo: example.validTo.flatMap { LocalDateTime($0 + " 00:00")?.date })
        let text = try number.text(format)
        #expect(text == example.expected)
        #expect(format.text == example.format)
        #expect(text.count == example.format.count)
        if example.format.hasSuffix("c") {
            #expect(text.hasSuffix(String(BarCodeBase.checkDigit(of: text.dropLast()))))
        }
    }

    @Test(arguments: ["4006381333931", "036000291452", "9780201379624", "0000000000000"])
    func `published numbers have the check digit that is computed`(_ number: String) {
        #expect(String(BarCodeBase.checkDigit(of: number.dropLast())) == String(number.suffix(1)))
    }

    @Test func `a check digit tells every single wrong digit`() {
        let number = Array("400638133393")
        let right = BarCodeBase.checkDigit(of: String(number))
        for place in number.indices {
            for digit in "0123456789" where digit != number[place] {
                var wrong = number
                wrong[place] = digit
                #expect(BarCodeBase.checkDigit(of: String(wrong)) != right, "\(String(wrong))")
            }
        }
    }

    @Test(arguments: [
        (BarCodeBase.ean13, "PPPSSSTTTnnn", BarCodeFormatError.width(found: 12, allowed: 13...13)),
        (.upcA, "PPPnnnnnnnnnc", .width(found: 13, allowed: 12...12)),
        (.code128, "", .width(found: 0, allowed: 1...32)),
        (.code128, String(repeating: "n", count: 33), .width(found: 33, allowed: 1...32)),
        (.ean13, "PPPSSSTTTXnnn", .unknownLetter("X")),
        (.ean13, "PPPnnnPPPnnnc", .letterTwice("P")),
        (.ean13, "PPPSSSTTTDDDc", .noSequence),
        (.ean13, "PPPcSSSTTTnnn", .checkDigitPlace),
        (.ean13, "PPPSSSTTnnncc", .checkDigitPlace),
    ])
    func `a format that cannot work is refused`(_ base: BarCodeBase, _ text: String, _ error: BarCodeFormatError) {
        #expect(throws: error) { try BarCodeFormat(text, base: base) }
        #expect(!error.description.isEmpty)
    }

    @Test func `a format of scanners without a check digit is told apart`() throws {
        #expect(try BarCodeFormat("PSTDDDDHHnnnn", base: .ean13).lacksCheckDigit)
        #expect(try !BarCodeFormat("PPPSSSTTTnnnc", base: .ean13).lacksCheckDigit)
        #expect(try !BarCodeFormat("PPPnnnn", base: .code128).lacksCheckDigit)
    }

    @Test func `all numbers that fit are different, and the next is refused`() throws {
        let format = try BarCodeFormat("PPPSSSSTTTnnc", base: .ean13)
        #expect(format.lastSequence == 99)
        var seen: Set<String> = []
        for sequence in 1...99 { seen.insert(try Self.number(sequence).text(format)) }
        #expect(seen.count == 99)
        let overflow = SequenceOverflow(prefix: "987", sequence: 100, width: 2)
        #expect(throws: overflow) { try Self.number(100).text(format) }
        #expect(overflow.description.contains("100 does not fit into 2 digits"))
    }

    private static func number(_ sequence: Int) -> BarCodeNumber {
        BarCodeNumber(
            prefix: "987", store: "1", terminal: "1", sequence: sequence,
            issued: LocalDateTime(date: LocalDate(days: 0), secondOfDay: 0), validFrom: LocalDate(days: 0),
            validTo: nil)
    }
}
