internal import Promotions

/// Reads one command from its attributes.
struct CommandDecoder {
    private let name: CommandName
    private var fields: FieldReader

    /// What is wrong.
    var errors: [AnswerError] { fields.errors }

    /// Starts on a command.
    ///
    /// - Parameter raw: the command as it was read.
    init(_ raw: RawDocument.Command) {
        name = raw.name
        fields = FieldReader(
            raw.attributes, known: AttributeTable.names(of: raw.name), kind: raw.name.kind, type: raw.name.text)
    }

    /// Reads it.
    ///
    /// - Parameter asReturn: whether the transaction is a return.
    /// - Returns: the command; nil where something is wrong, or where a return takes no notice of it.
    mutating func decode(asReturn: Bool) -> Command? {
        if asReturn && name.kind != .item {
            fields.forgive()
            return nil
        }
        let seq = fields.whole("seq", isRequired: true, .seq)
        fields.seq = seq ?? 0
        let command: Command
        switch (name.kind, name.isVoid) {
        case (_, true): command = .void(name.kind, seq: fields.seq)
        case (.item, _) where asReturn: command = .addReturnLine(returnLine())
        case (.item, _): command = .addItem(item())
        case (.coupon, _): command = .add(.coupon, coupon())
        case (.customer, _): command = .add(.customer, customer())
        case (.payment, _): command = .add(.payment, payment())
        case (.loyaltyCard, _): command = .add(.loyaltyCard, loyaltyCard())
        case (.transaction, _): return nil
        }
        return fields.errors.isEmpty ? command : nil
    }

    private mutating func returnLine() -> ReturnLine {
        ReturnLine(seq: fields.seq, qty: fields.whole("qty", .positive), magnitude: fields.quantity("magnitude"))
    }

    private mutating func item() -> Item {
        var item = Item(
            seq: fields.seq, unitPrice: fields.money("unitprice", isRequired: true) ?? .zero,
            price: fields.money("xprice", isRequired: true) ?? .zero)
        item.pieces = fields.whole("qty", .positive) ?? 1
        item.magnitude = fields.quantity("magnitude") ?? .zero
        item.minPrice = fields.money("minprice") ?? .zero
        if let text = fields.text("discountable") {
            item.isDiscountable = !["false", "no", "n", "0"].contains(text.lowercased())
        }
        for name in ["discontinuous", "lowTurnover", "keyProduct"] { _ = fields.bool(name) }
        _ = fields.whole("redeemOption", .notNegative)
        item.attributes = fields.attributes
        return item
    }

    private mutating func coupon() -> Element {
        _ = fields.text("id", isRequired: true)
        let count = fields.whole("qty", .notNegative) ?? 0
        var element = element(count: max(count, 1), amount: fields.money("amount"))
        // 0 counts as 1, also where a condition asks for the attribute.
        if count == 0, element.attributes["qty"] != nil { element.attributes["qty"] = "1" }
        return element
    }

    private mutating func customer() -> Element {
        if fields.attributes["id"] == nil && fields.attributes["identifier"] == nil {
            fields.report("id", "id or identifier required")
        }
        var element = element(amount: fields.money("amount", allowsNegative: true))
        element.points = fields.money("points", allowsNegative: true) ?? .zero
        return element
    }

    private mutating func payment() -> Element {
        _ = fields.whole("installments", .positive)
        _ = fields.money("itemamount")
        return element(amount: fields.money("amount"))
    }

    private mutating func loyaltyCard() -> Element {
        _ = fields.text("number", isRequired: true)
        return element(amount: fields.money("amount", allowsNegative: true))
    }

    private func element(count: Int = 1, amount: Money?) -> Element {
        Element(seq: fields.seq, count: count, amount: amount ?? .zero, attributes: fields.attributes)
    }
}
