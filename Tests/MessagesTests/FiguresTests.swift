@testable import Messages
import Promotions
import TestSupport
import Testing

@Suite struct FiguresTests {
    private func text(_ figure: Figure) -> String {
        var writer = ByteWriter(expecting: 0)
        figure.append(to: &writer)
        return writer.text
    }

    @Test func `a figure is printed as decimal texts are, however large it is`() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2_000 {
            let size = random.below(70)
            let any = Int128(Int64.random(in: .min ... .max, using: &random)) * Int128(1_000)
            let units = size < 64 ? any >> Int128(74 - size) : [any, Int128(Int64.min), Int128(Int64.max)][size % 3]
            let (scale, decimals) = (random.below(5), random.below(5))
            let rounding = random.pick(Rounding.allCases)
            let figure = Figure(units: units, scale: scale, decimals: decimals, rounding: rounding)
            let expected = DecimalText.print(units, scale: scale, decimals: decimals, rounding: rounding)
            #expect(text(figure) == expected)  // seed 3
        }
    }

    @Test func `money has the currency's decimals, all else its own`() {
        let whole = Figures(Currency(decimals: 0, rounding: .truncate))
        #expect(text(whole.money(Money(units: 19_999))) == "1")
        #expect(text(whole.number(19_999)) == "2.00")
        #expect(text(whole.quantity(Quantity(units: 1_500))) == "1.500")
        #expect(text(whole.limit(50_000_000, .benefitAmount)) == "5000")
        for kind in Limit.Kind.allCases where kind != .benefitAmount {
            #expect(text(whole.limit(50_000_000, kind)) == "5000.00")
        }
    }

    @Test func `without a currency it is two decimals, half away from zero`() {
        let figures = Figures(nil)
        #expect(text(figures.money(Money(units: 12_350))) == "1.24")
        #expect(text(figures.money(Money(units: -12_350))) == "-1.24")
        #expect(text(figures.money(Money(units: -49))) == "0.00")
    }
}
