@testable import Messages
import Promotions
import Testing

@Suite struct FiguresTests {
    @Test func `money has the currency's decimals, all else its own`() {
        let whole = Figures(Currency(decimals: 0, rounding: .truncate))
        #expect(whole.money(Money(units: 19_999)) == "1")
        #expect(whole.number(19_999) == "2.00")
        #expect(whole.quantity(Quantity(units: 1_500)) == "1.500")
        #expect(whole.limit(50_000_000, .benefitAmount) == "5000")
        for kind in Limit.Kind.allCases where kind != .benefitAmount {
            #expect(whole.limit(50_000_000, kind) == "5000.00")
        }
    }

    @Test func `without a currency it is two decimals, half away from zero`() {
        let figures = Figures(nil)
        #expect(figures.money(Money(units: 12_350)) == "1.24")
        #expect(figures.money(Money(units: -12_350)) == "-1.24")
        #expect(figures.money(Money(units: -49)) == "0.00")
    }
}
