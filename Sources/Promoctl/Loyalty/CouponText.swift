internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

extension Coupon.Value {
    /// `5.00` or `10 %`.
    var text: String {
        switch self {
        case .amount(let amount): amount.plainText
        case .percentage(let units): DecimalText.printShort(units, scale: Money.decimals) + " %"
        }
    }
}

extension CouponRecord {
    /// The coupon's members for programs.
    var members: [JSONValue.Member] {
        [
            .init("barCode", .string(coupon.barCode)), .init("type", .string(coupon.type)),
            .init("state", .string(coupon.state.rawValue)), .init("uses", .whole(coupon.uses)),
            .init("returnsInProgress", .whole(coupon.blocks)), .init("validFrom", .string(coupon.validFrom.text)),
            .init("validTo", .text(coupon.validTo?.text)), .init("customer", .text(coupon.customer)),
            .init("value", .text(coupon.value?.text)), .init("issuedBy", .text(issuedBy)),
            .init("benefit", .string(benefit)), .init("settledBy", .text(settledBy)),
        ]
    }

    /// The coupon for people, a line for each thing.
    var lines: [[Table.Cell]] {
        [
            ["bar code", .init(coupon.barCode)], ["type", .init(coupon.type)],
            ["state", .init(coupon.state.rawValue, coupon.state == .active ? .green : .yellow)],
            ["uses", "\(coupon.uses)"], ["valid from", .init(coupon.validFrom.text)],
            ["valid to", .init(coupon.validTo?.text ?? "without end")], ["customer", .init(coupon.customer ?? "-")],
            ["value", .init(coupon.value?.text ?? "-")], ["issued by", .init(issuedBy ?? "an operator")],
            ["taken back by", .init(settledBy ?? "-")],
        ]
    }
}

extension CouponEntry {
    /// The entry for programs.
    var json: JSONValue {
        .members(
            ("number", .whole(number)), ("event", .string(kind.text)), ("transaction", .text(transaction)),
            ("at", .string(Moment.text(at))))
    }

    /// The entry for people.
    var row: [Table.Cell] {
        ["\(number)", .init(Moment.text(at)), .init(kind.text), .init(transaction ?? "-")]
    }
}
