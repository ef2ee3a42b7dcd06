import Promotions

/// Ten-thousandths from a decimal text.
func decimal(_ text: String) -> Int128 {
    guard let units = DecimalText.parse(text, decimals: 4) else { preconditionFailure("no number: \(text)") }
    return units
}

/// Money from a decimal text.
func money(_ text: String) -> Money { Money(units: decimal(text)) }

/// Pieces or a weight from a decimal text.
func quantity(_ text: String) -> Quantity {
    guard let units = DecimalText.parse(text, decimals: 3) else { preconditionFailure("no quantity: \(text)") }
    return Quantity(units: units)
}

/// A moment from `yyyy-MM-dd HH:mm`.
func moment(_ text: String) -> LocalDateTime {
    guard let moment = LocalDateTime(text) else { preconditionFailure("no moment: \(text)") }
    return moment
}

/// A day from `yyyy-MM-dd`.
func day(_ text: String) -> LocalDate { moment(text + " 00:00").date }

extension Money {
    /// With two decimals.
    var text: String { DecimalText.print(units, scale: Money.decimals, decimals: 2) }
}
