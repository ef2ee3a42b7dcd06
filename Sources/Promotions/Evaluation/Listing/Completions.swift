/// A way to complete a ticket for a promotion, proven by evaluating it.
public struct Completion: Hashable, Sendable {
    /// The promotion's position in the map.
    public var promotion: Int
    /// The ticket with what it lacked.
    public var ticket: Ticket
    /// What was added; for a coupon that the promotion asks for, the coupon.
    public var missing: [Missing]
    /// What the completed ticket costs less, at least; zero where the promotion grants something other than money.
    public var saving: Money
}

/// Finds what tickets lack for promotions, whatever a map says of suggesting them.
public struct Completions: Sendable {
    /// The most promotions of which one ticket is told.
    public static let most = 20

    private let map: CompiledMap

    /// Prepares a map.
    public init(_ map: CompiledMap) { self.map = map }

    /// Completes a ticket.
    ///
    /// - Parameters:
    ///   - input: the ticket and what it depends on.
    ///   - evaluation: what it gets as it is.
    ///   - reading: what the map reads in it.
    ///   - promotions: the promotions in question; those that are granted already are passed over.
    ///   - workspace: room to work in.
    /// - Returns: a way for each promotion that can be reached, in map order.
    public func find(
        _ input: EvaluationInput, given evaluation: Evaluation, _ reading: TicketReading, among promotions: [Int],
        in workspace: EvaluationWorkspace
    ) -> [Completion] {
        let granted = Set(evaluation.alternatives.flatMap(\.grants).map(\.promotion))
        let context = EvaluationContext(map: map, input: input, facts: reading.facts)
        var found: [Completion] = []
        for position in promotions where !granted.contains(position) && found.count < Completions.most {
            let compiled = map.compiled[position]
            guard context.circumstanceFailure(of: compiled) == nil else { continue }
            var (own, given, facts) = (input, evaluation, reading.facts)
            let coupons = context.coupons(for: compiled)
            if !coupons.isEmpty {
                own.ticket.coupons = coupons
                let other = map.read(own.ticket)
                (given, facts) = (map.evaluate(own, other, in: workspace), other.facts)
            }
            if let saving = Completions.saving(position, in: given, beyond: evaluation) {
                found.append(Completion(promotion: position, ticket: own.ticket, missing: [.coupon], saving: saving))
                continue
            }
            var search = SuggestionSearch(map, own, SuggestionRequest(), given: given, facts, in: workspace)
            guard let proof = search.proof(of: position) else { continue }
            found.append(
                Completion(
                    promotion: position, ticket: proof.completion.context.ticket,
                    missing: (coupons.isEmpty ? [] : [.coupon]) + proof.completion.missing, saving: proof.saving))
        }
        return found
    }

    /// What a promotion saves in the best alternative that grants it; nil where none does.
    private static func saving(_ position: Int, in given: Evaluation, beyond before: Evaluation) -> Money? {
        let total = before.alternatives.map(\.total).max() ?? .zero
        return given.alternatives.compactMap { alternative in
            alternative.grants.first { $0.promotion == position }
                .map { max(.zero, min($0.total, alternative.total - total)) }
        }.max()
    }
}

extension Missing {
    fileprivate static let coupon = Missing(.element(.coupon), .sum(.qty), Run.onePiece)
}

extension EvaluationContext {
    /// Coupons that pass what a promotion asks of coupons; empty where it asks for none, or none can be made.
    fileprivate func coupons(for compiled: CompiledPromotion) -> [Element] {
        let maker = LookAlike(context: self, model: .known, priceFactor: 1)
        let condition = compiled.promotion.condition
        var coupons: [Element] = []
        func add(_ amount: Int128, _ count: Int128, _ wanted: [Filter], _ filters: [CompiledFilter]) -> Bool {
            guard (1...99).contains(count),
                var coupon = maker.element(.coupon, amount: amount, count: Int(count), wanted, filters)
            else { return false }
            coupon.seq = coupons.count + 1
            coupon.attributes["seq"] = String(coupon.seq)
            coupons.append(coupon)
            return true
        }
        for (index, simple) in compiled.simple.enumerated() where simple.kind == .coupon {
            if let group = simple.group, group.operator.holds(0, group.value) { continue }
            let isCounted = simple.group?.measure == .sum(.qty)
            let value = simple.group?.value ?? 0
            guard
                add(
                    isCounted ? 0 : value, isCounted ? (value + Run.onePiece - 1) / Run.onePiece : 1,
                    condition.simple[index].filters, simple.filters)
            else { return [] }
        }
        for (index, set) in compiled.sets.enumerated() where set.kind == .coupon {
            let isCounted = set.measure == .qty
            guard
                add(
                    isCounted ? 0 : set.min, isCounted ? (set.min + Run.onePiece - 1) / Run.onePiece : 1,
                    condition.composition[index].filters, set.filters)
            else { return [] }
        }
        return coupons
    }
}
