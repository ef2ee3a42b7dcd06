internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// Books what a finish means for coupons and cards, and says what came of it.
struct LoyaltyBooking {
    /// What came of it.
    struct Result {
        /// What the answer says; with errors, nothing took effect.
        var report = LoyaltyReport()
        /// Whether it took effect.
        var isBooked = true
        /// What operators should know of it; nil where all is well.
        var problem: String?
    }

    let store: Store

    /// What an earlier evaluation counted on and cannot be used any more, of what is still on the ticket.
    ///
    /// Without this, a finish that evaluates again would silently do without a coupon whose discount was shown.
    ///
    /// - Parameters:
    ///   - outcome: what that evaluation meant.
    ///   - seen: what is known of the ticket now.
    ///   - elements: the ticket.
    /// - Returns: an error for each, coupons first, in the order of their seqs.
    static func lost(
        of outcome: LoyaltyOutcome, _ seen: TicketLookup, on elements: TicketElements
    ) -> [AnswerError] {
        var (errors, cards): ([AnswerError], [AnswerError]) = ([], [])
        for barCode in outcome.spentCoupons {
            // A type or an amount that does not fit was sent since then: it is the till's change.
            guard let refusal = seen.refusedCoupons[barCode], refusal != .typeDiffers, refusal != .amountDiffers,
                elements.couponSeq(barCode) > 0
            else { continue }
            // Nobody's coupon, of nobody's type, counts as sent.
            if refusal == .notFound, !elements.claims(seen.register.couponTypes, barCode) { continue }
            errors.append(elements.error(refusal, barCode))
        }
        for (account, points) in outcome.movements.sorted(by: { $0.key < $1.key }) {
            if let refusal = seen.refusedCards[account.card], elements.cardSeq(account.card) > 0 {
                cards.append(elements.error(refusal, account.card))
            } else if let card = seen.register.cards[account.card], card.isUsable {
                let balance = account.balance == .balance1 ? card.balance : card.balance2
                if balance + points < .zero { cards.append(elements.error(.balanceExceeded, account.card)) }
            }
        }
        return errors.sorted(by: inOrder) + cards.sorted(by: inOrder)
    }

    /// Books an outcome: all of it, or nothing where a coupon or a card refuses.
    ///
    /// - Parameters:
    ///   - outcome: what the evaluation that is booked means.
    ///   - message: the message that finishes.
    /// - Returns: what came of it.
    /// - Throws: `EngineError`.
    func book(_ outcome: LoyaltyOutcome, of message: SessionMessage) throws(EngineError) -> Result {
        guard outcome != LoyaltyOutcome() else { return Result() }
        let key = message.record.key
        let ticket = message.summary.findings.ticket(message.elements, of: key.session)
        let customers = ticket.customers.compactMap { $0.attributes["id"] }
        var desk = LoyaltyDesk(store, company: key.session.company, day: message.header.dateTime.date)
        desk.customers = customers
        let presented = ticket.coupons.filter { $0.attributes["id"].map(outcome.spentCoupons.contains) ?? false }
            .map { sent in
                var presented = desk.presented(sent)
                presented.counted = message.summary.findings.register.coupons[presented.barCode]?.value.map(
                    Coupon.Value.init)
                return presented
            }
        let finish = LoyaltyEffects.Finish(
            company: key.session.company, transaction: key.id, store: key.session.store,
            terminal: key.session.terminal, moment: message.header.dateTime, customers: customers,
            owner: ticket.customers.first?.attributes["id"], coupons: presented, outcome: outcome)
        let finished = try storage { () throws(StorageError) in try store.loyalty.book(finish, now: message.now) }
        guard finished.isBooked else { return refused(finished, message.elements) }
        var result = Result()
        result.report.cards = moved(finished.movements, message.summary.findings.register)
        result.report.coupons = finished.issued.coupons.map(\.coupon).map { coupon in
            .issued(
                amount: coupon.faceValue, barcode: coupon.barCode, couponId: coupon.type, validFrom: coupon.validFrom,
                validTo: coupon.validTo)
        }
        note(finished.issued.failures, &result)
        return result
    }

    private func refused(_ finished: LoyaltyEffects.Finished, _ elements: TicketElements) -> Result {
        var result = Result(isBooked: false)
        result.report.errors =
            finished.refusedCoupons.map { elements.error($0.reason, $0.barCode) }.sorted(by: Self.inOrder)
            + finished.refusedCards.map { elements.error($0.reason, $0.number) }.sorted(by: Self.inOrder)
        return result
    }

    /// As the ticket has them; of one element by number.
    private static func inOrder(_ left: AnswerError, _ right: AnswerError) -> Bool {
        (left.seq, left.ack.rawValue) < (right.seq, right.ack.rawValue)
    }

    /// One entry for each card that moved; of both its balances together where both did.
    private func moved(_ movements: [CardMovement], _ register: Register) -> [LoyaltyReport.Card] {
        Set(movements.map(\.card)).sorted().map { number in
            let own = movements.filter { $0.card == number }
            let accounts = Dictionary(own.map { ($0.account, $0.balance) }) { _, last in last }
            return .moved(
                balance: accounts.values.reduce(.zero, +), number: number,
                points: own.reduce(.zero) { $0 + $1.points }, type: register.cards[number]?.type ?? "-")
        }
    }

    /// Coupons that could not be issued do not keep the sale from its end.
    ///
    /// A type that the company does not have is somebody else's to issue.
    private func note(_ failures: [IssueFailure], _ result: inout Result) {
        for failure in failures where failure.reason != .unknownType {
            result.problem = failure.description
            result.report.errors.append(
                AnswerError(
                    ack: failure.reason == .inactiveType ? .couponTypeInactive : .couponUnexpected,
                    info: failure.issue.type, seq: 0, type: AnswerError.couponIssue))
        }
    }
}

extension TicketElements {
    /// The seq of the coupon with a bar code; zero where there is none.
    func couponSeq(_ barCode: String) -> Int { coupons.first { $0.attributes["id"] == barCode }?.seq ?? 0 }

    /// The seq of the presented card with a number; zero where there is none.
    func cardSeq(_ number: String) -> Int { loyaltyCards.first { $0.attributes["number"] == number }?.seq ?? 0 }

    /// Whether the coupon with a bar code was sent with one of some types.
    fileprivate func claims(_ types: Set<String>, _ barCode: String) -> Bool {
        coupons.contains { $0.attributes["id"] == barCode && $0.attributes["type"].map(types.contains) ?? false }
    }

    fileprivate func error(_ refusal: CouponRefusal, _ barCode: String) -> AnswerError {
        AnswerError(ack: refusal.ack, info: barCode, seq: couponSeq(barCode), type: AnswerError.couponRedeem)
    }

    fileprivate func error(_ refusal: CardRefusal, _ number: String) -> AnswerError {
        AnswerError(ack: refusal.ack, info: number, seq: cardSeq(number), type: AnswerError.cardRedeem)
    }
}
