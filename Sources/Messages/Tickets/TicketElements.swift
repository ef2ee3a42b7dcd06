public import Promotions

/// Everything entered for one transaction: its elements by kind and seq, and the dynamic attributes of its headers.
public struct TicketElements: Hashable, Sendable {
    /// Dynamic attributes of the headers, each as sent last.
    public private(set) var attributes = Attributes()
    /// Lines, ascending by seq.
    public private(set) var items: [Item] = []
    /// Lines of a return, ascending by seq.
    public private(set) var returnLines: [ReturnLine] = []
    /// Customers, ascending by seq.
    public private(set) var customers: [Element] = []
    /// Coupons, ascending by seq.
    public private(set) var coupons: [Element] = []
    /// Payments, ascending by seq.
    public private(set) var payments: [Element] = []
    /// Loyalty cards, ascending by seq.
    public private(set) var loyaltyCards: [Element] = []

    /// A transaction without elements.
    public init() {}

    /// Applies a message: all voids first, then all adds.
    ///
    /// An add replaces the element with its seq whole; of several with one seq the last counts.
    ///
    /// - Parameters:
    ///   - commands: the message's commands, in document order.
    ///   - newAttributes: the dynamic attributes of its header; they replace those of the same names.
    public mutating func apply(_ commands: [Command], attributes newAttributes: Attributes = Attributes()) {
        for entry in newAttributes.entries { attributes[entry.name] = entry.value }
        for case .void(let kind, let seq) in commands { remove(kind, seq) }
        for command in commands {
            switch command {
            case .addItem(let item): items.put(item)
            case .addReturnLine(let line): returnLines.put(line)
            case .add(let kind, let element): put(kind, element)
            case .void: break
            }
        }
    }

    /// The ticket that a map is evaluated against.
    ///
    /// - Parameter header: the header of the message that asks; its dynamic attributes count where they are newer.
    /// - Returns: the ticket, without lines of a return.
    public func ticket(for header: RequestHeader) -> Ticket {
        var all = attributes
        for entry in header.attributes.entries { all[entry.name] = entry.value }
        return Ticket(
            company: header.companyId, store: header.store, terminal: header.terminal, dateTime: header.dateTime,
            channel: header.channel, attributes: all, items: items, customers: customers, coupons: coupons,
            payments: payments, loyaltyCards: loyaltyCards)
    }

    private mutating func put(_ kind: ElementKind, _ element: Element) {
        switch kind {
        case .customer: customers.put(element)
        case .coupon: coupons.put(element)
        case .payment: payments.put(element)
        case .loyaltyCard: loyaltyCards.put(element)
        case .item, .transaction: preconditionFailure("lines are entered as items, and the transaction is no element")
        }
    }

    private mutating func remove(_ kind: ElementKind, _ seq: Int) {
        switch kind {
        case .item:
            items.removeElement(seq)
            returnLines.removeElement(seq)
        case .customer: customers.removeElement(seq)
        case .coupon: coupons.removeElement(seq)
        case .payment: payments.removeElement(seq)
        case .loyaltyCard: loyaltyCards.removeElement(seq)
        case .transaction: preconditionFailure("the transaction is no element")
        }
    }
}
