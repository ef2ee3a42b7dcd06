/// What grants nothing keeps nothing: promotions whose benefits come to nothing when points are multiplied and payments
/// are put on plans must not have kept others out.
extension Evaluator {
    /// The endings as they are without the promotions that came to nothing in them.
    ///
    /// A choice that came to nothing is none. The others are run again until nothing more comes to nothing, which each
    /// run brings nearer by one promotion at least.
    ///
    /// - Parameters:
    ///   - ends: all ways through the levels.
    ///   - left: promotions that were not tried in them.
    /// - Returns: one ending at least.
    mutating func settled(_ ends: [Ending], without left: Set<Int> = []) -> [Ending] {
        guard ends.contains(where: { !$0.vain.isEmpty }) else { return ends }
        var (kept, lost): ([Ending], [Ending]) = ([], [])
        for end in ends {
            if let settled = settled(end, without: left) { kept.append(settled) } else { lost.append(end) }
        }
        if kept.isEmpty {
            let vain = lost.reduce(into: left) { $0.formUnion($1.vain) }
            kept = settled(self.ends(without: vain), without: vain)
        }
        for index in kept.indices {
            let choice = Set(kept[index].alternative.choice)
            for end in lost { kept[index].record.keep(end.vain.subtracting(choice), of: end.record) }
        }
        return kept
    }

    /// The same for one of them; nil where its choice came to nothing.
    private mutating func settled(_ end: Ending, without left: Set<Int>) -> Ending? {
        var (end, vain) = (end, left)
        while !end.vain.isEmpty {
            vain.formUnion(end.vain)
            guard vain.isDisjoint(with: end.alternative.choice),
                var next = ends(without: vain).first(where: { $0.alternative.choice == end.alternative.choice })
            else { return nil }
            next.record.keep(vain.subtracting(left), of: end.record)
            end = next
        }
        return end
    }
}
