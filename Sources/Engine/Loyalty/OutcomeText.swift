internal import Loyalty
internal import Messages
internal import Promotions

/// The form in which an outcome is stored with a sale; what is empty is left out.
extension LoyaltyOutcome {
    /// The stored form.
    var json: JSONValue {
        var members: [JSONValue.Member] = []
        if !issues.isEmpty { members.append(.init("issues", .array(issues.map(\.json)))) }
        if !spentCoupons.isEmpty { members.append(.init("coupons", JSONValue(spentCoupons.sorted()))) }
        if !movements.isEmpty { members.append(.init("moves", .array(LoyaltyOutcome.json(movements)))) }
        return .object(members)
    }

    /// The stored form of points by account.
    static func json(_ points: [Account: Money]) -> [JSONValue] {
        points.sorted { $0.key < $1.key }.map { account, points in
            JSONValue.object([
                .init("card", .string(account.card)), .init("account", .string(account.balance.rawValue)),
                .init("points", JSONValue(points)),
            ])
        }
    }

    /// Reads points by account; nil for anything else.
    static func points(_ json: [JSONValue]) -> [Account: Money]? {
        guard let entries = JSONValue.all(json, entry) else { return nil }
        return Dictionary(entries) { _, last in last }
    }

    /// Reads the stored form; nil for anything else.
    init?(json: JSONValue) {
        guard case .object = json, let issues = JSONValue.all(json.list("issues"), Issue.init(json:)),
            let moves = LoyaltyOutcome.points(json.list("moves"))
        else { return nil }
        self.init(issues: issues, spentCoupons: Set(json["coupons"]?.texts ?? []), movements: moves)
    }

    private static func entry(_ json: JSONValue) -> (Account, Money)? {
        guard let card = json.text("card"), let account = json.text("account").flatMap(Card.Account.init(rawValue:)),
            let points = json.money("points")
        else { return nil }
        return (Account(card: card, balance: account), points)
    }
}

extension LoyaltyOutcome.Issue {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("benefit", .string(benefit)), .init("type", .string(type)),
            .init("quantity", .number(String(quantity))),
        ]
        switch value {
        case .amount(let amount): members.append(.init("amount", JSONValue(amount)))
        case .percentage(let units): members.append(.init("percentage", .string(String(units))))
        case nil: break
        }
        return .object(members)
    }

    fileprivate init?(json: JSONValue) {
        guard let benefit = json.text("benefit"), let type = json.text("type"), let quantity = json.whole("quantity")
        else { return nil }
        let amount = json.money("amount").map { Coupon.Value.amount($0) }
        let percentage = json.units("percentage").map { Coupon.Value.percentage($0) }
        self.init(benefit: benefit, type: type, quantity: quantity, value: amount ?? percentage)
    }
}
