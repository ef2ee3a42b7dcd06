/// Adds up how much of each element took part in a condition.
enum ParticipantSum {
    /// - Parameters:
    ///   - runs: what took part; parts of one element are added, up to the whole of it.
    ///   - itemsOnly: whether the other kinds are left out.
    ///   - context: the ticket.
    /// - Returns: participants by kind, then seq.
    static func of(_ runs: [Run], itemsOnly: Bool, _ context: EvaluationContext) -> [Participant] {
        struct Key: Hashable {
            let kind: ElementKind
            let element: Int
        }
        var sums: [Key: Run] = [:]
        for run in runs where run.kind == .item || !itemsOnly {
            let key = Key(kind: run.kind, element: run.element)
            guard var known = sums[key] else {
                sums[key] = run
                continue
            }
            known.absorb(run)
            sums[key] = known
        }
        let ordered = sums.sorted { ($0.key.kind.rank, $0.key.element) < ($1.key.kind.rank, $1.key.element) }
        return ordered.map { key, run in
            let seq = context.seq(key.kind, key.element)
            guard key.kind == .item else {
                return Participant(kind: key.kind, seq: seq, pieces: Quantity(whole: 1), magnitude: .zero)
            }
            let item = context.ticket.items[key.element]
            return Participant(
                kind: .item, seq: seq, pieces: min(Quantity(units: run.pieces), Quantity(whole: item.pieces)),
                magnitude: min(Quantity(units: run.magnitude), item.magnitude))
        }
    }
}
