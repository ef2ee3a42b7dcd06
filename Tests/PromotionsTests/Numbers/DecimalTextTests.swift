import Promotions
import TestSupport
import Testing

@Suite struct DecimalTextTests {
    struct Reading: CustomTestStringConvertible, Sendable {
        let text: String
        let decimals: Int
        let units: Int128?
        var testDescription: String { text }
    }

    static let readings = [
        Reading(text: "0", decimals: 4, units: 0),
        Reading(text: "12.5", decimals: 4, units: 125_000),
        Reading(text: "-12.5", decimals: 4, units: -125_000),
        Reading(text: "007", decimals: 2, units: 700),
        Reading(text: "1.2300", decimals: 2, units: 123),
        Reading(text: "1.2301", decimals: 2, units: nil),
        Reading(text: "1.50000000000000000000", decimals: 4, units: 15_000),
        Reading(text: "999999999999.9999", decimals: 4, units: 9_999_999_999_999_999),
        Reading(text: "1000000000000", decimals: 4, units: nil),
        Reading(text: "0000000000001", decimals: 4, units: nil),
        Reading(text: "-0", decimals: 4, units: 0),
        Reading(text: "3", decimals: 0, units: 3),
        Reading(text: "3.0", decimals: 0, units: 3),
        Reading(text: "3.1", decimals: 0, units: nil),
        Reading(text: "", decimals: 4, units: nil), Reading(text: "-", decimals: 4, units: nil),
        Reading(text: ".5", decimals: 4, units: nil), Reading(text: "5.", decimals: 4, units: nil),
        Reading(text: "+5", decimals: 4, units: nil), Reading(text: "1e3", decimals: 4, units: nil),
        Reading(text: "1,5", decimals: 4, units: nil), Reading(text: " 1", decimals: 4, units: nil),
        Reading(text: "1.2.3", decimals: 4, units: nil), Reading(text: "1-", decimals: 4, units: nil),
        Reading(text: "--1", decimals: 4, units: nil), Reading(text: "٣", decimals: 4, units: nil),
    ]

    @Test(arguments: readings) func reads(_ reading: Reading) {
        #expect(DecimalText.parse(reading.text, decimals: reading.decimals) == reading.units)
    }

    struct Printing: CustomTestStringConvertible, Sendable {
        let units: Int128
        let decimals: Int
        let text: String
        var testDescription: String { text }
    }

    static let printings = [
        Printing(units: 0, decimals: 2, text: "0.00"), Printing(units: 12_345, decimals: 2, text: "1.23"),
        Printing(units: 12_350, decimals: 2, text: "1.24"), Printing(units: -12_350, decimals: 2, text: "-1.24"),
        Printing(units: -49, decimals: 2, text: "0.00"), Printing(units: -50, decimals: 2, text: "-0.01"),
        Printing(units: 5, decimals: 4, text: "0.0005"), Printing(units: 15_000, decimals: 0, text: "2"),
        Printing(units: 10_000, decimals: 6, text: "1.000000"),
        Printing(units: 99_999_999_999_999_999_999, decimals: 4, text: "9999999999999999.9999"),
    ]

    @Test(arguments: printings) func prints(_ printing: Printing) {
        #expect(DecimalText.print(printing.units, scale: 4, decimals: printing.decimals) == printing.text)
    }

    @Test(
        arguments: [(20_000, "2"), (25_000, "2.5"), (-100, "-0.01"), (0, "0"), (1_000_000, "100")] as [(Int128, String)]
    )
    func printsShort(units: Int128, text: String) {
        #expect(DecimalText.printShort(units, scale: 4) == text)
    }

    @Test func printedNumbersReadBack() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<2_000 {
            let decimals = Int.random(in: 0...4, using: &random)
            let bound = Int64(DecimalText.powerOfTen(12 + decimals)) - 1
            let units = Int128(Int64.random(in: -bound...bound, using: &random))
            let text = DecimalText.print(units, scale: decimals, decimals: decimals)
            #expect(DecimalText.parse(text, decimals: decimals) == units, "seed 1")
            let short = DecimalText.printShort(units, scale: decimals)
            #expect(DecimalText.parse(short, decimals: decimals) == units, "seed 1")
        }
    }
}
