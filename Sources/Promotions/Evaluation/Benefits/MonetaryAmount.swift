/// What a monetary benefit takes off the chosen units of one application: percentage, amount off, or new price.
struct MonetaryAmount {
    /// Percent of a hundred, and thousandths of pieces and weights, meet in this denominator.
    private static let denominator: Int128 = 1_000_000

    /// The exact part of each chosen unit, as a numerator.
    private let parts: [Int128]
    /// The exact whole, as a numerator.
    private let total: Int128
    /// Whether it is granted once for all.
    private let isOnce: Bool
    /// Money above the floor of each chosen unit.
    private let room: [Int128]
    private let bases: [Int128]
    private let units: [Unit]
    /// The chosen units of each line, lines ascending.
    private let lines: [Range<Int>]
    /// By line: the most that it can bear, in whole minor units; nothing where the benefit gives it nothing.
    private let caps: [Int128]
    private let currency: Currency

    /// Works out the exact amount.
    ///
    /// - Parameters:
    ///   - kind: a monetary benefit.
    ///   - value: its percentage, amount or price in ten-thousandths, steps applied.
    ///   - units: the chosen units, ascending by element.
    ///   - base: the price it is computed on.
    ///   - floors: by unit: the least price of it that promotions must leave.
    ///   - currency: how it is rounded.
    init(kind: BenefitKind, value: Int128, units: [Unit], base: PriceBase, floors: [Int128], currency: Currency) {
        let bases = units.map { $0.run.price(base) }
        let room = zip(units, floors).map { max(0, $0.run.price - $1) }
        let isOnce = kind.unit == .na
        let parts = units.indices.map { index in
            let part = MonetaryAmount.part(kind, value, units[index].run, bases[index])
            return isOnce ? part : min(part, room[index] * MonetaryAmount.denominator)
        }
        let whole = bases.reduce(0, +) * MonetaryAmount.denominator
        let once =
            switch kind {
            case .fixedDiscount: min(whole, value * MonetaryAmount.denominator)
            case .newPrice: max(0, whole - value * MonetaryAmount.denominator)
            default: parts.reduce(0, +)
            }
        total = isOnce ? min(once, room.reduce(0, +) * MonetaryAmount.denominator) : parts.reduce(0, +)
        lines = MonetaryAmount.lines(units)
        caps = lines.map { line in
            let weights = isOnce ? bases : parts
            guard line.contains(where: { weights[$0] > 0 }) else { return 0 }
            return room[line].reduce(0, +) / currency.minorUnit * currency.minorUnit
        }
        (self.bases, self.room, self.isOnce, self.parts) = (bases, room, isOnce, parts)
        (self.units, self.currency) = (units, currency)
    }

    private static func part(_ kind: BenefitKind, _ value: Int128, _ run: Run, _ base: Int128) -> Int128 {
        let measured = kind.unit == .magnitude ? run.magnitude : run.pieces
        let whole = base * denominator
        return switch kind {
        case .percentageDiscount: base * value
        case .fixedDiscount: min(whole, value * measured * 1_000)
        case .newPrice: max(0, whole - value * measured * 1_000)
        default: 0
        }
    }

    private static func lines(_ units: [Unit]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for index in units.indices {
            if let last = result.last, units[last.lowerBound].run.element == units[index].run.element {
                result[result.count - 1] = last.lowerBound..<index + 1
            } else {
                result.append(index..<index + 1)
            }
        }
        return result
    }

    /// The amount in ten-thousandths, rounded once to the currency's minor unit and never above what the lines bear.
    var rounded: Int128 {
        let exact = isOnce || currency.roundAt == .application ? round(total) : lineAmounts.reduce(0, +)
        return min(caps.reduce(0, +), exact)
    }

    /// The shares of an amount, by chosen unit.
    ///
    /// - Parameters:
    ///   - amount: at most `rounded`.
    ///   - proration: how it is spread.
    /// - Returns: shares that sum to the amount.
    func shares(_ amount: Int128, _ proration: Benefit.Proration) -> [Int128] {
        var shares = Array(repeating: Int128(0), count: units.count)
        let weights = isOnce ? bases : parts
        for (line, share) in zip(lines, lineShares(amount, proration)) {
            let split = Spread.byWeight(
                share, weights: line.map { weights[$0] }, caps: line.map { room[$0] }, unit: 1)
            for (index, part) in zip(line, split) { shares[index] = part }
        }
        return shares
    }

    private func lineShares(_ amount: Int128, _ proration: Benefit.Proration) -> [Int128] {
        switch proration {
        case .mostExpensiveFirst: return Spread.filling(amount, in: linesByPrice(descending: true), caps: caps)
        case .cheapestFirst: return Spread.filling(amount, in: linesByPrice(descending: false), caps: caps)
        case .proportional:
            if !isOnce, currency.roundAt != .application {
                let exact = lineAmounts
                if exact.reduce(0, +) == amount { return exact }
            }
            let weights = lines.map { sum(isOnce ? bases : parts, $0) }
            return Spread.byWeight(amount, weights: weights, caps: caps, unit: currency.minorUnit)
        }
    }

    private func sum(_ values: [Int128], _ range: Range<Int>) -> Int128 { values[range].reduce(0, +) }

    private func round(_ numerator: Int128) -> Int128 {
        currency.rounding.divide(numerator, by: MonetaryAmount.denominator * currency.minorUnit) * currency.minorUnit
    }

    /// What each line gets where lines or pieces are rounded.
    private var lineAmounts: [Int128] {
        zip(lines, caps).map { line, cap in
            guard currency.roundAt == .unit else { return min(cap, round(sum(parts, line))) }
            let pieces = line.reduce(Int128(0)) { total, index in
                let count = units[index].run.countedPieces
                let numerator = MonetaryAmount.denominator * currency.minorUnit * count
                return total + currency.rounding.divide(parts[index], by: numerator) * currency.minorUnit * count
            }
            return min(cap, pieces)
        }
    }

    private func linesByPrice(descending: Bool) -> [Int] {
        let prices = lines.map { line in
            (money: sum(bases, line), pieces: max(1, line.reduce(0) { $0 + units[$1].run.pieces }))
        }
        return lines.indices.sorted { left, right in
            let difference = prices[left].money * prices[right].pieces - prices[right].money * prices[left].pieces
            if difference == 0 { return left < right }
            return descending ? difference > 0 : difference < 0
        }
    }
}
