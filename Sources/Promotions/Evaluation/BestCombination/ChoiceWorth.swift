/// What choices of a rule are worth, and in which order its sub-tickets are granted.
///
/// The sub-ticket worth most by itself is granted first, of equals as they were listed. Where what limits leave depends
/// on the order, it is the one that gives the customer most: of all orders where there are few sub-tickets, else of
/// those that put one of them last, where limits cut.
extension CombinationProblem {
    /// The most sub-tickets whose orders are all tried.
    static let maxPermuted = 4

    /// The worth of a choice, and the order in which its sub-tickets are granted.
    ///
    /// - Parameters:
    ///   - choice: sub-tickets, or units of a promotion without them.
    ///   - rule: position of the promotion among the rules.
    /// - Returns: nil where one of its applications would grant nothing.
    func valued(_ choice: SearchChoice, of rule: Int) -> (worth: Int, order: [SearchChoice.Pick])? {
        if isWhole(rule) || !choice.shared.isEmpty {
            let runs = choice.shared.map { (0, units.classes[$0.unitClass].piece.repeated(Int128($0.count))) }
            let applications = formed(from: runs, rule).applications
            return applications.isEmpty ? nil : rules[rule].worth(of: applications).map { ($0, choice.picks) }
        }
        var best: (worth: Int, order: [SearchChoice.Pick])?
        for order in orders(choice.picks, rule) {
            let applications = order.map { pick in
                let runs = draws[pick.candidate].map {
                    ($0.set, units.classes[$0.unitClass].piece.repeated(Int128($0.count)))
                }
                return Application(of: runs, isComposed: true, repetitions: Int128(pick.times))
            }
            guard let worth = rules[rule].worth(of: applications) else { continue }
            if worth > best?.worth ?? 0 { best = (worth, order) }
        }
        return best
    }

    func runs(of draws: [SubTicketListing.Draw]) -> [(Int, Run)] {
        draws.map { ($0.set, units.classes[$0.unitClass].piece.repeated(Int128($0.count))) }
    }

    /// The most that a sub-ticket adds to a choice, whatever others of its promotion take of the limits of several
    /// benefits: what one of those loses to its limit, another may give.
    func mostWorth(
        ofOne draws: [SubTicketListing.Draw], _ takes: [SearchProblem.Take], _ position: Int, _ gains: UnitGain,
        among count: Int
    ) -> Int {
        let rule = rules[position]
        let application = Application(of: runs(of: draws), isComposed: true)
        let pieces = application.units.reduce(0) { $0 + $1.run.countedPieces }
        if let states = rule.scarcities(pieces: pieces, most: CombinationProblem.maxCandidates / count) {
            return states.reduce(0) { max($0, rule.worth(of: [application], with: $1) ?? 0) }
        }
        let most = takes.reduce(gains.slack) {
            $0 + gains.gain(of: units.classes[$1.unitClass].piece).amount * Int128($1.count)
        }
        return Int(clamping: most)
    }

    private func orders(_ picks: [SearchChoice.Pick], _ rule: Int) -> [[SearchChoice.Pick]] {
        let listed = picks.sorted {
            let (left, right) = (alone[$0.candidate], alone[$1.candidate])
            return left != right ? left > right : $0.candidate < $1.candidate
        }
        guard rules[rule].isCutByOrder, listed.count > 1 else { return [listed] }
        let single = listed.flatMap { pick in
            (0..<min(pick.times, CombinationProblem.maxPermuted + 1)).map { _ in
                SearchChoice.Pick(candidate: pick.candidate, times: 1)
            }
        }
        guard single.count > CombinationProblem.maxPermuted else { return permutations(of: single) }
        return listed.indices.reversed().map { place in
            var order = listed
            order.append(order.remove(at: place))
            return order
        }
    }

    private func permutations(of picks: [SearchChoice.Pick]) -> [[SearchChoice.Pick]] {
        guard picks.count > 1 else { return [picks] }
        return picks.indices.flatMap { place in
            var others = picks
            let first = others.remove(at: place)
            return permutations(of: others).map { [first] + $0 }
        }
    }
}
