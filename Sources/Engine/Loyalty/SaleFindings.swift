internal import Messages
internal import Promotions
internal import Storage

/// What a sale was judged by besides its elements and its map.
///
/// It is kept with each evaluation. With what the booked one had found, a return can do it again, however much has
/// changed since.
struct SaleFindings: Hashable {
    /// Date and time of the message that asked: what time conditions were tested against.
    var moment = LocalDateTime(date: LocalDate(days: 0), secondOfDay: 0)
    /// The channel of that message.
    var channel = ""
    /// How the company worked payment plans out, where the map does not say.
    var paymentCalculation = PromotionMap.PaymentCalculation.none
    /// What was known of the ticket's coupons, cards and customers: whether each could be used, values and balances.
    var register = Register()
    /// Names of the promotions that were off in the store on that day.
    var suspended: [String] = []

    /// The ticket as it was evaluated, or would have been with other elements.
    ///
    /// - Parameters:
    ///   - elements: the sale's elements; for a return those that stay.
    ///   - session: the sale's.
    /// - Returns: the completed ticket, without coupons and cards that did not count.
    func ticket(_ elements: TicketElements, of session: SessionKey) -> Ticket {
        var header = RequestHeader(
            companyId: session.company, store: session.store, terminal: session.terminal, dateTime: moment, messageId: 1
        )
        header.channel = channel
        let ticket = elements.ticket(for: header)
        return register.isEmpty ? ticket : register.completed(ticket)
    }

    /// What an evaluation of such a ticket depends on, limits and choice apart.
    func input(_ ticket: Ticket) -> EvaluationInput {
        EvaluationInput(
            ticket: ticket,
            exclusions: Set(
                suspended.map { ExclusionDate(store: ticket.store, promotionName: $0, day: ticket.dateTime.date) }),
            paymentCalculation: paymentCalculation,
            holdings: register.isEmpty ? Holdings() : register.holdings(for: ticket))
    }
}

/// The stored form: members of an object of which others keep theirs.
extension SaleFindings {
    /// The members.
    var members: [JSONValue.Member] {
        var members: [JSONValue.Member] = [.init("moment", .string(moment.text))]
        if !channel.isEmpty { members.append(.init("channel", .string(channel))) }
        if paymentCalculation != .none { members.append(.init("payments", .string(paymentCalculation.rawValue))) }
        if !register.isEmpty { members.append(.init("register", register.json)) }
        if !suspended.isEmpty { members.append(.init("suspended", JSONValue(suspended))) }
        return members
    }

    /// Reads the members of an object; nil where they are not such.
    init?(json: JSONValue) {
        guard let moment = json.text("moment").flatMap({ LocalDateTime($0) }) else { return nil }
        self.init(moment: moment, channel: json.text("channel") ?? "")
        if let word = json.text("payments") {
            guard let calculation = PromotionMap.PaymentCalculation(rawValue: word) else { return nil }
            paymentCalculation = calculation
        }
        if let known = json["register"] {
            guard let register = Register(json: known) else { return nil }
            self.register = register
        }
        suspended = json["suspended"]?.texts ?? []
    }
}
