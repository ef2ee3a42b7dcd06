internal import Messages
internal import Promotions

/// A line of a sale, as it comes back: piece by piece, or by its weight.
struct SoldLine: Hashable {
    /// The line as it was sold.
    let item: Item
    /// Whether it comes back by weight or length: it was sold as one piece that has one.
    let isWeighed: Bool
    /// All of it, in pieces or by its weight.
    let whole: Quantity

    init(_ item: Item) {
        self.item = item
        isWeighed = item.pieces == 1 && item.magnitude != .zero && item.magnitude != Quantity(whole: 1)
        whole = isWeighed ? item.magnitude : Quantity(whole: item.pieces)
    }

    /// The part of an amount that belongs to a part of the line.
    ///
    /// - Parameters:
    ///   - amount: what belongs to the whole line.
    ///   - quantity: the part.
    ///   - currency: how it is rounded.
    /// - Returns: the part of the amount, in minor units; all of it where all of the line is meant.
    func share(of amount: Money, _ quantity: Quantity, _ currency: Currency) -> Money {
        guard quantity < whole else { return amount }
        let unit = currency.minorUnit
        let units = currency.rounding.divide(amount.units * quantity.units, by: whole.units * unit) * unit
        return Money(units: units)
    }

    /// Pieces and weight of a part of the line.
    func measures(of quantity: Quantity) -> (pieces: Quantity, magnitude: Quantity) {
        if isWeighed { return (Quantity(whole: item.pieces), quantity) }
        let magnitude = Rounding.halfUp.divide(item.magnitude.units * quantity.units, by: whole.units)
        return (quantity, Quantity(units: magnitude))
    }

    /// The line as it would be if only a part of it had been sold.
    ///
    /// - Parameters:
    ///   - kept: the part, more than nothing.
    ///   - currency: how prices are rounded.
    /// - Returns: the line, with the attributes that conditions see.
    func keeping(_ kept: Quantity, _ currency: Currency) -> Item {
        guard kept < whole else { return item }
        var line = item
        line.price = item.price - share(of: item.price, whole - kept, currency)
        let measures = measures(of: kept)
        line.pieces = Int(measures.pieces.units / Quantity.unitsPerWhole)
        line.magnitude = measures.magnitude
        line.attributes["xprice"] = DecimalText.printShort(line.price.units, scale: Money.decimals)
        line.attributes["qty"] = String(line.pieces)
        if item.attributes["magnitude"] != nil {
            line.attributes["magnitude"] = DecimalText.printShort(line.magnitude.units, scale: Quantity.decimals)
        }
        return line
    }
}
