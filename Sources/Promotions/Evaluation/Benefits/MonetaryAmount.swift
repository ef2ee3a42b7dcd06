/// What a monetary benefit takes off the chosen units of one application: percentage, amount off, or new price.
struct MonetaryAmount {
    /// Percent of a hundred, and thousandths of pieces and weights, meet in this denominator.
    private static let denominator: Int128 = 1_000_000

    /// The exact part of each chosen unit, as a numerator.
    private var parts: [Int128]
    /// The exact whole, as a numerator.
    private var total: Int128
    /// Whether it is granted once for all.
    private let isOnce: Bool
    /// Money above the floor of each chosen unit.
    private let room: [Int128]
    private let bases: [Int128]
    private let units: [Unit]

    /// Works out the exact amount.
    ///
    /// - Parameters:
    ///   - kind: a monetary benefit.
    ///   - value: its percentage, amount or price in ten-thousandths, steps applied.
    ///   - units: the chosen units.
    ///   - base: the price it is computed on.
    ///   - floors: by unit: the least price of it that promotions must leave.
    init(kind: BenefitKind, value: Int128, units: [Unit], base: PriceBase, floors: [Int128]) {
        self.units = units
        bases = units.map { $0.run.price(base) }
        room = zip(units, floors).map { max(0, $0.run.price - $1) }
        isOnce = kind.unit == .na
        parts = units.indices.map { [bases] index in
            let run = units[index].run
            let measured = kind.unit == .magnitude ? run.magnitude : run.pieces
            let whole = bases[index] * MonetaryAmount.denominator
            return switch kind {
            case .percentageDiscount: bases[index] * value
            case .fixedDiscount: min(whole, value * measured * 1_000)
            case .newPrice: max(0, whole - value * measured * 1_000)
            default: 0
            }
        }
        let whole = bases.reduce(0, +) * MonetaryAmount.denominator
        switch (kind, isOnce) {
        case (.fixedDiscount, true): total = min(whole, value * MonetaryAmount.denominator)
        case (.newPrice, true): total = max(0, whole - value * MonetaryAmount.denominator)
        default: total = parts.reduce(0, +)
        }
        if isOnce {
            total = min(total, room.reduce(0, +) * MonetaryAmount.denominator)
        } else {
            for index in parts.indices { parts[index] = min(parts[index], room[index] * MonetaryAmount.denominator) }
            total = parts.reduce(0, +)
        }
    }

    /// The amount in ten-thousandths, rounded once to the currency's minor unit and never above what the lines bear.
    func rounded(_ currency: Currency) -> Int128 {
        let bearable = lines.reduce(0) { $0 + floored(sum(room, $1), currency) }
        switch isOnce ? .application : currency.roundAt {
        case .application: return min(bearable, round(total, currency))
        case .line: return min(bearable, lineAmounts(currency).reduce(0, +))
        case .unit: return min(bearable, lineAmounts(currency).reduce(0, +))
        }
    }

    /// The shares of an amount, by chosen unit.
    ///
    /// - Parameters:
    ///   - amount: at most what `rounded` gave.
    ///   - proration: how it is spread.
    ///   - currency: whose minor unit the lines' shares are multiples of.
    /// - Returns: shares that sum to the amount.
    func shares(_ amount: Int128, _ proration: Benefit.Proration, _ currency: Currency) -> [Int128] {
        let caps = lines.map { floored(sum(room, $0), currency) }
        let lineShares: [Int128]
        switch proration {
        case .proportional:
            let exact = lineAmounts(currency)
            if !isOnce, currency.roundAt != .application, exact.reduce(0, +) == amount {
                lineShares = exact
            } else {
                let weights = lines.map { isOnce ? sum(bases, $0) : sum(parts, $0) }
                lineShares = Spread.byWeight(amount, weights: weights, caps: caps, unit: currency.minorUnit)
            }
        case .mostExpensiveFirst: lineShares = Spread.filling(amount, in: linesByPrice(descending: true), caps: caps)
        case .cheapestFirst: lineShares = Spread.filling(amount, in: linesByPrice(descending: false), caps: caps)
        }
        var shares = Array(repeating: Int128(0), count: units.count)
        for (line, share) in zip(lines, lineShares) {
            let weights = line.map { isOnce ? bases[$0] : parts[$0] }
            let split = Spread.byWeight(share, weights: weights, caps: line.map { room[$0] }, unit: 1)
            for (index, part) in zip(line, split) { shares[index] = part }
        }
        return shares
    }

    /// The chosen units of each line, lines ascending.
    private var lines: [Range<Int>] {
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

    private func sum(_ values: [Int128], _ range: Range<Int>) -> Int128 { values[range].reduce(0, +) }

    private func floored(_ amount: Int128, _ currency: Currency) -> Int128 {
        amount / currency.minorUnit * currency.minorUnit
    }

    private func round(_ numerator: Int128, _ currency: Currency) -> Int128 {
        currency.rounding.divide(numerator, by: MonetaryAmount.denominator * currency.minorUnit) * currency.minorUnit
    }

    /// What each line gets where lines or pieces are rounded.
    private func lineAmounts(_ currency: Currency) -> [Int128] {
        lines.map { line in
            let cap = floored(sum(room, line), currency)
            guard currency.roundAt == .unit else { return min(cap, round(sum(parts, line), currency)) }
            let pieces = line.reduce(Int128(0)) { total, index in
                let count = units[index].run.drawablePieces
                let numerator = MonetaryAmount.denominator * currency.minorUnit * count
                return total + currency.rounding.divide(parts[index], by: numerator) * currency.minorUnit * count
            }
            return min(cap, pieces)
        }
    }

    private func linesByPrice(descending: Bool) -> [Int] {
        let lines = lines
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
