internal import Messages
internal import Promotions
internal import Storage

/// An alarm of a limit, in words.
struct AlarmLine: Hashable, Sendable {
    /// The alarm.
    var alarm: LimitAlarm
    /// Where its mail stands; nil where nobody is told.
    var mail: MailRecord.State?

    private var day: String? { alarm.day == 0 ? nil : LocalDate(days: Int(alarm.day)).text }

    /// The line for people.
    var row: [Table.Cell] {
        [
            .init(Moment.text(alarm.raisedAt)), .init(alarm.key.limit), .init(alarm.promotion),
            .init(alarm.key.scopeKey), .init(day ?? "-"), .init(alarm.mark), .init(amount(alarm.used)),
            .init(amount(alarm.maximum)), .init(mail?.rawValue ?? "-", mail == .failed ? .red : nil),
        ]
    }

    /// The line for programs.
    var json: JSONValue {
        .members(
            ("alarm", .string(alarm.id)), ("raisedAt", .string(Moment.text(alarm.raisedAt))),
            ("limit", .string(alarm.key.limit)), ("promotion", .string(alarm.promotion)),
            ("scope", .string(alarm.scope.rawValue)), ("scopeKey", .string(alarm.key.scopeKey)), ("day", .text(day)),
            ("type", .string(alarm.kind.rawValue)), ("mark", .string(alarm.mark)),
            ("used", .string(amount(alarm.used))),
            ("max", .string(amount(alarm.maximum))), ("email", .string(alarm.email)), ("mail", .text(mail?.rawValue)))
    }

    private func amount(_ units: Int64) -> String {
        alarm.kind == .benefitAmount || alarm.kind == .pointsAmount
            ? DecimalText.print(Int128(units), scale: Money.decimals, decimals: 2)
            : DecimalText.printShort(Int128(units), scale: Money.decimals)
    }
}
