internal import Messages
internal import Promotions
internal import Storage

/// A counter with what is known of its limit, in words.
struct LimitLine: Hashable, Sendable {
    /// The counter.
    var counter: LimitCounter
    /// Its limit; nil where no recent map has it.
    var definition: DefinedLimit?

    /// What is granted, in the limit's own unit.
    var used: String { amount(Int128(counter.used)) }
    /// The part of it that open tickets hold.
    var held: String { amount(Int128(counter.held)) }
    /// The maximum; nil where it is not known.
    var max: String? { definition.map { amount($0.limit.value) } }

    /// The day; nil where the whole life of the promotion counts.
    var day: String? {
        switch definition?.limit.period {
        case .undefined: nil
        case .days: LocalDate(days: Int(counter.day)).text
        case nil: counter.day == 0 ? nil : LocalDate(days: Int(counter.day)).text
        }
    }

    /// Whether nothing is left of it.
    var isExhausted: Bool { definition.map { Int128(counter.used) >= $0.limit.value } ?? false }

    /// The line for programs.
    var json: JSONValue {
        .members(
            ("limit", .string(counter.key.limit)), ("promotion", .text(definition?.promotion)),
            ("scope", .text(definition?.limit.scope.rawValue)), ("scopeKey", .string(counter.key.scopeKey)),
            ("type", .text(definition?.limit.kind.rawValue)), ("day", .text(day)), ("used", .string(used)),
            ("held", .string(held)), ("max", .text(max)))
    }

    /// The line for people.
    var row: [Table.Cell] {
        [
            .init(counter.key.limit), .init(definition?.promotion ?? "-"), .init(counter.key.scopeKey),
            .init(day ?? "-"), .init(used, isExhausted ? .yellow : nil), .init(held), .init(max ?? "-"),
        ]
    }

    private func amount(_ units: Int128) -> String {
        switch definition?.limit.kind {
        case .benefitAmount:
            DecimalText.print(units, scale: Money.decimals, decimals: definition?.decimals ?? Money.decimals)
        case .pointsAmount: DecimalText.print(units, scale: Money.decimals, decimals: 2)
        case .benefitApplicationCount, .benefitedProductCount, .couponCount, nil:
            DecimalText.printShort(units, scale: Money.decimals)
        }
    }
}
