internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// Answers what a company knows of a transaction's coupons, cards and customers; changes and locks nothing.
struct LoyaltyValidation {
    /// The most limits whose rest is told of a customer; of a map with more, those that can concern the ticket.
    static let mostLimits = 1_000

    let store: Store
    /// The transaction's map; nil without.
    let map: CompiledMap?
    /// Whether a customer nobody knows is an error.
    let refusesUnknown: Bool

    /// Reports on a ticket.
    ///
    /// - Parameter ticket: the ticket as sent.
    /// - Returns: an entry for each coupon, card and customer, in order of seq.
    /// - Throws: `EngineError`.
    func report(on ticket: Ticket) throws(EngineError) -> LoyaltyReport {
        var report = LoyaltyReport()
        var desk = LoyaltyDesk(store, company: ticket.company, day: ticket.dateTime.date)
        for sent in ticket.customers {
            let known = try desk.customer(sent)
            if let code = sent.attributes["id"] ?? known?.code { desk.customers.append(code) }
            report.customers.append(try entry(sent, known, on: ticket))
            if let error = error(sent, known) { report.errors.append(error) }
        }
        for sent in ticket.loyaltyCards {
            let number = sent.attributes["number"] ?? ""
            let (record, refusal) = try desk.card(number)
            report.cards.append(
                .checked(
                    ack: refusal?.ack ?? .ok, balance: record?.card.balance1 ?? .zero, number: number, seq: sent.seq,
                    type: record?.card.type))
        }
        for sent in ticket.coupons {
            let (record, refusal) = try desk.coupon(sent)
            report.coupons.append(
                .checked(
                    ack: refusal?.ack ?? .ok, barcode: sent.attributes["id"] ?? "", couponId: record?.coupon.type,
                    seq: sent.seq))
        }
        return report
    }

    private func entry(
        _ sent: Element, _ known: Customer?, on ticket: Ticket
    ) throws(EngineError) -> LoyaltyReport.Customer {
        guard let known else { return LoyaltyReport.Customer(code: sent.attributes["id"] ?? "-", seq: sent.seq) }
        func shown(_ text: String?) -> String {
            guard let text, !text.isEmpty else { return "-" }
            return text
        }
        return LoyaltyReport.Customer(
            code: known.code, email: shown(known.email), identifier: shown(known.identifier),
            lastName: shown(known.lastName), limitedBenefits: try limitedBenefits(of: known, on: ticket),
            name: shown(known.name), segment: known.segment, seq: sent.seq)
    }

    private func error(_ sent: Element, _ known: Customer?) -> AnswerError? {
        let ack: Ack
        switch known {
        case let known?:
            if known.isActive { return nil }
            ack = .customerInactive
        case nil:
            if !refusesUnknown { return nil }
            ack = .customerUnknown
        }
        let named = sent.attributes["id"] ?? sent.attributes["identifier"]
        return AnswerError(ack: ack, info: named ?? "", seq: sent.seq, type: AnswerError.customerValidation)
    }

    /// What is left of each limit of a customer of which something is held or booked: `{limitId}:{amount};` repeated.
    private func limitedBenefits(of customer: Customer, on ticket: Ticket) throws(EngineError) -> String {
        guard let map else { return "" }
        var limits = map.limits.filter { $0.limit.scope == .customer }.map(\.limit)
        if limits.count > LoyaltyValidation.mostLimits {
            limits = map.limitsConcerning(ticket).map { map.limits[$0].limit }.filter { $0.scope == .customer }
        }
        let day = ticket.dateTime.date
        let questions = limits.map { limit in
            Storage.Limits.Question(
                key: LimitKey(limit: limit.id, scopeKey: customer.code), period: limit.period)
        }
        // Nobody's own holds are left out: what is left is what another sale of the customer would get.
        let used = try storage { () throws(StorageError) in
            try store.limits.used(questions, company: ticket.company, day: day, byOthersThan: nil)
        }
        var rests: [String: String] = [:]
        for (limit, used) in zip(limits, used) where used > 0 {
            let decimals = limit.kind == .benefitAmount ? map.map.currency.decimals : 2
            rests[limit.id] = DecimalText.print(
                max(0, limit.value - used), scale: Money.decimals, decimals: decimals,
                rounding: map.map.currency.rounding)
        }
        return rests.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value);" }.joined()
    }
}

extension CouponRefusal {
    /// The protocol's number.
    var ack: Ack { Ack(rawValue: rawValue) ?? .couponUnexpected }
}

extension CardRefusal {
    /// The protocol's number.
    var ack: Ack { Ack(rawValue: rawValue) ?? .cardNotAuthorised }
}
