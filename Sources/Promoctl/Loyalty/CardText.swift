internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// A card as an operator brings it, with what it holds where it is new.
struct CardDraft: Hashable, Sendable {
    /// The card; its balances are those that it begins with.
    var card: Card

    /// A card from a row of an import.
    init(_ row: inout ImportRow) {
        card = Card(
            number: row.required("number"), type: row.required("type"), customer: row.text("customer"),
            balance1: row.amount("balance1") ?? .zero, balance2: row.amount("balance2") ?? .zero,
            validTo: row.day("validTo"))
    }
}

extension Card {
    /// The card for programs.
    var json: JSONValue {
        .members(
            ("number", .string(number)), ("type", .string(type)), ("state", .string(state.rawValue)),
            ("returnsInProgress", .whole(blocks)), ("customer", .text(customer)),
            ("balance1", .string(balance1.plainText)), ("balance2", .string(balance2.plainText)),
            ("validTo", .text(validTo?.text)))
    }

    /// The card for people, a line for each thing.
    var lines: [[Table.Cell]] {
        let isUsable = state == .active && blocks == 0
        let condition = blocks == 0 ? state.rawValue : "\(state.rawValue), a return is in progress"
        return [
            ["number", .init(number)], ["type", .init(type)],
            ["state", .init(condition, isUsable ? .green : .yellow)],
            ["customer", .init(customer ?? "-")], ["balance1", .init(balance1.plainText)],
            ["balance2", .init(balance2.plainText)], ["valid to", .init(validTo?.text ?? "without end")],
        ]
    }
}

extension CardMovement {
    /// The entry for programs.
    var json: JSONValue {
        .members(
            ("number", .whole(number)), ("account", .string(account.rawValue)), ("kind", .string(kind.rawValue)),
            ("points", .string(points.plainText)), ("balance", .string(balance.plainText)),
            ("transaction", .text(transaction)), ("sale", .text(sale)), ("at", .string(Moment.text(at))))
    }

    /// The entry for people.
    var row: [Table.Cell] {
        [
            "\(number)", .init(Moment.text(at)), .init(kind.rawValue), .init(account.rawValue),
            .init(points.plainText), .init(balance.plainText), .init(transaction ?? "-"),
        ]
    }
}

extension Money {
    /// The amount with two decimals, or more where it has more.
    var plainText: String {
        units % 100 == 0
            ? DecimalText.print(units, scale: Money.decimals, decimals: 2)
            : DecimalText.printShort(units, scale: Money.decimals)
    }
}
