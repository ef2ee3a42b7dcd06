/// What a monetary benefit takes off the chosen units of one application: percentage, amount off, or new price.
struct MonetaryAmount {
    /// Percent of a hundred, and thousandths of pieces and weights, meet in this denominator.
    static var denominator: Int128 { 1_000_000 }

    /// What counts of a chosen unit.
    private struct Part {
        /// The price it is computed on.
        let base: Int128
        /// Money above its floor.
        let room: Int128
        /// What it gets exactly, as a numerator.
        let exact: Int128
        /// By what money is split: the base where the benefit is granted once for all, else the exact part.
        let weight: Int128
    }

    /// The chosen units of one line.
    private struct Line {
        var parts: Range<Int>
        var weight: Int128
        /// The most that it can bear, in whole minor units; nothing where the benefit gives it nothing.
        var cap: Int128
    }

    /// By chosen unit.
    private let parts: [Part]
    /// Ascending.
    private let lines: [Line]
    /// The exact whole, as a numerator.
    private let total: Int128
    /// Whether it is granted once for all.
    private let isOnce: Bool
    private let units: [Unit]
    private let currency: Currency

    /// Works out the exact amount.
    ///
    /// - Parameters:
    ///   - kind: a monetary benefit.
    ///   - value: its percentage, amount or price in ten-thousandths, steps applied.
    ///   - units: the chosen units, ascending by element.
    ///   - base: the price it is computed on.
    ///   - floors: by unit: the least price of it that promotions must leave; empty where that is nothing.
    ///   - currency: how it is rounded.
    init(kind: BenefitKind, value: Int128, units: [Unit], base: PriceBase, floors: [Int128], currency: Currency) {
        let unit = kind.unit
        let isOnce = unit == .na
        let parts = units.indices.map { index in
            let run = units[index].run
            let (base, room) = (run.price(base), max(0, run.price - (floors.isEmpty ? 0 : floors[index])))
            let exact = MonetaryAmount.part(kind, unit, value, run, base)
            let borne = isOnce ? exact : min(exact, room * MonetaryAmount.denominator)
            return Part(base: base, room: room, exact: borne, weight: isOnce ? base : borne)
        }
        let whole = parts.reduce(0) { $0 + $1.base } * MonetaryAmount.denominator
        let exact = parts.reduce(0) { $0 + $1.exact }
        let once =
            switch kind {
            case .fixedDiscount: min(whole, value * MonetaryAmount.denominator)
            case .newPrice: max(0, whole - value * MonetaryAmount.denominator)
            default: exact
            }
        total = isOnce ? min(once, parts.reduce(0) { $0 + $1.room } * MonetaryAmount.denominator) : exact
        lines = MonetaryAmount.lines(units, parts, currency)
        (self.isOnce, self.parts, self.units, self.currency) = (isOnce, parts, units, currency)
    }

    /// What a run gets exactly, whatever it can bear, as a numerator.
    static func part(_ kind: BenefitKind, _ unit: Benefit.Unit?, _ value: Int128, _ run: Run, _ base: Int128) -> Int128
    {
        let measured = unit == .magnitude ? run.magnitude : run.pieces
        switch kind {
        case .percentageDiscount: return WideProduct.product(base, value)
        case .fixedDiscount: return min(base * denominator, WideProduct.product(value, measured) * 1_000)
        case .newPrice: return max(0, base * denominator - WideProduct.product(value, measured) * 1_000)
        default: return 0
        }
    }

    private static func lines(_ units: [Unit], _ parts: [Part], _ currency: Currency) -> [Line] {
        var result: [Line] = []
        result.reserveCapacity(units.count)
        for index in units.indices {
            let last = result.count - 1
            if last >= 0, units[index - 1].run.element == units[index].run.element {
                result[last].parts = result[last].parts.lowerBound..<index + 1
                result[last].weight += parts[index].weight
                result[last].cap += parts[index].room
            } else {
                result.append(Line(parts: index..<index + 1, weight: parts[index].weight, cap: parts[index].room))
            }
        }
        for index in result.indices {
            let isGiven = parts[result[index].parts].contains { $0.weight > 0 }
            result[index].cap = isGiven ? result[index].cap / currency.minorUnit * currency.minorUnit : 0
        }
        return result
    }

    /// The amount in ten-thousandths, rounded once to the currency's minor unit and never above what the lines bear.
    var rounded: Int128 {
        let exact = isOnce || currency.roundAt == .application ? round(total) : lineAmounts.reduce(0, +)
        return min(lines.reduce(0) { $0 + $1.cap }, exact)
    }

    /// The shares of an amount, by chosen unit.
    ///
    /// - Parameters:
    ///   - amount: at most `rounded`.
    ///   - proration: how it is spread.
    /// - Returns: shares that sum to the amount.
    func shares(_ amount: Int128, _ proration: Benefit.Proration) -> [Int128] {
        let lineShares = lineShares(amount, proration)
        // Most lines are one unit each: then a line's share is the unit's.
        if lines.count == units.count { return lineShares }
        var shares = Array(repeating: Int128(0), count: units.count)
        for (line, share) in zip(lines, lineShares) {
            if line.parts.count == 1 {
                shares[line.parts.lowerBound] = share
                continue
            }
            let split = Spread.byWeight(
                share, weights: parts[line.parts].map(\.weight), caps: parts[line.parts].map(\.room), unit: 1)
            for (index, part) in zip(line.parts, split) { shares[index] = part }
        }
        return shares
    }

    private func lineShares(_ amount: Int128, _ proration: Benefit.Proration) -> [Int128] {
        if lines.count == 1 { return [min(amount, lines[0].cap)] }
        let caps = lines.map(\.cap)
        switch proration {
        case .mostExpensiveFirst: return Spread.filling(amount, in: linesByPrice(descending: true), caps: caps)
        case .cheapestFirst: return Spread.filling(amount, in: linesByPrice(descending: false), caps: caps)
        case .proportional:
            if !isOnce, currency.roundAt != .application {
                let exact = lineAmounts
                if exact.reduce(0, +) == amount { return exact }
            }
            return Spread.byWeight(amount, weights: lines.map(\.weight), caps: caps, unit: currency.minorUnit)
        }
    }

    private func round(_ numerator: Int128) -> Int128 {
        currency.rounding.divide(numerator, by: MonetaryAmount.denominator * currency.minorUnit) * currency.minorUnit
    }

    /// What each line gets where lines or pieces are rounded.
    private var lineAmounts: [Int128] {
        lines.map { line in
            guard currency.roundAt == .unit else {
                return min(line.cap, round(parts[line.parts].reduce(0) { $0 + $1.exact }))
            }
            let pieces = line.parts.reduce(Int128(0)) { total, index in
                let count = units[index].run.countedPieces
                let numerator = MonetaryAmount.denominator * currency.minorUnit * count
                return total + currency.rounding.divide(parts[index].exact, by: numerator) * currency.minorUnit * count
            }
            return min(line.cap, pieces)
        }
    }

    private func linesByPrice(descending: Bool) -> [Int] {
        let prices = lines.map { line in
            (
                money: parts[line.parts].reduce(Int128(0)) { $0 + $1.base },
                pieces: max(1, units[line.parts].reduce(0) { $0 + $1.run.pieces })
            )
        }
        return lines.indices.sorted { left, right in
            let difference = prices[left].money * prices[right].pieces - prices[right].money * prices[left].pieces
            if difference == 0 { return left < right }
            return descending ? difference > 0 : difference < 0
        }
    }
}
