internal import Catalogs
internal import Loyalty
internal import Promotions
internal import Storage

/// What the store knows of a ticket, as far as its map asks for it.
struct TicketLookup {
    /// What completes the ticket.
    private(set) var register = Register()
    /// Why coupons do not count, by bar code.
    private(set) var refusedCoupons: [String: CouponRefusal] = [:]
    /// Why presented cards do not count, by number.
    private(set) var refusedCards: [String: CardRefusal] = [:]
    private var desk: LoyaltyDesk

    /// Looks a ticket up; what its map does not ask for costs nothing.
    ///
    /// - Parameters:
    ///   - ticket: the ticket as sent.
    ///   - map: its map.
    ///   - needs: what the map asks for.
    ///   - store: the store.
    ///   - completesItems: whether lines get what the catalog of products knows and the till did not send.
    /// - Throws: `EngineError`.
    init(
        _ ticket: Ticket, under map: CompiledMap, _ needs: LoyaltyNeeds, in store: Store, completesItems: Bool = false
    ) throws(EngineError) {
        desk = LoyaltyDesk(store, company: ticket.company, day: ticket.dateTime.date)
        var ids: [String] = []
        for customer in ticket.customers {
            let known = needs.ask(customer, of: ticket) ? try desk.customer(customer) : nil
            // One who may not be named counts as sent.
            if let known, known.isActive { register.customers.append(needs.answered(by: known)) }
            if let id = customer.attributes["id"] ?? known?.code { ids.append(id) }
        }
        desk.customers = ids
        if completesItems { try addArticles(ticket, store) }
        if needs.asksCoupons {
            for coupon in ticket.coupons { try add(coupon: coupon) }
        }
        if needs.asksCards {
            for card in ticket.loyaltyCards { try add(card: card) }
            try addOwnCards(ticket, map)
        }
    }

    /// A lookup that is given; for rehearsals.
    init(_ register: Register, _ ticket: Ticket, in store: Store) {
        self.register = register
        desk = LoyaltyDesk(store, company: ticket.company, day: ticket.dateTime.date)
    }

    private mutating func addArticles(_ ticket: Ticket, _ store: Store) throws(EngineError) {
        for code in Set(ticket.items.compactMap { $0.attributes["code"] }).sorted() {
            let entry = try storage { () throws(StorageError) in
                try store.catalogs.find(code, in: CatalogEntries.items, of: ticket.company)
            }
            if let product = entry.flatMap(Product.init) { register.articles[code] = product.attributes }
        }
    }

    private mutating func add(coupon: Element) throws(EngineError) {
        guard let barCode = coupon.attributes["id"], register.coupons[barCode]?.isUsable != true else { return }
        let (record, refusal) = try desk.coupon(coupon)
        refusedCoupons[barCode] = refusal
        if let record {
            register.coupons[barCode] = Register.Coupon(
                type: record.coupon.type, isUsable: refusal == nil, value: record.coupon.value.map { $0.holding })
        } else if let sent = coupon.attributes["type"], try desk.couponType(sent) != nil {
            register.couponTypes.insert(sent)
        }
    }

    private mutating func add(card: Element) throws(EngineError) {
        guard let number = card.attributes["number"], register.cards[number] == nil else { return }
        let (record, refusal) = try desk.card(number)
        refusedCards[number] = refusal
        if let record {
            try add(record.card, isUsable: refusal == nil)
        } else if let sent = card.attributes["type"], try desk.cardType(sent) != nil {
            register.cardTypes.insert(sent)
        }
    }

    /// The customer's own cards count for benefits only, where no card of the type is presented.
    private mutating func addOwnCards(_ ticket: Ticket, _ map: CompiledMap) throws(EngineError) {
        guard !desk.customers.isEmpty else { return }
        let reading = map.read(register.completed(ticket))
        let presented = Set(
            ticket.loyaltyCards.compactMap { $0.attributes["number"].flatMap { register.cards[$0] } }
                .filter(\.isUsable).map(\.type))
        let types = LoyaltyNeeds.cardTypes(of: reading.candidates, in: map)
        for type in types.subtracting(presented).sorted() {
            for card in try desk.ownCards(ofType: type) { try add(card, isUsable: true) }
        }
    }

    private mutating func add(_ card: Card, isUsable: Bool) throws(EngineError) {
        register.cards[card.number] = Register.Card(
            type: card.type, balance: try desk.spendable(card, .balance1),
            balance2: try desk.spendable(card, .balance2), isUsable: isUsable, customer: card.customer)
    }
}

extension Coupon.Value {
    init(_ holding: Holdings.CouponValue) {
        switch holding {
        case .amount(let amount): self = .amount(amount)
        case .percentage(let units): self = .percentage(units)
        }
    }

    /// The same, as evaluation knows it.
    var holding: Holdings.CouponValue {
        switch self {
        case .amount(let amount): .amount(amount)
        case .percentage(let units): .percentage(units)
        }
    }
}
