/// Carries planned draws out: splits runs exactly, in bulk where sub-tickets come out alike.
///
/// What a sub-ticket draws of a run is `total * n / k` rounded down, and the rest keeps the remainder; so equal draws
/// of a run may differ in the last digit. How often they stay equal follows from the numbers (see `extraTimes`), which
/// keeps the work independent of the number of pieces.
struct Extraction: Sendable {
    /// A part split off, with the run as it was before and what it was measured by.
    private struct Part {
        let set: Int
        let run: Int
        let amount: Int128
        let isLast: Bool
        let before: Run
        let drawn: Run
    }

    /// What is left of each run of the pool.
    var runs: [Run]
    private let measures: [Measure]
    private let base: PriceBase
    /// What one sub-ticket draws of each run, while it is worked on.
    private var losses: [Run?]

    /// An extraction that has not begun.
    ///
    /// - Parameters:
    ///   - pool: what can be drawn.
    ///   - measures: by set, what its draws count.
    ///   - base: the price that counts where price is the measure.
    init(from pool: [Run], measures: [Measure], base: PriceBase) {
        runs = pool
        self.measures = measures
        self.base = base
        losses = []
    }

    /// Draws what a planned group takes.
    ///
    /// - Parameter group: takes that the runs can bear.
    /// - Returns: one group for each difference in the last digit.
    mutating func extract(_ group: PlannedGroup) -> [SubTicketGroup] {
        if group.repetitions == 1 { return [SubTicketGroup(repetitions: 1, draws: drawOnce(group))] }
        if losses.isEmpty { losses = Array(repeating: nil, count: runs.count) }
        var groups: [SubTicketGroup] = []
        var left = group.repetitions
        while left > 0 {
            let parts = splitOnce(group)
            for part in parts { losses[part.run] = losses[part.run]?.adding(part.drawn) ?? part.drawn }
            var extra = left - 1
            for part in parts where extra > 0 {
                guard let loss = losses[part.run] else { continue }
                extra = min(extra, extraTimes(part, loss))
            }
            for part in parts {
                guard let loss = losses[part.run] else { continue }
                runs[part.run].remove(loss.repeated(extra))
                losses[part.run] = nil
            }
            var draws = [[Run]](repeating: [], count: group.draws.count)
            for part in parts { draws[part.set].append(part.drawn) }
            groups.append(SubTicketGroup(repetitions: extra + 1, draws: draws))
            left -= extra + 1
        }
        return groups
    }

    private mutating func drawOnce(_ group: PlannedGroup) -> [[Run]] {
        var draws = [[Run]](repeating: [], count: group.draws.count)
        for set in group.listing {
            draws[set].reserveCapacity(group.draws[set].count)
            for take in group.draws[set] {
                let whole = runs[take.run].size(in: measures[set], base: base)
                draws[set].append(runs[take.run].split(min(take.amount, whole), of: whole))
            }
        }
        return draws
    }

    private mutating func splitOnce(_ group: PlannedGroup) -> [Part] {
        var parts: [Part] = []
        for set in group.listing {
            for take in group.draws[set] {
                let before = runs[take.run]
                let whole = before.size(in: measures[set], base: base)
                let amount = min(take.amount, whole)
                let drawn = runs[take.run].split(amount, of: whole)
                parts.append(
                    Part(
                        set: set, run: take.run, amount: amount, isLast: take.amount > whole, before: before,
                        drawn: drawn))
            }
        }
        return parts
    }

    /// How often a part comes out the same again when each sub-ticket takes `loss` of its run.
    ///
    /// After t further sub-tickets the run holds `Q - t * dQ` of a quantity and `K - t * dK` of the measure; the part
    /// stays `q` while `q * (K - t * dK) <= a * (Q - t * dQ) < (q + 1) * (K - t * dK)`.
    private func extraTimes(_ part: Part, _ loss: Run) -> Int128 {
        if part.isLast { return 0 }
        let whole = part.before.size(in: measures[part.set], base: base)
        let wholeLoss = loss.size(in: measures[part.set], base: base)
        var extra = (whole - part.amount) / wholeLoss
        func bound(_ held: Int128, _ drawn: Int128, _ lost: Int128) {
            let rise = (drawn + 1) * wholeLoss - part.amount * lost
            if rise > 0 { extra = min(extra, ((drawn + 1) * whole - part.amount * held - 1) / rise) }
            let fall = part.amount * lost - drawn * wholeLoss
            if fall > 0 { extra = min(extra, (part.amount * held - drawn * whole) / fall) }
        }
        bound(part.before.pieces, part.drawn.pieces, loss.pieces)
        bound(part.before.magnitude, part.drawn.magnitude, loss.magnitude)
        bound(part.before.listPrice, part.drawn.listPrice, loss.listPrice)
        bound(part.before.price, part.drawn.price, loss.price)
        return extra
    }
}

extension Run {
    /// The run with the quantities of another on top.
    fileprivate func adding(_ other: Run) -> Run {
        var sum = self
        sum.pieces += other.pieces
        sum.magnitude += other.magnitude
        sum.listPrice += other.listPrice
        sum.price += other.price
        return sum
    }

    /// Takes the quantities of another off.
    fileprivate mutating func remove(_ other: Run) {
        pieces -= other.pieces
        magnitude -= other.magnitude
        listPrice -= other.listPrice
        price -= other.price
    }
}
