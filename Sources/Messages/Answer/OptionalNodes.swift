internal import Promotions

/// Builds `optional`: the promotions that apply together, with their benefits and participants.
struct OptionalNodes {
    private let map: CompiledMap
    private let figures: Figures

    /// Starts on an answer.
    ///
    /// - Parameters:
    ///   - map: the map that positions belong to.
    ///   - figures: prints its numbers.
    init(_ map: CompiledMap, _ figures: Figures) {
        self.map = map
        self.figures = figures
    }

    /// One node for each alternative that grants something.
    func make(_ alternatives: [Alternative]) -> [Node] {
        alternatives.filter { !$0.grants.isEmpty }.map { alternative in
            Node("optional", [], alternative.grants.map(promo))
        }
    }

    private func promo(_ grant: Grant) -> Node {
        let promotion = map.promotions[grant.promotion]
        var children = grant.benefits.map { benefit($0, of: promotion) }
        if !grant.participants.isEmpty {
            children.append(Node("participants", [], participants(grant.participants)))
        }
        return Node("promo", [("id", promotion.name), ("nro", promotion.id)], children)
    }

    private func benefit(_ grant: BenefitGrant, of promotion: Promotion) -> Node {
        let benefit = promotion.benefits[grant.benefit]
        let common: [(String, String?)] = [
            ("TLOGMessage", benefit.logMessage ?? promotion.name),
            ("account", benefit.account),
            ("applicationMethod", benefit.applicationMethod),
            ("baseAmount", figures.money(grant.base)),
            ("benefitType", benefit.kind.typeName),
            ("displayMessage", benefit.displayMessage ?? promotion.name),
            ("hasLimit", benefit.limits.isEmpty ? nil : "true"),
            ("limitApplied", grant.isCut ? "true" : nil),
            ("name", promotion.id),
            ("nro", benefit.id),
            ("order", String(grant.order)),
            ("printerMessage", benefit.printerMessage ?? promotion.name),
            ("prorationMethod", benefit.kind.isMonetary ? proration(benefit.proration) : nil),
            ("recoveryType", benefit.recovery.map { $0.isPercentage ? "p" : "a" }),
            ("recoveryValue", benefit.recovery.map(recoveryValue)),
            ("unit", benefit.kind.unit?.rawValue),
        ]
        let own = BenefitFields.own(grant, benefit.kind, figures)
        return Node("benefit", common + own, [Node("apply", [], grant.shares.map(share))])
    }

    private func recoveryValue(_ recovery: Benefit.Recovery) -> String {
        recovery.isPercentage ? figures.number(recovery.value) : figures.money(Money(units: recovery.value))
    }

    private func share(_ share: Share) -> Node {
        let value = figures.money(share.value)
        return Node(
            "item",
            [
                ("magnitude", figures.quantity(share.magnitude)),
                ("qty", figures.quantity(share.pieces)),
                ("seq", String(share.seq)),
                ("value", value),
                ("valueWithTaxes", value),
                ("xprice", figures.money(share.price)),
            ])
    }

    /// The kinds in the protocol's order, whatever order they come in; within a kind the order is kept.
    private func participants(_ participants: [Participant]) -> [Node] {
        CommandName.kinds.flatMap { kind in
            participants.filter { $0.kind == kind }.map { participant in
                Node(
                    kind.rawValue,
                    [
                        ("magnitude", figures.quantity(participant.magnitude)),
                        ("qty", figures.quantity(participant.pieces)),
                        ("seq", String(participant.seq)),
                    ])
            }
        }
    }

    private func proration(_ proration: Benefit.Proration) -> String {
        switch proration {
        case .proportional: "PROPORTIONAL"
        case .mostExpensiveFirst: "MORE_EXPENSIVE_FIRST"
        case .cheapestFirst: "LESS_EXPENSIVE_FIRST"
        }
    }
}
