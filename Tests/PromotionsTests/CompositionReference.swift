@testable import Promotions

/// Forming done the slow way: pieces one by one, every choice tried.
///
/// It shares nothing with the code it judges but the types: orders are sorted afresh, what stays reachable is found by
/// augmenting paths, the most sub-tickets of fixed sizes by trying all formings.
struct CompositionReference {
    /// One piece.
    struct Unit {
        let element: Int
        let price: Int128
        let isBenefited: Bool
        let sets: Set<Int>
    }

    /// By sub-ticket and set: elements with their number of pieces.
    typealias SubTickets = [[[Int: Int128]]]

    let sets: [DrawSet]
    let units: [Unit]
    /// By set: the units it prefers for its first draw, and for the others.
    let first: [[Int]]
    let rest: [[Int]]

    init(_ sets: [DrawSet], _ pool: [Run]) {
        self.sets = sets
        let all: [Unit] = pool.flatMap { run in
            let matching = sets.indices.filter { sets[$0].matches[run.element] }
            let unit = Unit(
                element: run.element, price: run.price * Run.onePiece / run.pieces, isBenefited: run.isBenefited,
                sets: Set(matching))
            return Array(repeating: unit, count: Int(run.pieces / Run.onePiece))
        }
        func sorted(_ set: Int, _ dearFirst: Bool?) -> [Int] {
            all.indices.filter { all[$0].sets.contains(set) }.sorted { left, right in
                let (one, other) = (all[left], all[right])
                if let dearFirst, one.price != other.price { return (one.price > other.price) == dearFirst }
                if dearFirst != nil, one.isBenefited != other.isBenefited { return other.isBenefited }
                return (one.element, left) < (other.element, right)
            }
        }
        units = all
        first = sets.enumerated().map { place, set in
            switch set.order {
            case .moreExpensiveFirst, .oneMoreExpensive: sorted(place, true)
            case .lessExpensiveFirst, .oneLessExpensive: sorted(place, false)
            case .asEntered: sorted(place, nil)
            }
        }
        rest = sets.enumerated().map { place, set in
            switch set.order {
            case .moreExpensiveFirst, .oneLessExpensive: sorted(place, true)
            case .lessExpensiveFirst, .oneMoreExpensive: sorted(place, false)
            case .asEntered: sorted(place, nil)
            }
        }
    }

    /// The sub-tickets by the rule: the best number of any order of listing, then the first draws that keep it.
    func form() -> SubTickets {
        var target = 0
        while true {
            let best = orders(Array(sets.indices)).map { greedy($0, keeping: target).count }.max() ?? 0
            if best == target { return greedy(Array(sets.indices), keeping: target) }
            target = best
        }
    }

    /// Sub-ticket by sub-ticket, set by set, unit by unit; the rest of `target` stays possible with each unit drawn.
    func greedy(_ listing: [Int], keeping target: Int) -> SubTickets {
        var free = UInt64(1) << UInt64(units.count) - 1
        var result: SubTickets = []
        while true {
            let later = max(0, target - result.count - 1)
            var needs = sets.map { Int($0.least) * (1 + later) }
            guard canServe(needs, from: free) else { return result }
            var draws = [[Int: Int128]](repeating: [:], count: sets.count)
            for set in listing {
                var taken = 0
                while taken < Int(min(sets[set].most, 1_000)) {
                    var after = needs
                    if taken < Int(sets[set].least) { after[set] -= 1 }
                    let order = taken == 0 ? first[set] : rest[set]
                    let unit = order.first { free & bit($0) != 0 && canServe(after, from: free & ~bit($0)) }
                    guard let unit else { break }
                    free &= ~bit(unit)
                    needs = after
                    taken += 1
                    draws[set][units[unit].element, default: 0] += Run.onePiece
                }
            }
            result.append(draws)
        }
    }

    private func bit(_ unit: Int) -> UInt64 { 1 << UInt64(unit) }

    /// Whether free units can be given to sets so that each gets what it needs: one augmenting path for each need.
    private func canServe(_ needs: [Int], from free: UInt64) -> Bool {
        if needs.reduce(0, +) > free.nonzeroBitCount { return false }
        var servedBy = [Int](repeating: -1, count: units.count)
        func place(_ set: Int, _ visited: inout UInt64) -> Bool {
            for unit in first[set] where free & ~visited & bit(unit) != 0 {
                visited |= bit(unit)
                if servedBy[unit] < 0 || place(servedBy[unit], &visited) {
                    servedBy[unit] = set
                    return true
                }
            }
            return false
        }
        for (set, need) in needs.enumerated() {
            for _ in 0..<need {
                var visited: UInt64 = 0
                if !place(set, &visited) { return false }
            }
        }
        return true
    }

    /// The most sub-tickets that sets of fixed sizes allow, and the first of all formings that reach it.
    func formExhaustively() -> SubTickets {
        var known: [UInt64: Int] = [:]
        func most(_ free: UInt64) -> Int {
            if let number = known[free] { return number }
            let number = choices(free).map { 1 + most(without($0, free)) }.max() ?? 0
            known[free] = number
            return number
        }
        var free = UInt64(1) << UInt64(units.count) - 1
        var result: SubTickets = []
        while most(free) > 0 {
            let wanted = most(free)
            let best = choices(free).filter { 1 + most(without($0, free)) == wanted }
                .min { key($0).lexicographicallyPrecedes(key($1)) }
            guard let best else { break }
            free = without(best, free)
            result.append(
                best.map { chosen in
                    chosen.reduce(into: [:]) { $0[units[$1].element, default: 0] += Run.onePiece }
                })
        }
        return result
    }

    private func without(_ choice: [[Int]], _ free: UInt64) -> UInt64 {
        choice.joined().reduce(free) { $0 & ~bit($1) }
    }

    /// The places in the set's order of what a sub-ticket draws.
    private func key(_ choice: [[Int]]) -> [Int] {
        choice.enumerated().flatMap { set, chosen in
            let places = chosen.map { unit in
                (unit, first[set].firstIndex(of: unit) ?? 0, rest[set].firstIndex(of: unit) ?? 0)
            }
            let head = places.min { $0.1 < $1.1 }
            return [head?.1 ?? 0] + places.filter { $0.0 != head?.0 }.map(\.2).sorted()
        }
    }

    /// Every sub-ticket that free units allow: by set the units.
    private func choices(_ free: UInt64, from set: Int = 0) -> [[[Int]]] {
        if set == sets.count { return [[]] }
        let matching = first[set].filter { free & bit($0) != 0 }
        return subsets(of: matching[...], Int(sets[set].least)).flatMap { chosen in
            choices(without([chosen], free), from: set + 1).map { [chosen] + $0 }
        }
    }

    private func subsets(of values: ArraySlice<Int>, _ size: Int) -> [[Int]] {
        if size == 0 { return [[]] }
        guard let head = values.first else { return [] }
        let tail = values.dropFirst()
        return subsets(of: tail, size - 1).map { [head] + $0 } + subsets(of: tail, size)
    }

    /// All orders of some values.
    func orders(_ values: [Int]) -> [[Int]] {
        if values.isEmpty { return [[]] }
        return values.flatMap { value in orders(values.filter { $0 != value }).map { [value] + $0 } }
    }
}
