internal import Promotions

/// Writes `optional`: the promotions that apply together, with their benefits and participants.
struct OptionalElement {
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

    /// One element for each alternative that grants something.
    func write(_ alternatives: [Alternative], to writer: inout AnswerWriter) {
        for alternative in alternatives where !alternative.grants.isEmpty {
            writer.open("optional")
            for grant in alternative.grants { write(grant, to: &writer) }
            writer.close()
        }
    }

    private func write(_ grant: Grant, to writer: inout AnswerWriter) {
        let promotion = map.promotions[grant.promotion]
        writer.open("promo")
        writer.attribute("id", promotion.name)
        writer.attribute("nro", promotion.id)
        for benefit in grant.benefits { write(benefit, of: promotion, to: &writer) }
        if !grant.participants.isEmpty { write(grant.participants, to: &writer) }
        writer.close()
    }

    private func write(_ grant: BenefitGrant, of promotion: Promotion, to writer: inout AnswerWriter) {
        let benefit = promotion.benefits[grant.benefit]
        writer.open("benefit")
        writeAttributes(grant, benefit, of: promotion, to: &writer)
        for (index, option) in benefit.kind.options.enumerated() { write(option, number: index + 1, to: &writer) }
        writer.open("apply")
        for share in grant.shares { write(share, to: &writer) }
        writer.close()
        writer.close()
    }

    /// Those that every benefit has, and among them those of its type, all in the order of their names.
    private func writeAttributes(
        _ grant: BenefitGrant, _ benefit: Benefit, of promotion: Promotion, to writer: inout AnswerWriter
    ) {
        var own = BenefitFields.own(grant, benefit.kind, figures)[...]
        /// Writes the type's own attributes that come before a name.
        func reach(_ name: StaticString) {
            while let next = own.first, next.name.precedes(name) {
                switch next.value {
                case .text(let text): writer.attribute(next.name, text)
                case .whole(let number): writer.attribute(next.name, number)
                case .figure(let figure): writer.attribute(next.name, figure)
                }
                own.removeFirst()
            }
        }
        writer.attribute("TLOGMessage", benefit.logMessage ?? promotion.name)
        writer.attribute("account", benefit.account)
        reach("applicationMethod")
        writer.attribute("applicationMethod", benefit.applicationMethod)
        reach("baseAmount")
        writer.attribute("baseAmount", figures.money(grant.base))
        writer.attribute("benefitType", benefit.kind.typeName)
        reach("displayMessage")
        writer.attribute("displayMessage", benefit.displayMessage ?? promotion.name)
        reach("hasLimit")
        if !benefit.limits.isEmpty { writer.attribute("hasLimit", "true") }
        reach("limitApplied")
        if grant.isCut { writer.attribute("limitApplied", "true") }
        writer.attribute("name", promotion.id)
        reach("nro")
        writer.attribute("nro", benefit.id)
        writer.attribute("order", grant.order)
        reach("printerMessage")
        writer.attribute("printerMessage", benefit.printerMessage ?? promotion.name)
        if benefit.kind.isMonetary { writer.attribute("prorationMethod", text(benefit.proration)) }
        reach("recoveryType")
        if let recovery = benefit.recovery {
            writer.attribute("recoveryType", recovery.isPercentage ? "p" : "a")
            writer.attribute("recoveryValue", value(recovery))
        }
        reach("unit")
        writer.attribute("unit", benefit.kind.unit?.rawValue)
    }

    private func write(_ option: RedemptionOption, number: Int, to writer: inout AnswerWriter) {
        let isPercentage = if case .percentageDiscount = option.kind { true } else { false }
        writer.open("redeem")
        writer.attribute("benefitType", option.kind.typeName)
        writer.attribute("cardPoints", figures.number(option.cardPoints.units))
        writer.attribute("cardType", option.cardType)
        writer.attribute("number", number)
        writer.attribute("points", figures.number(option.customerPoints.units))
        writer.attribute("unit", option.unit.rawValue)
        writer.attribute(
            "value", isPercentage ? figures.number(option.value) : figures.money(Money(units: option.value)))
        writer.close()
    }

    private func value(_ recovery: Benefit.Recovery) -> Figure {
        recovery.isPercentage ? figures.number(recovery.value) : figures.money(Money(units: recovery.value))
    }

    private func write(_ share: Share, to writer: inout AnswerWriter) {
        let value = figures.money(share.value)
        writer.open("item")
        writer.attribute("magnitude", figures.quantity(share.magnitude))
        writer.attribute("qty", figures.quantity(share.pieces))
        writer.attribute("seq", share.seq)
        writer.attribute("value", value)
        writer.attribute("valueWithTaxes", value)
        writer.attribute("xprice", figures.money(share.price))
        writer.close()
    }

    /// The kinds in the protocol's order, whatever order they come in; within a kind the order is kept.
    private func write(_ participants: [Participant], to writer: inout AnswerWriter) {
        writer.open("participants")
        for kind in CommandName.kinds {
            for participant in participants where participant.kind == kind {
                writer.open(name(of: kind))
                writer.attribute("magnitude", figures.quantity(participant.magnitude))
                writer.attribute("qty", figures.quantity(participant.pieces))
                writer.attribute("seq", participant.seq)
                writer.close()
            }
        }
        writer.close()
    }

    private func name(of kind: ElementKind) -> StaticString {
        switch kind {
        case .item: "item"
        case .coupon: "coupon"
        case .customer: "customer"
        case .payment: "payment"
        case .loyaltyCard: "loyaltycard"
        case .transaction: "transaction"
        }
    }

    private func text(_ proration: Benefit.Proration) -> String {
        switch proration {
        case .proportional: "PROPORTIONAL"
        case .mostExpensiveFirst: "MORE_EXPENSIVE_FIRST"
        case .cheapestFirst: "LESS_EXPENSIVE_FIRST"
        }
    }
}
