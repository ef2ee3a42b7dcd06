internal import Promotions

/// The numbers of an answer, as it prints them.
struct Figures: Sendable {
    private let currency: Currency

    /// Prints money in a map's currency; with two decimals where no map is known.
    init(_ currency: Currency?) { self.currency = currency ?? Currency() }

    /// An amount of money, with the currency's decimals and rounding.
    func money(_ amount: Money) -> Figure {
        Figure(units: amount.units, scale: Money.decimals, decimals: currency.decimals, rounding: currency.rounding)
    }

    /// A percentage, a factor, points or a count of ten-thousandths: two decimals.
    func number(_ tenThousandths: Int128) -> Figure {
        Figure(units: tenThousandths, scale: Money.decimals, decimals: 2)
    }

    /// Pieces, weight or length: three decimals.
    func quantity(_ quantity: Quantity) -> Figure {
        Figure(units: quantity.units, scale: Quantity.decimals, decimals: Quantity.decimals)
    }

    /// A limit's figure: money where it counts money.
    func limit(_ tenThousandths: Int128, _ kind: Limit.Kind) -> Figure {
        kind == .benefitAmount ? money(Money(units: tenThousandths)) : number(tenThousandths)
    }
}
