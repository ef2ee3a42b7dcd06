internal import Promotions

extension Row {
    /// A column that has a day, as days since 1970, or nothing.
    func day(_ column: String) throws(StorageError) -> LocalDate? {
        try optionalInteger(column).map { LocalDate(days: Int($0)) }
    }

    /// A column that always has an amount, in ten-thousandths.
    func money(_ column: String) throws(StorageError) -> Money { Money(units: Int128(try integer(column))) }
}

extension DatabaseValue {
    /// A day as days since 1970, or no value.
    static func day(_ day: LocalDate?) -> DatabaseValue { .optional(day.map { Int64($0.days) }) }

    /// An amount, as a column holds it.
    static func money(_ amount: Money, _ place: String) throws(StorageError) -> DatabaseValue {
        .integer(try column(amount.units, place))
    }
}
