internal import Catalogs
internal import Promotions

/// What a product costs and what promotions do for it at one moment.
struct Listing {
    let world: PageWorld
    let product: Product
    let price: Money
    /// One piece at the moment.
    let ticket: Ticket
    let reading: TicketReading
    /// Positions of the promotions that are open then and that the product may come to.
    let open: [Int]
    let balances: Balances
    let workspace: EvaluationWorkspace

    /// What is found.
    struct Found: Hashable {
        var price: Money
        var offers: [Offer]
    }

    func found() -> Found {
        if open.isEmpty { return Found(price: price, offers: []) }
        let input = input(ticket)
        let evaluation = world.map.evaluate(input, reading, in: workspace)
        var offers = SoldPieces(world.map, evaluation, pieces: 1, price: price)
        let net = price - offers.discount
        var found = plans(evaluation) + offers.granted(.now)
        let steps = QuantitySteps(world.map, ticket, reading)
        for pieces in steps.numbers(of: open, limit: PageAssembly.mostQuantities) {
            found += quantity(pieces, &offers)
        }
        let known = Set(found.map(\.promotion))
        let others = Completions(world.map).find(
            input, given: evaluation, reading, among: open.filter { !known.contains($0) }, in: workspace)
        for completion in others { found += offer(completion, &offers) }
        return Found(price: net, offers: found)
    }

    private func input(_ ticket: Ticket) -> EvaluationInput {
        EvaluationInput(
            ticket: ticket, balances: balances, exclusions: world.exclusions,
            paymentCalculation: world.paymentCalculation)
    }

    /// What is granted for so many pieces and not for fewer.
    private func quantity(_ pieces: Int, _ before: inout SoldPieces) -> [Offer] {
        guard let ticket = world.ticket(product, pieces: pieces, at: ticket.dateTime) else { return [] }
        let sold = SoldPieces(
            world.map, world.map.evaluate(input(ticket), in: workspace), pieces: pieces, price: price)
        return sold.granted(.quantity, better: &before)
    }

    /// Payment plans and refunds that one piece can be paid with.
    private func plans(_ evaluation: Evaluation) -> [Offer] {
        guard let alternative = evaluation.alternatives.first else { return [] }
        let list = ticket.items.reduce(Money.zero) { $0 + $1.price }
        var offers: [Offer] = []
        for grant in alternative.grants {
            let benefits = world.map.promotions[grant.promotion].benefits
            for granted in grant.benefits where granted.payment == nil {
                guard let plan = benefits[granted.benefit].kind.paymentTerms else { continue }
                var offer = Offer(promotion: grant.promotion, kind: .paymentPlan)
                offer.percent = Int(clamping: plan.percent)
                offer.needs = PlanPayment.needs(plan)
                var paid = ticket
                let amount = PlanPayment.amount(plan, for: list - alternative.total, world.map.map.currency)
                paid.payments = [PlanPayment.element(plan, amount: amount)]
                let whole = world.map.evaluate(input(paid), in: workspace).alternatives.first
                let used = whole?.grants.first { $0.promotion == grant.promotion }?.benefits
                    .filter { $0.benefit == granted.benefit && $0.payment != nil }
                let saving = (used ?? []).reduce(Money.zero) { $0 + $1.value }
                offer.saving = saving
                if let whole, saving != .zero { offer.total = list - whole.total }
                offers.append(offer)
            }
        }
        return offers
    }

    /// A completed ticket as an offer.
    private func offer(_ completion: Completion, _ sold: inout SoldPieces) -> [Offer] {
        let ticket = completion.ticket
        var offer = Offer(promotion: completion.promotion, kind: .combo)
        offer.saving = completion.saving
        offer.needs = completion.missing.map(Offer.Need.init)
        let isAlone = ticket.items.count == 1
        if !ticket.coupons.isEmpty {
            offer.kind = .coupon
        } else if isAlone, !ticket.payments.isEmpty {
            offer.kind = .paymentPlan
        } else if ticket.payments.isEmpty, ticket.items.allSatisfy({ $0.attributes["code"] == product.code }) {
            let pieces = ticket.items.reduce(0) { $0 + $1.pieces }
            guard pieces > 1, pieces <= QuantitySteps.most else { return [] }
            return quantity(pieces, &sold).filter { $0.promotion == completion.promotion }
        }
        if isAlone {
            let grants = world.map.evaluate(input(ticket), in: workspace).alternatives
            let alternative = grants.first { $0.grants.contains { $0.promotion == completion.promotion } }
            offer.quantity = ticket.items[0].pieces
            if let alternative { offer.total = ticket.items[0].price - alternative.total }
        }
        if offer.kind == .combo, dependsOnOthers(completion) { offer.saving = nil }
        return [offer]
    }

    /// Whether what a promotion gives for a combination differs with what the other products cost.
    ///
    /// A look-alike stands for them that costs what this product does, and nobody knows what they really cost. So it is
    /// made as cheap as anything can be, somewhat cheaper and much dearer, and where the promotion still applies it has
    /// to give the same.
    private func dependsOnOthers(_ completion: Completion) -> Bool {
        let unit = world.map.map.currency.minorUnit
        let known = granted(completion.ticket, completion.promotion)
        let changes: [(Money) -> Money] = [
            { _ in Money(units: unit) }, { Money(units: max(unit, $0.units / (2 * unit) * unit)) }, { $0 * 100 },
        ]
        let others = changes.compactMap { change in
            var ticket = completion.ticket
            for index in ticket.items.indices where ticket.items[index].attributes["code"] != product.code {
                ticket.items[index].change(unitPrice: change(ticket.items[index].unitPrice))
            }
            return granted(ticket, completion.promotion)
        }
        return others.isEmpty || others.contains { $0 != known }
    }

    /// What a promotion gives for a ticket; nil where nothing.
    private func granted(_ ticket: Ticket, _ promotion: Int) -> Money? {
        world.map.evaluate(input(ticket), in: workspace).alternatives
            .compactMap { $0.grants.first { $0.promotion == promotion }?.total }.max()
    }
}

extension Item {
    fileprivate mutating func change(unitPrice new: Money) {
        unitPrice = new
        price = new * Int128(pieces)
        attributes["unitprice"] = DecimalText.printShort(unitPrice.units, scale: Money.decimals)
        attributes["xprice"] = DecimalText.printShort(price.units, scale: Money.decimals)
    }
}
