/// What one benefit gives for the chosen runs of the pool, and how it is spread over them.
///
/// The rules are those of `OfferMaker` and `MonetaryAmount`, for benefits that are rounded as a whole and spread by
/// weight; the working is in `Scratch`.
struct DirectOffer {
    /// Sum of the prices it is computed on, in ten-thousandths.
    private(set) var base: Int128 = 0
    /// Money off, in ten-thousandths.
    private(set) var amount: Int128 = 0
    /// Coupons or gifts.
    private(set) var quantity: Int128 = 0
    /// Points, in ten-thousandths.
    private(set) var points: Int128 = 0
    /// Pieces as limits count them.
    private var countedPieces: Int128 = 0

    private let benefit: CompiledBenefit
    private var isOnce: Bool { benefit.unit == .na }

    /// What a benefit gives for the chosen runs; nil where that is nothing.
    init?(
        _ benefit: CompiledBenefit, value: Int128, _ pool: [Run], _ context: EvaluationContext,
        _ scratch: inout Scratch
    ) {
        self.benefit = benefit
        for place in scratch.chosen {
            base += pool[place].price(benefit.applyOn)
            countedPieces += pool[place].countedPieces
        }
        if benefit.isMonetary {
            setMoney(value, pool, context, &scratch)
            if amount > 0, let least = benefit.minDiscount, amount < least { return nil }
            if let most = benefit.maxDiscount { amount = min(amount, most / context.minorUnit * context.minorUnit) }
            if amount <= 0 { return nil }
        } else {
            setCounts(value, pool, scratch)
            if quantity <= 0, points <= 0 { return nil }
        }
    }

    /// What it takes from a limit, in the limit's ten-thousandths.
    func use(of kind: Limit.Kind) -> Int128 {
        switch kind {
        case .benefitAmount: amount
        case .benefitApplicationCount: Money.unitsPerWhole
        case .benefitedProductCount: countedPieces * Money.unitsPerWhole
        case .couponCount: quantity * Money.unitsPerWhole
        case .pointsAmount: points
        }
    }

    private mutating func setMoney(
        _ value: Int128, _ pool: [Run], _ context: EvaluationContext, _ scratch: inout Scratch
    ) {
        scratch.parts.removeAll(keepingCapacity: true)
        scratch.lines.removeAll(keepingCapacity: true)
        let isPlain = !context.hasFloors && isPlainPercentage(value)
        var (room, exact): (Int128, Int128) = (0, 0)
        var element = -1
        for place in scratch.chosen {
            let (part, gets) =
                isPlain ? plainPart(of: pool[place]) : part(of: pool[place], value, context.lines[pool[place].element])
            room += Int128(part.room)
            exact += gets
            scratch.parts.append(part)
            if pool[place].element == element {
                scratch.lines[scratch.lines.count - 1].add(part)
            } else {
                scratch.lines.append(Scratch.Line(part, at: scratch.parts.count - 1))
                element = pool[place].element
            }
        }
        if isPlain { exact = value > 0 ? WideProduct.product(base, value) : 0 }
        let unit = Int64(context.minorUnit)
        var caps: Int128 = 0
        for line in scratch.lines.indices {
            let cap = scratch.lines[line].weight > 0 ? scratch.lines[line].cap : 0
            scratch.lines[line].cap = unit == 100 ? cap / 100 * 100 : cap / unit * unit
            caps += Int128(scratch.lines[line].cap)
        }
        let total = isOnce ? min(once(value, exact), room * MonetaryAmount.denominator) : exact
        let rounding = context.currency.rounding
        let rounded =
            rounding.divide(total, by: MonetaryAmount.denominator * context.minorUnit) * context.minorUnit
        amount = min(caps, rounded)
    }

    /// Whether it is a percentage that takes of no run more than its price: then prices are weights.
    private func isPlainPercentage(_ value: Int128) -> Bool {
        guard case .percentageDiscount = benefit.kind else { return false }
        return benefit.applyOn == .benefitedPrice && value <= MonetaryAmount.denominator
    }

    private func plainPart(of run: Run) -> (part: Scratch.Part, exact: Int128) {
        (Scratch.Part(room: run.shortPrice, weight: Int128(run.shortPrice)), 0)
    }

    /// What counts of a chosen run, and what it gets exactly, as a numerator.
    private func part(
        of run: Run, _ value: Int128, _ line: EvaluationContext.Line
    ) -> (part: Scratch.Part, exact: Int128) {
        let floor = line.floor == 0 ? 0 : line.floor(of: run)
        let room = max(0, run.price - floor)
        let price = run.price(benefit.applyOn)
        let exact = MonetaryAmount.part(benefit.kind, benefit.unit, value, run, price)
        if isOnce { return (Scratch.Part(room: Int64(room), weight: price), exact) }
        let borne = min(exact, room * MonetaryAmount.denominator)
        return (Scratch.Part(room: Int64(room), weight: borne), borne)
    }

    /// The exact whole of a benefit that is granted once for all.
    private func once(_ value: Int128, _ exact: Int128) -> Int128 {
        let whole = base * MonetaryAmount.denominator
        return switch benefit.kind {
        case .fixedDiscount: min(whole, value * MonetaryAmount.denominator)
        case .newPrice: max(0, whole - value * MonetaryAmount.denominator)
        default: exact
        }
    }

    private mutating func setCounts(_ value: Int128, _ pool: [Run], _ scratch: Scratch) {
        switch benefit.kind {
        case .coupon, .gift: quantity = value / Money.unitsPerWhole
        case .calculatedCoupon(_, let applies, _, let count):
            quantity = value > 0 || applies == .externalAmount ? Int128(count) : 0
        case .loyalty(_, _, let unit):
            let measured =
                switch unit {
                case .qty: scratch.chosen.reduce(0) { $0 + pool[$1].pieces }
                case .magnitude: scratch.chosen.reduce(0) { $0 + pool[$1].magnitude }
                case .na: Run.onePiece
                }
            points = Points.rounded(value, times: measured, by: Run.onePiece)
        case .percentLoyalty: points = Points.rounded(base, times: value, by: 1_000_000)
        default: break
        }
    }

    /// Works out what each chosen run gets.
    func spread(_ scratch: inout Scratch, _ context: EvaluationContext) {
        scratch.shares.removeAll(keepingCapacity: true)
        guard benefit.isMonetary else {
            for _ in scratch.chosen { scratch.shares.append(0) }
            return
        }
        if scratch.lines.count == 1 {
            scratch.lines[0].share = Int64(min(amount, Int128(scratch.lines[0].cap)))
        } else {
            Spread.byWeight(amount, over: &scratch.lines, unit: context.minorUnit)
        }
        for line in scratch.lines {
            if line.count == 1 {
                scratch.shares.append(line.share)
                continue
            }
            scratch.pieces.removeAll(keepingCapacity: true)
            for part in line.first..<line.first + line.count {
                scratch.pieces.append(Scratch.Line(scratch.parts[part], at: part))
            }
            Spread.byWeight(Int128(line.share), over: &scratch.pieces, unit: 1)
            for piece in scratch.pieces { scratch.shares.append(piece.share) }
        }
    }
}

extension Scratch.Line {
    /// A line of one part so far.
    fileprivate init(_ part: Scratch.Part, at first: Int) {
        self.init(first: first, count: 1, weight: part.weight, cap: part.room)
    }

    /// Adds another part.
    fileprivate mutating func add(_ part: Scratch.Part) {
        count += 1
        weight += part.weight
        cap += part.room
    }
}
