internal import Promotions

/// Writes what an answer says, and keeps out what its ack does not allow.
struct AnswerContents {
    private let answer: Answer
    private let figures: Figures

    /// Starts on an answer.
    init(_ answer: Answer) {
        self.answer = answer
        figures = Figures(answer.map?.map.currency)
    }

    /// The whole document.
    func write(_ format: RequestFormat) -> [UInt8] {
        var writer = AnswerWriter(format)
        writer.open("message")
        writeAttributes(to: &writer)
        if hasResults { writeResults(to: &writer) }
        if !answer.errors.isEmpty { ErrorElements.write(answer.errors, to: &writer) }
        writer.close()
        return writer.bytes
    }

    /// Whether the message had an effect; with any other ack nothing but errors is reported.
    private var hasResults: Bool { answer.ack == .ok || answer.ack == .noMap }

    private func writeAttributes(to writer: inout AnswerWriter) {
        let echo = answer.echo ?? Echo()
        let hasTransaction = hasResults || answer.ack == .otherPending
        let hasMap = answer.ack == .ok || answer.ack == .otherPending
        writer.attribute("ack", answer.ack.rawValue)
        writer.attribute("companyId", echo.companyId)
        writer.attribute("engine", answer.engine)
        writer.attribute("mapversion", hasMap ? answer.mapVersion : 0)
        writer.attribute("messageId", echo.messageId ?? 0)
        writer.attribute("state", hasTransaction ? answer.state?.rawValue : nil)
        writer.attribute("store", echo.store ?? "0")
        writer.attribute("terminal", echo.terminal ?? "0")
        writer.attribute("transaction", hasTransaction ? answer.transaction : nil)
    }

    private func writeResults(to writer: inout AnswerWriter) {
        if let map = answer.map { OptionalElement(map, figures).write(answer.alternatives, to: &writer) }
        if let balances = answer.limitBalances {
            writer.open("limitBalances")
            if let map = answer.map { write(balances, map, to: &writer) }
            writer.close()
        }
        if let suggestions = answer.suggestions {
            writer.open("suggestions")
            if let map = answer.map {
                SuggestionElement(map, figures, isDetailed: answer.verdicts != nil).write(suggestions, to: &writer)
            }
            writer.close()
        }
        if let loyalty = answer.loyalty { LoyaltyElement.write(loyalty, figures, to: &writer) }
        if let refund = answer.refund { RefundElement.write(refund, figures, to: &writer) }
        if let verdicts = answer.verdicts {
            writer.open("explain")
            if let map = answer.map { write(verdicts, map, to: &writer) }
            writer.close()
        }
    }

    private func write(_ balances: [LimitBalance], _ map: CompiledMap, to writer: inout AnswerWriter) {
        for balance in balances {
            let placed = map.limits[balance.limit]
            writer.open("limit")
            writer.attribute("amount", figures.limit(balance.amount, placed.limit.kind))
            writer.attribute("id", placed.limit.id)
            writer.attribute("max", figures.limit(placed.limit.value, placed.limit.kind))
            writer.attribute("promotionName", map.promotions[placed.promotion].id)
            writer.close()
        }
    }

    private func write(_ verdicts: [Verdict], _ map: CompiledMap, to writer: inout AnswerWriter) {
        let proofs = ProofText(answer.alternatives, map, figures)
        for (position, (promotion, verdict)) in zip(map.promotions, verdicts).enumerated() {
            let text = VerdictText.sentence(for: verdict) + proofs.sentence(for: position, verdict)
            writer.open("promo")
            writer.attribute("id", promotion.name)
            writer.attribute("needed", verdict.needed)
            writer.attribute("nro", promotion.id)
            writer.attribute("observed", verdict.observed)
            writer.attribute("reason", verdict.reason.rawValue)
            writer.attribute("text", text)
            writer.attribute("verdict", verdict.outcome.rawValue)
            writer.close()
        }
    }
}
