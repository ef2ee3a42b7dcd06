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
        guard rules[rule].isCutByOrder, listed.count > 1 else { return [listed] }
        guard listed.count > CombinationProblem.maxPermuted else { return permutations(of: listed) }
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

extension CombinationRule {
    /// Whether what limits leave depends on the order in which sub-tickets are granted.
    var isCutByOrder: Bool {
        limits.contains { $0.kind == .benefitedProductCount } || (monetary.count > 1 && !limits.isEmpty)
    }
}
