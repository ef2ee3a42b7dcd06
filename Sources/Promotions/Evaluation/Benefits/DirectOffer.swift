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
        var (room, exact): (Int128, Int128) = (0, 0)
        var element = -1
        for place in scratch.chosen {
            let part = part(of: pool[place], value, floor: context.lines[pool[place].element].floor)
            room += part.room
            exact += part.exact
            scratch.parts.append(part)
            if pool[place].element == element {
                scratch.lines[scratch.lines.count - 1].add(part)
            } else {
                scratch.lines.append(Scratch.Line(part, at: scratch.parts.count - 1))
                element = pool[place].element
            }
        }
        var caps: Int128 = 0
        for line in scratch.lines.indices {
            let cap = scratch.lines[line].weight > 0 ? scratch.lines[line].cap : 0
            scratch.lines[line].cap = cap / context.minorUnit * context.minorUnit
            caps += scratch.lines[line].cap
        }
        let total = isOnce ? min(once(value, exact), room * MonetaryAmount.denominator) : exact
        let unit = context.minorUnit
        let rounded = context.currency.rounding.divide(total, by: MonetaryAmount.denominator * unit) * unit
        amount = min(caps, rounded)
    }

    private func part(of run: Run, _ value: Int128, floor: Int128) -> Scratch.Part {
        let base = run.price(benefit.applyOn)
        let room = floor == 0 ? max(0, run.price) : max(0, run.price - floor * run.pieces / Run.onePiece)
        let exact = MonetaryAmount.part(benefit.kind, benefit.unit, value, run, base)
        if isOnce { return Scratch.Part(base: base, room: room, exact: exact, weight: base) }
        let borne = min(exact, room * MonetaryAmount.denominator)
        return Scratch.Part(base: base, room: room, exact: borne, weight: borne)
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
        case .calculatedCoupon(_, _, _, let count): quantity = Int128(count)
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
            scratch.lines[0].share = min(amount, scratch.lines[0].cap)
        } else {
            Spread.byWeight(amount, over: &scratch.lines, unit: context.minorUnit)
        }
        for line in scratch.lines {
            if line.count == 1 {
                scratch.shares.append(line.share)
                continue
            }
            let parts = scratch.parts[line.first..<line.first + line.count]
            scratch.shares += Spread.byWeight(
                line.share, weights: parts.map(\.weight), caps: parts.map(\.room), unit: 1)
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
