internal import Promotions

/// Builds the element tree of an answer, and keeps out what its ack does not allow.
struct AnswerBuilder {
    private let answer: Answer
    private let figures: Figures

    /// Starts on an answer.
    init(_ answer: Answer) {
        self.answer = answer
        figures = Figures(answer.map?.map.currency)
    }

    /// The whole tree.
    func root() -> Node {
        var children = hasResults ? results() : []
        if !answer.errors.isEmpty { children.append(Node("errors", [], ErrorNode.make(answer.errors))) }
        return Node("message", attributes(), children)
    }

    /// Whether the message had an effect; with any other ack nothing but errors is reported.
    private var hasResults: Bool { answer.ack == .ok || answer.ack == .noMap }

    private func attributes() -> [(String, String?)] {
        let echo = answer.echo ?? Echo()
        let hasTransaction = hasResults || answer.ack == .otherPending
        let hasMap = answer.ack == .ok || answer.ack == .otherPending
        return [
            ("ack", String(answer.ack.rawValue)),
            ("companyId", echo.companyId),
            ("engine", answer.engine),
            ("mapversion", String(hasMap ? answer.mapVersion : 0)),
            ("messageId", String(echo.messageId ?? 0)),
            ("state", hasTransaction ? answer.state?.rawValue : nil),
            ("store", echo.store ?? "0"),
            ("terminal", echo.terminal ?? "0"),
            ("transaction", hasTransaction ? answer.transaction : nil),
        ]
    }

    private func results() -> [Node] {
        var children: [Node] = []
        if let map = answer.map {
            children += OptionalNodes(map, figures).make(answer.alternatives)
        }
        if let balances = answer.limitBalances {
            children.append(Node("limitBalances", [], answer.map.map { limits(balances, $0) } ?? []))
        }
        if answer.suggestions { children.append(Node("suggestions")) }
        if let loyalty = answer.loyalty { children.append(LoyaltyNode.make(loyalty, figures)) }
        if let refund = answer.refund { children.append(RefundNode.make(refund, figures)) }
        if let verdicts = answer.verdicts {
            children.append(Node("explain", [], answer.map.map { explanations(verdicts, $0) } ?? []))
        }
        return children
    }

    private func limits(_ balances: [LimitBalance], _ map: CompiledMap) -> [Node] {
        balances.map { balance in
            let placed = map.limits[balance.limit]
            return Node(
                "limit",
                [
                    ("amount", figures.limit(balance.amount, placed.limit.kind)),
                    ("id", placed.limit.id),
                    ("max", figures.limit(placed.limit.value, placed.limit.kind)),
                    ("promotionName", map.promotions[placed.promotion].id),
                ])
        }
    }

    private func explanations(_ verdicts: [Verdict], _ map: CompiledMap) -> [Node] {
        zip(map.promotions, verdicts).map { promotion, verdict in
            Node(
                "promo",
                [
                    ("id", promotion.name),
                    ("needed", verdict.needed),
                    ("nro", promotion.id),
                    ("observed", verdict.observed),
                    ("reason", verdict.reason.rawValue),
                    ("text", VerdictText.sentence(for: verdict)),
                    ("verdict", verdict.outcome.rawValue),
                ])
        }
    }
}
