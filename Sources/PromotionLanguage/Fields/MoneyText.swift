import Promotions

extension Money {
    /// The shortest exact text.
    var shortText: String { DecimalText.printShort(units, scale: Money.decimals) }

    /// The exact text with the decimals that are paid, and more only where the amount has them.
    func text(decimals: Int) -> String {
        let isRound = units % DecimalText.powerOfTen(Money.decimals - decimals) == 0
        return DecimalText.print(units, scale: Money.decimals, decimals: isRound ? decimals : Money.decimals)
    }
}
