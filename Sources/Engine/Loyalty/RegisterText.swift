internal import Messages
internal import Promotions

/// The form in which a register is stored with a sale; what is empty is left out.
extension Register {
    /// Whether it knows nothing.
    var isEmpty: Bool {
        couponTypes.isEmpty && cardTypes.isEmpty && coupons.isEmpty && cards.isEmpty && customers.isEmpty
            && articles.isEmpty
    }

    /// The stored form.
    var json: JSONValue {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ values: [JSONValue]) {
            if !values.isEmpty { members.append(.init(name, .array(values))) }
        }
        add("couponTypes", couponTypes.sorted().map { .string($0) })
        add("cardTypes", cardTypes.sorted().map { .string($0) })
        add("coupons", coupons.sorted { $0.key < $1.key }.map { $0.value.json(barCode: $0.key) })
        add("cards", cards.sorted { $0.key < $1.key }.map { $0.value.json(number: $0.key) })
        add("customers", customers.map { JSONValue($0) })
        add(
            "articles",
            articles.sorted { $0.key < $1.key }.map { .array([.string($0.key), JSONValue($0.value)]) })
        return .object(members)
    }

    /// Reads the stored form; nil for anything else.
    init?(json: JSONValue) {
        self.init()
        guard case .object = json,
            let coupons = JSONValue.all(json.list("coupons"), Coupon.entry),
            let cards = JSONValue.all(json.list("cards"), Card.entry),
            let articles = JSONValue.all(json.list("articles"), Register.article)
        else { return nil }
        couponTypes = Set(json["couponTypes"]?.texts ?? [])
        cardTypes = Set(json["cardTypes"]?.texts ?? [])
        for (barCode, coupon) in coupons { self.coupons[barCode] = coupon }
        for (number, card) in cards { self.cards[number] = card }
        customers = json.list("customers").map(\.attributes)
        for (code, attributes) in articles { self.articles[code] = attributes }
    }

    private static func article(_ json: JSONValue) -> (String, Attributes)? {
        guard case .array(let parts) = json, parts.count == 2, case .string(let code) = parts[0] else { return nil }
        return (code, parts[1].attributes)
    }
}

extension Register.Coupon {
    fileprivate func json(barCode: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(barCode)), .init("type", .string(type)), .init("usable", .bool(isUsable)),
        ]
        switch value {
        case .amount(let amount): members.append(.init("amount", JSONValue(amount)))
        case .percentage(let units): members.append(.init("percentage", .string(String(units))))
        case nil: break
        }
        return .object(members)
    }

    fileprivate static func entry(_ json: JSONValue) -> (String, Register.Coupon)? {
        guard let barCode = json.text("id"), let type = json.text("type"), let isUsable = json.flag("usable") else {
            return nil
        }
        let amount = json.money("amount").map { Holdings.CouponValue.amount($0) }
        let percentage = json.units("percentage").map { Holdings.CouponValue.percentage($0) }
        return (barCode, Register.Coupon(type: type, isUsable: isUsable, value: amount ?? percentage))
    }
}

extension Register.Card {
    fileprivate func json(number: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("number", .string(number)), .init("type", .string(type)), .init("balance1", JSONValue(balance)),
            .init("balance2", JSONValue(balance2)), .init("usable", .bool(isUsable)),
        ]
        if let customer { members.append(.init("customer", .string(customer))) }
        return .object(members)
    }

    fileprivate static func entry(_ json: JSONValue) -> (String, Register.Card)? {
        guard let number = json.text("number"), let type = json.text("type"), let first = json.money("balance1"),
            let second = json.money("balance2"), let isUsable = json.flag("usable")
        else { return nil }
        return (
            number,
            Register.Card(
                type: type, balance: first, balance2: second, isUsable: isUsable, customer: json.text("customer"))
        )
    }
}
