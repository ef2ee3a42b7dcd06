import Testing

@testable import Promotions

/// A line of so many pieces at a price a piece, in ten-thousandths.
func line(_ element: Int, _ pieces: Int128 = 1, at price: Int128, magnitude: Int128 = 0) -> Run {
    Run(
        kind: .item, element: element, pieces: pieces * Run.onePiece, magnitude: magnitude, listPrice: price * pieces,
        price: price * pieces)
}

/// Lines of one piece each, at these prices.
func lines(_ prices: [Int128]) -> [Run] { prices.enumerated().map { line($0, at: $1) } }

/// A set of items that counts pieces; without `matches` it takes the first thousand elements.
func pieceSet(
    _ least: Int128, _ most: Int128?, _ order: DrawOrder = .moreExpensiveFirst, matches: [Bool]? = nil,
    equivalence: [Int32] = [], inequivalence: [[Int32]] = []
) -> DrawSet {
    DrawSet(
        min: least * Run.onePiece, max: most.map { $0 * Run.onePiece }, measure: .qty, order: order, kind: .item,
        matches: matches ?? Array(repeating: true, count: 1_000), equivalence: equivalence,
        inequivalence: inequivalence)
}

/// Sub-tickets one by one: by set the elements drawn, with the pieces of each in thousandths.
func elements(_ formation: Formation) -> [[[Int: Int128]]] {
    formation.groups.flatMap { group in
        let draws = group.draws.map { runs in
            runs.reduce(into: [Int: Int128]()) { $0[$1.element, default: 0] += $1.pieces }
        }
        return Array(repeating: draws, count: Int(group.repetitions))
    }
}

/// The number of sub-tickets.
func subTickets(_ formation: Formation) -> Int128 { formation.groups.reduce(0) { $0 + $1.repetitions } }

/// Where a run comes from.
private struct Origin: Hashable {
    let kind: ElementKind
    let element: Int
    let isBenefited: Bool
}

private func totals(_ runs: [Run]) -> [Origin: [Int128]] {
    var sums: [Origin: [Int128]] = [:]
    for run in runs {
        let origin = Origin(kind: run.kind, element: run.element, isBenefited: run.isBenefited)
        let quantities = [run.pieces, run.magnitude, run.listPrice, run.price]
        sums[origin] = zip(sums[origin] ?? [0, 0, 0, 0], quantities).map { $0 + $1 }
    }
    return sums
}

/// What holds for every forming: nothing is lost or made, and every draw keeps the set's sizes, filter and values.
func expectSound(
    _ formation: Formation, _ sets: [DrawSet], limit: Int? = nil, base: PriceBase = .benefitedPrice, of pool: [Run],
    _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    let drawn = formation.groups.flatMap { group in group.draws.joined().map { $0.repeated(group.repetitions) } }
    #expect(
        totals(drawn + formation.rest) == totals(pool), "conserved: \(comment())", sourceLocation: sourceLocation)
    #expect(formation.groups.allSatisfy { $0.repetitions > 0 }, sourceLocation: sourceLocation)
    #expect(limit.map { subTickets(formation) <= $0 } ?? true, sourceLocation: sourceLocation)
    for draws in formation.groups.map(\.draws) {
        for (set, runs) in zip(sets, draws) where !isSound(runs, set, base) {
            Issue.record("draw \(runs) of \(set): \(comment())", sourceLocation: sourceLocation)
        }
    }
    if formation.groups.isEmpty {
        #expect(formation.rest == pool, sourceLocation: sourceLocation)
    } else {
        #expect(formation.shortSet == nil, sourceLocation: sourceLocation)
    }
}

private func isSound(_ runs: [Run], _ set: DrawSet, _ base: PriceBase) -> Bool {
    let size = runs.reduce(Int128(0)) { $0 + $1.holding(set.measure, base) }
    guard size >= set.least, size <= set.most else { return false }
    guard runs.allSatisfy({ $0.kind == set.kind && set.matches[$0.element] }) else { return false }
    if !set.equivalence.isEmpty, Set(runs.map { set.equivalence[$0.element] }).count > 1 { return false }
    return set.inequivalence.allSatisfy { values in
        Set(runs.map { values[$0.element] }).count == runs.count
            && (set.measure != .qty || runs.allSatisfy { $0.drawablePieces == 1 })
    }
}
