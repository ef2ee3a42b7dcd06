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
        let moves = movements.sorted { $0.key < $1.key }.map { account, points in
            JSONValue.object([
                .init("card", .string(account.card)), .init("account", .string(account.balance.rawValue)),
                .init("points", JSONValue(points)),
            ])
        }
        if !moves.isEmpty { members.append(.init("moves", .array(moves))) }
        return .object(members)
    }

    /// Reads the stored form; nil for anything else.
    init?(json: JSONValue) {
        guard case .object = json, let issues = JSONValue.all(json.list("issues"), Issue.init(json:)),
            let moves = JSONValue.all(json.list("moves"), LoyaltyOutcome.movement)
        else { return nil }
        self.init(issues: issues, spentCoupons: Set(json["coupons"]?.texts ?? []))
        for (account, points) in moves { movements[account] = points }
    }

    private static func movement(_ json: JSONValue) -> (Account, Money)? {
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
