internal import Loyalty
internal import Promotions
internal import Storage

/// Looks up what a company knows of coupons, cards and customers, and says why one cannot be used.
///
/// Nothing is locked: what a finish books is looked at again under its lock.
struct LoyaltyDesk {
    let store: Store
    let company: String
    /// The ticket's day.
    let day: LocalDate
    /// Codes of the ticket's customers.
    var customers: [String] = []
    private var couponTypes: [String: CouponType?] = [:]
    private var cardTypes: [String: CardType?] = [:]

    /// A desk for a ticket whose customers are not known yet.
    init(_ store: Store, company: String, day: LocalDate) {
        self.store = store
        self.company = company
        self.day = day
    }

    /// The coupon of a bar code, and why it cannot be used; nil where it can.
    mutating func coupon(_ sent: Element) throws(EngineError) -> (record: CouponRecord?, refusal: CouponRefusal?) {
        let presented = presented(sent)
        let record = try storage { () throws(StorageError) in
            try store.coupons.find(presented.barCode, of: company)
        }
        let type = try record.map { (record) throws(EngineError) in try couponType(record.coupon.type) } ?? nil
        return (record, presented.refusal(record?.coupon, of: type))
    }

    /// A coupon of a ticket as the rules see it.
    func presented(_ sent: Element) -> PresentedCoupon {
        PresentedCoupon(
            barCode: sent.attributes["id"] ?? "", type: sent.attributes["type"], amount: sent.amount,
            customers: customers, day: day)
    }

    /// The card of a number, and why it cannot be used; nil where it can.
    mutating func card(_ number: String) throws(EngineError) -> (record: CardRecord?, refusal: CardRefusal?) {
        let record = try storage { () throws(StorageError) in try store.cards.find(number, of: company) }
        return (record, try refusal(record))
    }

    /// What of a balance can be spent on the ticket's day; points whose last day has passed wait for the night.
    func spendable(_ card: Card, _ account: Card.Account) throws(EngineError) -> Money {
        guard card[account] > .zero else { return card[account] }
        return try storage { () throws(StorageError) in
            try store.cards.lots(of: card.number, account, company: company).usable(on: day)
        }
    }

    /// The first customer's own cards of a type that can be used, in order of their numbers.
    mutating func ownCards(ofType type: String) throws(EngineError) -> [Card] {
        guard let owner = customers.first else { return [] }
        let records = try storage { () throws(StorageError) in
            try store.cards.owned(by: owner, type: type, of: company, limit: 100)
        }
        var cards: [Card] = []
        for record in records where try refusal(record) == nil { cards.append(record.card) }
        return cards
    }

    /// The customer that a ticket names, by code, else by identity document; nil where nobody knows one.
    func customer(_ sent: Element) throws(EngineError) -> Customer? {
        try storage { () throws(StorageError) in
            let code = sent.attributes["id"]
            if let code, let found = try store.customers.find(code, of: company) { return found }
            guard let identifier = sent.attributes["identifier"] else { return nil }
            let found = try store.customers.find(identifier: identifier, of: company)
            // A code that is not the person's own is another person's, or a mistake.
            guard let found, code ?? found.code == found.code else { return nil }
            return found
        }
    }

    /// A kind of coupons; nil where the company has none of that code.
    mutating func couponType(_ code: String) throws(EngineError) -> CouponType? {
        if let known = couponTypes[code] { return known }
        let found = try storage { () throws(StorageError) in try store.couponTypes.find(code, of: company) }
        couponTypes.updateValue(found, forKey: code)
        return found
    }

    /// A kind of cards; nil where the company has none of that code.
    mutating func cardType(_ code: String) throws(EngineError) -> CardType? {
        if let known = cardTypes[code] { return known }
        let found = try storage { () throws(StorageError) in try store.cardTypes.find(code, of: company) }
        cardTypes.updateValue(found, forKey: code)
        return found
    }

    private mutating func refusal(_ record: CardRecord?) throws(EngineError) -> CardRefusal? {
        let type = try record.map { (record) throws(EngineError) in try cardType(record.card.type) } ?? nil
        return Card.refusal(record?.card, of: type, customers: customers, day: day)
    }
}
