internal import Catalogs
public import Promotions

/// What is known besides a ticket: coupons, cards, customers and articles.
///
/// It completes the ticket: an article's or a customer's attributes where the ticket does not send them, and the type
/// and balance of a known card, whatever the ticket says.
public struct Register: Hashable, Sendable {
    /// A coupon that was issued.
    public struct Coupon: Hashable, Sendable {
        /// Its type.
        public var type: String
        /// Whether it can be used now.
        public var isUsable: Bool
        /// What it carries; nil for a coupon without a value of its own.
        public var value: Holdings.CouponValue?

        /// A coupon from its parts.
        public init(type: String, isUsable: Bool, value: Holdings.CouponValue? = nil) {
            self.type = type
            self.isUsable = isUsable
            self.value = value
        }
    }

    /// A card.
    public struct Card: Hashable, Sendable {
        /// Its type.
        public var type: String
        /// Its first balance.
        public var balance: Money
        /// Its second balance.
        public var balance2: Money
        /// Whether it can be used now.
        public var isUsable: Bool
        /// Id of the customer whose own it is; nil where it is nobody's.
        public var customer: String?

        /// A card from its parts.
        public init(
            type: String, balance: Money, balance2: Money = .zero, isUsable: Bool, customer: String? = nil
        ) {
            self.type = type
            self.balance = balance
            self.balance2 = balance2
            self.isUsable = isUsable
            self.customer = customer
        }
    }

    /// Codes of the coupon types that are the engine's own.
    public var couponTypes: Set<String> = []
    /// Codes of the card types that are the engine's own.
    public var cardTypes: Set<String> = []
    /// Coupons by bar code.
    public var coupons: [String: Coupon] = [:]
    /// Cards by number.
    public var cards: [String: Card] = [:]
    /// Customers, with the attributes of the protocol.
    public var customers: [Attributes] = []
    /// Articles by code, with the attributes of the protocol.
    public var articles: [String: Attributes] = [:]

    /// A register that knows nothing: every ticket counts as sent.
    public init() {}

    /// The ticket as it is evaluated.
    ///
    /// - Parameter ticket: the ticket as sent.
    /// - Returns: the same, completed, without the coupons and cards that do not count.
    public func completed(_ ticket: Ticket) -> Ticket {
        var ticket = ticket
        ticket.items = ticket.items.map { item in
            guard let code = item.attributes["code"], let known = articles[code] else { return item }
            var item = item
            item.complete(with: known)
            return item
        }
        ticket.customers = ticket.customers.map(completed)
        var seen: Set<String> = []
        ticket.coupons = ticket.coupons.filter(counts).compactMap { once($0, &seen) }
        ticket.loyaltyCards = ticket.loyaltyCards.compactMap(known)
        return ticket
    }

    /// What benefits may draw on.
    ///
    /// - Parameter ticket: the completed ticket.
    /// - Returns: the cards presented and the customer's own, and what the coupons carry.
    public func holdings(for ticket: Ticket) -> Holdings {
        let customer = ticket.customers.first?.attributes["id"]
        let own = cards.filter { $0.value.isUsable && $0.value.customer != nil && $0.value.customer == customer }.keys
        let presented = ticket.loyaltyCards.compactMap { $0.attributes["number"] }
        let known = Set(own).union(presented).sorted().compactMap { number in
            cards[number].map {
                Holdings.Card(number: number, type: $0.type, balance1: $0.balance, balance2: $0.balance2)
            }
        }
        var values: [String: Holdings.CouponValue] = [:]
        for coupon in ticket.coupons {
            guard let id = coupon.attributes["id"], let value = coupons[id]?.value else { continue }
            values[id] = value
        }
        return Holdings(cards: known, ownCards: own.sorted(), coupons: values)
    }

    private func completed(_ customer: Element) -> Element {
        let found = customers.first { known in
            ["id", "identifier"].contains { name in
                known[name].map { $0 == customer.attributes[name] } ?? false
            }
        }
        guard let found else { return customer }
        var customer = customer
        func number(_ name: String) -> Money? {
            guard customer.attributes[name] == nil, let text = found[name] else { return nil }
            return DecimalText.parse(text, decimals: Money.decimals).map { Money(units: $0) }
        }
        if let points = number("points") { customer.points = points }
        if let amount = number("amount") { customer.amount = amount }
        customer.attributes.complete(with: found)
        return customer
    }

    /// A coupon that was issued counts while it can be used and the type sent, if any, is its own; one that nobody
    /// knows counts as sent, unless its type is one of the engine's.
    private func counts(_ coupon: Element) -> Bool {
        let sent = coupon.attributes["type"]
        guard let id = coupon.attributes["id"], let known = coupons[id] else {
            return sent.map { !couponTypes.contains($0) } ?? true
        }
        return known.isUsable && (sent == nil || sent == known.type)
    }

    /// A coupon that was issued counts once, however often it is presented and whatever number is claimed.
    private func once(_ coupon: Element, _ seen: inout Set<String>) -> Element? {
        guard let id = coupon.attributes["id"], coupons[id] != nil else { return coupon }
        guard seen.insert(id).inserted else { return nil }
        var coupon = coupon
        if coupon.count > 1 {
            coupon.count = 1
            coupon.attributes["qty"] = "1"
        }
        return coupon
    }

    private func known(_ card: Element) -> Element? {
        guard let number = card.attributes["number"], let known = cards[number] else { return card }
        guard known.isUsable else { return nil }
        var card = card
        card.attributes["type"] = known.type
        card.attributes["amount"] = DecimalText.printShort(known.balance.units, scale: Money.decimals)
        card.amount = known.balance
        return card
    }
}

extension Attributes {
    /// Adds what is missing.
    fileprivate mutating func complete(with others: Attributes) {
        for entry in others.entries where self[entry.name] == nil { entries.append(entry) }
    }
}
