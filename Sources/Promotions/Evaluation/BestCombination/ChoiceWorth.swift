/// What choices of a rule are worth, and in which order its sub-tickets are granted.
///
/// The sub-ticket worth most by itself is granted first. Of equals, where what limits leave depends on it, the order
/// that leaves the customer most; with many equals, and otherwise, as they were listed.
extension CombinationProblem {
    /// The most equals whose orders are all tried.
    private static let maxPermuted = 4

    /// The worth of a choice, and the order in which its sub-tickets are granted.
    ///
    /// - Parameters:
    ///   - choice: sub-tickets, or units of a promotion without them.
    ///   - rule: position of the promotion among the rules.
    /// - Returns: nil where one of its applications would grant nothing.
    func valued(_ choice: SearchChoice, of rule: Int) -> (worth: Int, order: [SearchChoice.Pick])? {
        if isWhole(rule) || !choice.shared.isEmpty {
            let runs = choice.shared.map { (0, units.classes[$0.unitClass].piece.repeated(Int128($0.count))) }
            let applications = applications(of: runs, rule)
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

    private func orders(_ picks: [SearchChoice.Pick], _ rule: Int) -> [[SearchChoice.Pick]] {
        let listed = picks.sorted {
            let (left, right) = (alone[$0.candidate], alone[$1.candidate])
            return left != right ? left > right : $0.candidate < $1.candidate
        }
        guard rules[rule].isCutByOrder else { return [listed] }
        var orders: [[SearchChoice.Pick]] = [[]]
        var start = 0
        while start < listed.count {
            let worth = alone[listed[start].candidate]
            let equals = Array(listed[start...].prefix { alone[$0.candidate] == worth })
            let ways = equals.count > CombinationProblem.maxPermuted ? [equals] : permutations(of: equals)
            orders = orders.flatMap { order in ways.map { order + $0 } }
            start += equals.count
        }
        return orders
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

extension CombinationRule {
    /// Whether what limits leave depends on the order in which sub-tickets of the same worth are granted.
    fileprivate var isCutByOrder: Bool {
        limits.contains { $0.kind == .benefitedProductCount } || (monetary.count > 1 && !limits.isEmpty)
    }
}
