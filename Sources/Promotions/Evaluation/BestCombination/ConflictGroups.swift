/// Solves a problem by its conflict groups: what shares no units and no limits is chosen independently.
enum ConflictGroups {
    /// The parts of a problem, with where they come from.
    struct Group {
        var problem: SearchProblem
        /// Positions in the whole problem.
        var classes: [Int] = []
        var rules: [Int] = []
        var candidates: [Int] = []
    }

    /// The best choice of a problem.
    ///
    /// - Parameters:
    ///   - problem: what there is to choose from.
    ///   - budget: the most steps, over all groups.
    ///   - valuing: the worth of choices of rules whose worths do not add up.
    /// - Returns: the best that was found, and the most that can be.
    static func solve(_ problem: SearchProblem, budget: Int, valuing: SearchValuing) -> SearchResult {
        var result = SearchResult(
            choices: Array(repeating: SearchChoice(), count: problem.rules.count), worth: 0, bound: 0, steps: 0)
        let groups = groups(of: problem)
        for (index, group) in groups.enumerated() {
            // A hard group may take half of what is left, so that none starves.
            let left = budget - result.steps
            let share = max(left / 2, left / (groups.count - index))
            let part = withoutActuallyEscaping(valuing) { valuing in
                var search = CombinationSearch(
                    group.problem, known: nil, budget: share
                ) { rule, choice in valuing(group.rules[rule], group.placed(choice)) }
                return search.run()
            }
            for (rule, choice) in part.choices.enumerated() {
                let placed = group.placed(choice)
                result.choices[group.rules[rule]].picks += placed.picks
                result.choices[group.rules[rule]].shared += placed.shared
            }
            result.worth += part.worth
            result.bound += part.bound
            result.steps += part.steps
        }
        return result
    }

    /// The groups, by their first class.
    static func groups(of problem: SearchProblem) -> [Group] {
        var parents = Array(problem.counts.indices)
        func root(_ unitClass: Int) -> Int {
            var root = unitClass
            while parents[root] != root { root = parents[root] }
            return root
        }
        func join(_ classes: [Int]) {
            guard let first = classes.first else { return }
            for other in classes.dropFirst() {
                let (left, right) = (root(first), root(other))
                parents[max(left, right)] = min(left, right)
            }
        }
        var byRule: [[Int]] = problem.rules.map { $0.shares.map(\.unitClass) + $0.rest }
        for candidate in problem.candidates {
            join(candidate.takes.map(\.unitClass))
            if let first = candidate.takes.first { byRule[candidate.rule].append(first.unitClass) }
        }
        for (position, rule) in problem.rules.enumerated() where !rule.isDivisible { join(byRule[position]) }
        return parts(of: problem, roots: problem.counts.indices.map(root))
    }

    private static func parts(of problem: SearchProblem, roots: [Int]) -> [Group] {
        var groups: [Group] = []
        var groupOfRoot: [Int: Int] = [:]
        var placeOfClass = roots
        for (unitClass, root) in roots.enumerated() {
            let group = groupOfRoot[root] ?? groups.count
            if group == groups.count {
                groupOfRoot[root] = group
                groups.append(
                    Group(problem: SearchProblem(counts: [], rules: [], candidates: [], grain: problem.grain)))
            }
            placeOfClass[unitClass] = groups[group].classes.count
            groups[group].classes.append(unitClass)
            groups[group].problem.counts.append(problem.counts[unitClass])
        }
        var candidatesOfRule: [[Int]] = Array(repeating: [], count: problem.rules.count)
        for (index, candidate) in problem.candidates.enumerated() where !candidate.takes.isEmpty {
            candidatesOfRule[candidate.rule].append(index)
        }
        for (position, rule) in problem.rules.enumerated() {
            var placeInGroup: [Int: Int] = [:]
            func place(in group: Int) -> Int {
                if let place = placeInGroup[group] { return place }
                var part = rule
                part.shares = []
                part.rest = rule.rest.map { placeOfClass[$0] }
                groups[group].problem.rules.append(part)
                groups[group].rules.append(position)
                placeInGroup[group] = groups[group].rules.count - 1
                return groups[group].rules.count - 1
            }
            for share in rule.shares {
                guard let group = groupOfRoot[roots[share.unitClass]] else { continue }
                let local = place(in: group)
                groups[group].problem.rules[local].shares.append(
                    SearchProblem.Share(unitClass: placeOfClass[share.unitClass], worth: share.worth))
            }
            for index in candidatesOfRule[position] {
                var candidate = problem.candidates[index]
                guard let group = groupOfRoot[roots[candidate.takes[0].unitClass]] else { continue }
                candidate.rule = place(in: group)
                for take in candidate.takes.indices {
                    candidate.takes[take].unitClass = placeOfClass[candidate.takes[take].unitClass]
                }
                groups[group].problem.candidates.append(candidate)
                groups[group].candidates.append(index)
            }
        }
        return groups.filter { !$0.rules.isEmpty }
    }
}

extension ConflictGroups.Group {
    /// A choice of one of its rules, in the numbers of the whole problem.
    fileprivate func placed(_ choice: SearchChoice) -> SearchChoice {
        SearchChoice(
            picks: choice.picks.map { SearchChoice.Pick(candidate: candidates[$0.candidate], times: $0.times) },
            shared: choice.shared.map { SearchProblem.Take(unitClass: classes[$0.unitClass], count: $0.count) })
    }
}

extension SearchProblem.Rule {
    /// Whether what is chosen of it in one group says nothing about another.
    fileprivate var isDivisible: Bool { most == .max && cap == nil && worth == .sum && !isShared && rest.isEmpty }
}
