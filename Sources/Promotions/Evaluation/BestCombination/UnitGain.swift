/// The most that a unit can be worth in an application of a promotion, before it is known which.
///
/// What an application grants is never more than these gains of its units and `slack` together.
struct UnitGain {
    /// A promotion's gains on one unit.
    struct Gain {
        /// In ten-thousandths, rounded up.
        var amount: Int128
        /// Whether an application is worth exactly the sum of such gains, whatever its units.
        var isExact: Bool
    }

    private let rule: CombinationRule
    private let context: EvaluationContext
    /// The least number of items of an application: they share what it grants, and other elements get none of it.
    private let leastUnits: Int128

    init(_ rule: CombinationRule, _ context: EvaluationContext) {
        (self.rule, self.context) = (rule, context)
        let ofItems = rule.sets.filter { $0.kind == .item }
        let byPiece = ofItems.filter { $0.measure == .qty }.reduce(Int128(0)) { $0 + $1.least }
        leastUnits = max(1, byPiece + Int128(ofItems.filter { $0.measure != .qty }.count))
    }

    /// What rounding may add to one application.
    var slack: Int128 {
        let minor = context.currency.minorUnit
        let once: Int128 =
            switch context.currency.rounding {
            case .truncate: 0
            case .up: minor
            case .halfUp, .halfDown, .halfEven: (minor + 1) / 2
            }
        return once * Int128(rule.monetary.count)
    }

    /// What a unit gains at most; with sub-tickets its part of what rounding adds is in it.
    func gain(of piece: Run) -> Gain {
        guard piece.kind == .item else { return Gain(amount: 0, isExact: false) }
        let room = room(of: piece)
        var gain = Gain(amount: 0, isExact: rule.monetary.count == 1)
        for maker in rule.makers {
            let part = self.gain(of: piece, by: maker, room: room)
            // What a benefit takes may be spread over other units than it comes from: each has the whole room.
            gain.amount += part.isWithinRoom ? min(part.amount, room) : part.amount
            gain.isExact = gain.isExact && part.isExact
        }
        let minor = context.currency.minorUnit
        gain.isExact = gain.isExact && gain.amount % minor == 0 && room % minor == 0
        if !gain.isExact { gain.amount += sharedSlack }
        return gain
    }

    /// The most that a unit adds to the sub-tickets it is given to, whatever else is in them.
    ///
    /// - Parameters:
    ///   - piece: the unit.
    ///   - isCut: whether it may be cut, and be in many sub-tickets.
    /// - Returns: in ten-thousandths, rounded up.
    func share(of piece: Run, isCut: Bool) -> Int128 {
        guard piece.kind == .item else { return 0 }
        if isCut { return room(of: piece) }
        let gain = gain(of: piece)
        // Beside a unit that is not exact, rounding may add to this one too.
        return gain.isExact ? gain.amount + sharedSlack : gain.amount
    }

    private func room(of piece: Run) -> Int128 {
        let floor = context.ticket.items[piece.element].minPrice.units * piece.pieces / Run.onePiece
        return max(0, piece.price - floor)
    }

    /// A unit's part of what rounding adds: to all of a sub-ticket, or to a line or piece of it.
    private var sharedSlack: Int128 {
        if context.currency.roundAt != .application { return slack }
        return rule.isComposed ? (slack + leastUnits - 1) / leastUnits : 0
    }

    private func gain(
        of piece: Run, by maker: OfferMaker, room: Int128
    ) -> (amount: Int128, isExact: Bool, isWithinRoom: Bool) {
        let benefit = maker.benefit
        let values = [benefit.kind.value] + (benefit.steps?.steps.map(\.value) ?? [])
        let base = piece.price(benefit.applyOn)
        let measured = benefit.kind.unit == .magnitude ? piece.magnitude : piece.pieces
        let isSimple =
            benefit.maxApplication == nil && benefit.steps == nil && benefit.minDiscount == nil
            && benefit.maxDiscount == nil
        let isEligible = rule.isComposed ? mayBenefit(piece, maker) : maker.mayChoose(Unit(run: piece))
        let isOnce = benefit.kind.unit == .na
        if rule.isComposed, isOnce, case .fixedDiscount = benefit.kind {
            let most = min(max(0, values.max() ?? 0), rule.priceOfPool)
            return ((most + leastUnits - 1) / leastUnits, false, false)
        }
        guard isEligible else { return (0, isSimple && !isOnce, true) }
        switch benefit.kind {
        case .percentageDiscount:
            let exact = base * max(0, values.max() ?? 0)
            return ((exact + 999_999) / 1_000_000, isSimple && !isOnce && exact % 1_000_000 == 0, !isOnce)
        case .fixedDiscount where !isOnce:
            let exact = max(0, values.max() ?? 0) * measured
            return (min(base, (exact + 999) / 1_000), isSimple && exact % 1_000 == 0, true)
        case .newPrice where !isOnce:
            let exact = max(0, values.min() ?? 0) * measured
            return (max(0, base - exact / 1_000), isSimple && exact % 1_000 == 0, true)
        default: return (room, false, true)
        }
    }

    private func mayBenefit(_ piece: Run, _ maker: OfferMaker) -> Bool {
        let sets = rule.sets.indices.filter { rule.sets[$0].includes(piece, rule.base) }
        return sets.contains { maker.mayChoose(Unit(run: piece, set: $0)) }
    }
}
