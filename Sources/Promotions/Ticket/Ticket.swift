/// What a promotion map is evaluated against: everything entered for one sale.
public struct Ticket: Hashable, Sendable {
    /// Company, `companyId` on the wire.
    public var company: String
    /// Store.
    public var store: String
    /// Terminal, digits as sent.
    public var terminal: String
    /// The store's local time; time conditions are tested against it.
    public var dateTime: LocalDateTime
    /// Sales channel; empty where none was sent.
    public var channel: String
    /// Dynamic attributes of the header, for conditions on the transaction.
    public var attributes: Attributes
    /// The lines, ascending by seq.
    public var items: [Item]
    /// Customers, ascending by seq; the first owns limits and loyalty.
    public var customers: [Element]
    /// Coupons, ascending by seq.
    public var coupons: [Element]
    /// Payments, ascending by seq, which is their order of entry.
    public var payments: [Element]
    /// Loyalty cards, ascending by seq.
    public var loyaltyCards: [Element]

    /// A ticket without elements.
    public init(
        company: String, store: String, terminal: String, dateTime: LocalDateTime, channel: String = "",
        attributes: Attributes = Attributes(), items: [Item] = [], customers: [Element] = [], coupons: [Element] = [],
        payments: [Element] = [], loyaltyCards: [Element] = []
    ) {
        self.company = company
        self.store = store
        self.terminal = terminal
        self.dateTime = dateTime
        self.channel = channel
        self.attributes = attributes
        self.items = items
        self.customers = customers
        self.coupons = coupons
        self.payments = payments
        self.loyaltyCards = loyaltyCards
    }

    /// The key under which limits of scope customer count: the first customer's id, `identifier:` and the identifier
    /// where no id is known, nil without a customer.
    public var customerKey: String? {
        guard let customer = customers.first else { return nil }
        if let id = customer.attributes["id"], !id.isEmpty { return id }
        guard let identifier = customer.attributes["identifier"], !identifier.isEmpty else { return nil }
        return "identifier:" + identifier
    }
}
