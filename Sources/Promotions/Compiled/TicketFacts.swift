/// What a map wants to know of a ticket, read once.
struct TicketFacts: Sendable {
    /// The header's attribute that says when the ticket was begun.
    static let time = "date-time"

    private let items: ElementFacts
    private let customers: ElementFacts
    private let coupons: ElementFacts
    private let payments: ElementFacts
    private let loyaltyCards: ElementFacts
    private let transaction: ElementFacts

    init(_ ticket: Ticket, slots: [ElementKind: AttributeSlots]) {
        func facts(_ kind: ElementKind, _ count: Int, _ elements: @autoclosure () -> [Attributes]) -> ElementFacts {
            guard count > 0, let own = slots[kind], !own.slots.isEmpty else { return ElementFacts(count: count) }
            return ElementFacts(elements(), slots: own)
        }
        items = facts(.item, ticket.items.count, ticket.items.map(\.attributes))
        customers = facts(.customer, ticket.customers.count, ticket.customers.map(\.attributes))
        coupons = facts(.coupon, ticket.coupons.count, ticket.coupons.map(\.attributes))
        payments = facts(.payment, ticket.payments.count, ticket.payments.map(\.attributes))
        loyaltyCards = facts(.loyaltyCard, ticket.loyaltyCards.count, ticket.loyaltyCards.map(\.attributes))
        transaction = facts(.transaction, 1, [TicketFacts.header(ticket)])
    }

    subscript(kind: ElementKind) -> ElementFacts {
        switch kind {
        case .item: items
        case .customer: customers
        case .coupon: coupons
        case .payment: payments
        case .loyaltyCard: loyaltyCards
        case .transaction: transaction
        }
    }

    /// The header as attributes of the one transaction element.
    private static func header(_ ticket: Ticket) -> Attributes {
        var attributes = ticket.attributes
        attributes["companyId"] = ticket.company
        attributes["store"] = ticket.store
        attributes["terminal"] = ticket.terminal
        attributes[time] = ticket.dateTime.text
        attributes["channel"] = ticket.channel.isEmpty ? nil : ticket.channel
        return attributes
    }
}
