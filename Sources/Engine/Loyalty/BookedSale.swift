internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// A finished sale, as it was booked: what its return needs to evaluate it again and to know what it had.
struct BookedSale: Hashable {
    /// Which transaction it is, when it was opened, and its map version.
    let record: TransactionRecord
    /// What was entered.
    let elements: TicketElements
    /// What the evaluation that was booked had found.
    let findings: SaleFindings
    /// The alternative that was booked; nil where nothing was evaluated, as without a map.
    let booked: EvaluationSummary.Block?

    /// Reads a sale.
    ///
    /// - Parameter record: its transaction.
    /// - Throws: `EngineError` where what is stored cannot be read.
    init(_ record: TransactionRecord) throws(EngineError) {
        guard let summary = EvaluationSummary(text: record.summary),
            let json = try? JSONReader.read(Array(record.ticket.utf8)), let elements = try? TicketElements(json: json)
        else { throw EngineError.unreadableTransaction(record.key.text) }
        self.record = record
        self.elements = elements
        findings = summary.findings
        booked = summary.booked(Choice.promotions(in: record.choice))
    }

    /// Its evaluated ticket with all of its elements.
    var ticket: Ticket { findings.ticket(elements, of: record.key.session) }

    /// What it did to coupons and cards.
    var outcome: LoyaltyOutcome { booked?.outcome ?? LoyaltyOutcome() }

    /// What an alternative of another evaluation means for coupons and cards, with what this sale had found.
    ///
    /// - Parameters:
    ///   - alternative: what is granted.
    ///   - map: the sale's map.
    ///   - ticket: the ticket that was evaluated, made by `findings`.
    /// - Returns: the outcome that a reversal plan compares with another.
    func outcome(of alternative: Alternative, under map: CompiledMap, _ ticket: Ticket) -> LoyaltyOutcome {
        LoyaltyOutcome(alternative, under: map, of: ticket, findings)
    }
}

/// The alternative that was chosen, as ids of the promotions taken on levels that offer a choice.
enum Choice {
    /// Reads what a transaction keeps; empty without a choice.
    static func promotions(in text: String) -> [String] {
        guard !text.isEmpty, let value = try? JSONReader.read(Array(text.utf8)) else { return [] }
        return value.texts
    }

    /// What a transaction keeps of it.
    static func text(_ promotions: [String]) -> String { promotions.isEmpty ? "" : JSONValue(promotions).text }

    /// Positions of promotions in a map, for an evaluation; a choice of which one is gone is no choice.
    static func positions(_ promotions: [String], in map: CompiledMap) -> [Int] {
        let found = promotions.compactMap { id in map.promotions.firstIndex { $0.id == id } }
        return found.count == promotions.count ? found : []
    }
}
