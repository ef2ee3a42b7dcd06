/// Adds up how much of each element took part in a condition.
enum ParticipantSum {
    /// - Parameters:
    ///   - runs: what took part; parts of one element are added, up to the whole of it.
    ///   - itemsOnly: whether the other kinds are left out.
    ///   - context: the ticket.
    /// - Returns: participants by kind, then seq.
    static func of(_ runs: [Run], itemsOnly: Bool, _ context: EvaluationContext) -> [Participant] {
        let ordered = runs.filter { $0.kind == .item || !itemsOnly }
            .sorted { ($0.kind.rank, $0.element) < ($1.kind.rank, $1.element) }
        var result: [Participant] = []
        result.reserveCapacity(ordered.count)
        var start = 0
        while start < ordered.count {
            let (kind, element) = (ordered[start].kind, ordered[start].element)
            var (pieces, magnitude) = (Int128(0), Int128(0))
            while start < ordered.count, ordered[start].kind == kind, ordered[start].element == element {
                pieces += ordered[start].pieces
                magnitude += ordered[start].magnitude
                start += 1
            }
            let seq = context.seq(kind, element)
            guard kind == .item else {
                result.append(Participant(kind: kind, seq: seq, pieces: Quantity(whole: 1), magnitude: .zero))
                continue
            }
            let item = context.ticket.items[element]
            result.append(
                Participant(
                    kind: .item, seq: seq, pieces: min(Quantity(units: pieces), Quantity(whole: item.pieces)),
                    magnitude: min(Quantity(units: magnitude), item.magnitude)))
        }
        return result
    }
}

extension PromotionTrial {
    /// The coupons among what made a condition true, by seq: those that a sale uses up.
    static func coupons(of compiled: CompiledPromotion, drawn: [Run], _ context: EvaluationContext) -> [Int] {
        guard !context.ticket.coupons.isEmpty else { return [] }
        let conditions = compiled.simple.filter { $0.kind == .coupon }
        let places = context.ticket.coupons.indices.filter { place in
            drawn.contains { $0.kind == .coupon && $0.element == place }
                || conditions.contains { context.matches(.coupon, place, $0.filters) }
        }
        return places.map { context.ticket.coupons[$0].seq }
    }
}
