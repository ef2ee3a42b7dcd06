/// Chooses the units that benefit.
struct Choosing {
    /// In which order they are taken.
    let order: DrawOrder
    /// The price that orders them.
    let base: PriceBase
    /// The most that benefits, by the benefit's definition.
    let cap: Benefit.MaxApplication?
    /// The most pieces that limits leave, in thousandths; nil where no limit counts pieces.
    let pieceLimit: Int128?
    /// What may be spent on pieces that have a price in points; nil where they have none.
    var budget: PointsBudget?

    /// Splits units into those that benefit and the rest.
    ///
    /// - Parameter eligible: the units of the target that may benefit, ascending by element.
    /// - Returns: the chosen, ascending by element, and what is left of the others.
    func choose(from eligible: [Unit]) -> (chosen: [Unit], rest: [Unit]) {
        guard cap != nil || pieceLimit != nil || budget != nil else { return (eligible, []) }
        var units = eligible
        var chosen: [Unit] = []
        var capLeft = cap?.value
        var piecesLeft = pieceLimit
        var budget = budget
        for (index, onePieceOnly) in steps(units) where !units[index].run.isEmpty {
            if let left = capLeft, left <= 0 { break }
            var wanted = onePieceOnly ? min(Run.onePiece, units[index].run.pieces) : units[index].run.pieces
            if let room = wholePieces(capLeft, piecesLeft) {
                if room == 0 { break }
                wanted = min(wanted, room)
            }
            if let open = budget {
                // What the points do not pay for is passed over for the next.
                guard let payable = open.payable(units[index].run) else { continue }
                wanted = min(wanted, payable)
            }
            // A sliver of a piece, split off by weight or price, counts no pieces; it is taken whole.
            guard var part = units[index].run.take(max(wanted, 1), of: max(units[index].run.pieces, 1)) else {
                continue
            }
            if let cap, cap.measure != .qty, let left = capLeft {
                let size = part.size(in: cap.measure, base: base)
                if size > left {
                    let taken = part.take(left, of: size)
                    units[index].run.absorb(part)
                    guard let taken else { continue }
                    part = taken
                }
            }
            if let cap { capLeft = capLeft.map { $0 - size(of: part, in: cap.measure) } }
            budget?.pay(for: part)
            piecesLeft = piecesLeft.map { $0 - size(of: part, in: .qty) }
            var taken = units[index]
            taken.run = part
            chosen.append(taken)
        }
        chosen.putInLineOrder()
        return (chosen, units.filter { !$0.run.isEmpty })
    }

    /// A part of a piece takes a whole one of what is allowed.
    private func size(of part: Run, in measure: Measure) -> Int128 {
        measure == .qty ? part.countedPieces * Run.onePiece : part.size(in: measure, base: base)
    }

    /// The whole pieces that may still be taken; nil where their number does not matter.
    private func wholePieces(_ capLeft: Int128?, _ piecesLeft: Int128?) -> Int128? {
        let byCap = cap?.measure == .qty ? capLeft : nil
        guard byCap != nil || piecesLeft != nil else { return nil }
        return min(byCap ?? .max, piecesLeft ?? .max) / Run.onePiece * Run.onePiece
    }

    /// The units in the order in which they are taken; `true` takes one piece only.
    private func steps(_ units: [Unit]) -> [(Int, Bool)] {
        guard order != .asEntered else {
            // Combinations hand units over as they drew them.
            return units.indices.sorted { (units[$0].run.element, $0) < (units[$1].run.element, $1) }
                .map { ($0, false) }
        }
        func ascending() -> [Int] {
            units.indices.sorted { left, right in
                if units[left].run.isCheaper(than: units[right].run, base) { return true }
                if units[right].run.isCheaper(than: units[left].run, base) { return false }
                return precedesAtSamePrice(units[left].run, units[right].run)
            }
        }
        func descending() -> [Int] {
            units.indices.sorted { left, right in
                if units[right].run.isCheaper(than: units[left].run, base) { return true }
                if units[left].run.isCheaper(than: units[right].run, base) { return false }
                return precedesAtSamePrice(units[left].run, units[right].run)
            }
        }
        switch order {
        case .lessExpensiveFirst, .asEntered: return ascending().map { ($0, false) }
        case .moreExpensiveFirst: return descending().map { ($0, false) }
        case .oneMoreExpensive: return descending().prefix(1).map { ($0, true) } + ascending().map { ($0, false) }
        case .oneLessExpensive: return ascending().prefix(1).map { ($0, true) } + descending().map { ($0, false) }
        }
    }

    private func precedesAtSamePrice(_ left: Run, _ right: Run) -> Bool {
        left.isBenefited != right.isBenefited ? right.isBenefited : left.element < right.element
    }
}
