/// What grants nothing keeps nothing: promotions whose benefits come to nothing when points are multiplied and payments
/// are put on plans must not have kept others out.
extension Evaluator {
    /// The endings as they are without the promotions that came to nothing in them.
    ///
    /// What comes to nothing in all of them is not tried at all; what does in some, not in those. A choice that came to
    /// nothing is none. Each run tries one promotion less at least.
    ///
    /// - Parameters:
    ///   - ends: all ways through the levels.
    ///   - left: promotions that were not tried in them.
    /// - Returns: one ending at least.
    mutating func settled(_ ends: [Ending], without left: Set<Int> = []) -> [Ending] {
        guard ends.contains(where: { !$0.vain.isEmpty }) else { return ends }
        let common = ends.dropFirst().reduce(ends[0].vain) { $0.intersection($1.vain) }
        if !common.isEmpty { return tryingAgain(settled(common, of: ends[0], without: left), common, left) }
        var runs: [Set<Int>: [Ending]] = [:]
        var (kept, lost): ([Ending], [Ending]) = ([], [])
        for end in ends {
            let settled = self.settled(end, without: left, &runs)
            if settled.isEmpty { lost.append(end) } else { kept += settled }
        }
        if kept.isEmpty {
            let vain = lost.reduce(into: Set<Int>()) { $0.formUnion($1.vain) }
            return settled(vain, of: lost[0], without: left)
        }
        for index in kept.indices {
            let granted = Set(kept[index].alternative.grants.map(\.promotion))
            for end in lost {
                let choice = end.vain.intersection(end.alternative.choice)
                kept[index].record.keep(choice.subtracting(granted), of: end.record)
            }
        }
        return kept
    }

    /// All ways through the levels without some more promotions, settled.
    ///
    /// What those came to is told as one ending told it.
    private mutating func settled(_ vain: Set<Int>, of end: Ending, without left: Set<Int>) -> [Ending] {
        let all = left.union(vain)
        let next = ends(without: all).map { next in
            var next = next
            next.record.keep(all, of: end.record)
            return next
        }
        return settled(next, without: all)
    }

    /// The ways that an ending's choice leads to without what came to nothing in it; none where the choice itself did.
    ///
    /// A level that had nothing to offer may have something then: the choice may grow.
    private mutating func settled(
        _ end: Ending, without left: Set<Int>, _ runs: inout [Set<Int>: [Ending]]
    ) -> [Ending] {
        guard !end.vain.isEmpty else { return [end] }
        guard end.vain.isDisjoint(with: end.alternative.choice) else { return [] }
        let vain = left.union(end.vain)
        let ends = runs[vain] ?? ends(without: vain)
        runs[vain] = ends
        var result: [Ending] = []
        for var next in ends where next.alternative.choice.contains(inOrder: end.alternative.choice) {
            next.record.keep(vain, of: end.record)
            result += settled(next, without: vain, &runs)
        }
        return result
    }

    /// Tries each of several promotions again that came to nothing together: one may have because of another.
    private mutating func tryingAgain(_ ends: [Ending], _ vain: Set<Int>, _ left: Set<Int>) -> [Ending] {
        guard vain.count > 1 else { return ends }
        var (ends, vain) = (ends, vain)
        for position in vain.sorted() {
            let others = vain.subtracting([position])
            let next = self.ends(without: left.union(others))
            guard next.allSatisfy(\.vain.isEmpty) else { continue }
            let before = ends[0]
            ends = next.map { next in
                var next = next
                next.record.keep(left.union(others), of: before.record)
                return next
            }
            vain = others
        }
        return ends
    }
}

extension [Int] {
    /// Whether others are among these, in the same order.
    fileprivate func contains(inOrder others: [Int]) -> Bool {
        var rest = others[...]
        for element in self where element == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }
}
