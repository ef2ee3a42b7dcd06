/// A promotion of a level whose promotions compete for units.
///
/// A class, since it is handed around all the time and a copy would count a dozen references.
final class CombinationRule {
    let position: Int
    let compiled: CompiledPromotion
    let gathering: Gathering
    /// The sets of its combination; empty without one.
    let sets: [DrawSet]
    /// The price that its sets measure.
    let base: PriceBase
    /// Positions of the benefits that lower prices and that nothing keeps from being granted.
    let monetary: [Int]
    /// Its makers of monetary offers.
    let makers: [OfferMaker]
    /// Its one maker where what an application gets depends on nothing but itself.
    private var onlyMaker: OfferMaker?
    /// What is left of the limits of those benefits.
    let limits: [(kind: Limit.Kind, left: Int128)]
    /// Of those the ones that can cut anything on this ticket.
    private(set) var limitsWithinReach: [(kind: Limit.Kind, left: Int128)] = []
    /// Positions in the map of those that have something left to cut with.
    private(set) var contestedLimits: Set<Int> = []

    let context: EvaluationContext
    let state: EvaluationState
    private let sparesBenefited: Bool

    /// A promotion whose condition holds; nil where it lowers no price.
    init?(_ position: Int, _ state: EvaluationState, _ context: EvaluationContext) {
        let trial = PromotionTrial(context: context, position: position, state: state)
        compiled = context.map.compiled[position]
        (self.position, self.context, self.state) = (position, context, state)
        gathering = Gathering(context: context, compiled: compiled, makers: trial.makers())
        sets = gathering.drawSets()
        base = compiled.promotion.benefits.first?.applyOn ?? .benefitedPrice
        let exclusivity = compiled.promotion.exclusivity
        sparesBenefited = exclusivity == .units || exclusivity == .benefited
        monetary = compiled.benefits.indices.filter { [compiled] index in
            compiled.benefits[index].benefit.kind.isMonetary && trial.obstacle(index) == nil
        }
        makers = monetary.map { [gathering] in gathering.makers[$0] }
        limits = monetary.flatMap { [compiled] index in compiled.limits[index] }
            .map { (context.map.limits[$0].limit.kind, state.remaining(ofLimit: $0, context)) }
        if monetary.isEmpty { return nil }
        for (position, limit) in zip(monetary.flatMap { compiled.limits[$0] }, limits)
        where isWithinReach(limit.kind, limit.left) {
            limitsWithinReach.append(limit)
            if !isSpent(limit.kind, limit.left) { contestedLimits.insert(position) }
        }
        if monetary.count == 1, limitsWithinReach.isEmpty, !isFunded, !compiled.asksForFullPayment,
            compiled.benefits[monetary[0]].options.isEmpty
        {
            onlyMaker = makers[0]
        }
    }

    /// Whether any of them draws on a balance or value, so that worths do not add up.
    var isFunded: Bool { monetary.contains { compiled.benefits[$0].isFunded } }

    /// Whether pieces have a price in points, so that what is granted depends on which of them those pay for.
    var paysByPiece: Bool { monetary.contains { compiled.benefits[$0].paysByPiece } }

    /// Whether it has sub-tickets.
    var isComposed: Bool { !sets.isEmpty }

    /// Whether its amounts are the same whether units come from one line or from several.
    var ignoresLines: Bool {
        monetary.count == 1 && !paysByPiece
            && makers.allSatisfy {
                $0.benefit.order != .asEntered && $0.benefit.maxApplication?.measure ?? .qty == .qty
            }
    }

    /// Whether an application is never worth less for a unit more.
    var gainsByEveryUnit: Bool {
        monetary.count == 1 && !paysByPiece && !limits.contains { $0.kind == .benefitedProductCount }
            && !compiled.simple.contains { $0.group?.measure == .fullPayment }
            && makers.allSatisfy { $0.benefit.maxApplication == nil && $0.benefit.steps == nil }
    }

    /// Whether it chooses among the units of an application: of equal prices the earlier line.
    var chooses: Bool {
        limits.contains { $0.kind == .benefitedProductCount } || makers.contains { $0.benefit.maxApplication != nil }
    }

    /// Whether a run may be in one of its applications.
    func mayUse(_ run: Run) -> Bool {
        if run.isWithdrawn || (sparesBenefited && run.isBenefited) { return false }
        if isComposed { return sets.contains { $0.includes(run, base) } }
        let unit = Unit(run: run)
        return gathering.makers.contains { $0.isInTarget(unit) }
    }

    /// What it can tell runs apart by, besides their numbers: equal marks for runs that it treats alike.
    func marks(of run: Run) -> [Int32] {
        guard mayUse(run) else { return [0] }
        var marks: [Int32] = [1, run.kind == .item && context.ticket.items[run.element].isDiscountable ? 1 : 0]
        for set in sets {
            marks.append(set.includes(run, base) ? 1 : 0)
            if set.kind != run.kind { continue }
            if !set.equivalence.isEmpty { marks.append(set.equivalence[run.element]) }
            for numbers in set.inequivalence { marks.append(numbers[run.element]) }
        }
        for maker in gathering.makers {
            marks.append(maker.isInTarget(Unit(run: run)) ? 1 : 0)
            if maker.compiled.paysByPiece { marks.append(Int32(run.element)) }
            if case .filters(let filters) = maker.compiled.target, run.kind == .item {
                marks.append(context.matches(.item, run.element, filters) ? 1 : 0)
            }
        }
        if isComposed, compiled.promotion.evaluatesConditionInCombo {
            for condition in compiled.itemConditions {
                let matches = run.kind == .item && context.matches(.item, run.element, condition.filters)
                marks.append(matches ? 1 : 0)
                if let slot = condition.codeSlot {
                    marks.append(run.kind == .item ? context.facts[.item].number(of: run.element, at: slot) : 0)
                }
            }
        }
        return marks
    }

    /// What applications are worth together that know nothing of each other; nil where one of them gets nothing.
    private func worth(of applications: [Application], by maker: OfferMaker) -> Int? {
        var worth: Int128 = 0
        for application in applications {
            guard case .success(let offer) = maker.offer(for: application.units, pieceLimit: nil) else { return nil }
            worth += offer.amount * application.repetitions
        }
        return worth > 0 ? Int(worth) : nil
    }

    /// What applications are worth together, granted in order.
    ///
    /// - Parameters:
    ///   - applications: disjoint ones.
    ///   - scarcity: by limit what others leave of it, where that is less than what there is.
    /// - Returns: the sum of the monetary benefits; nil where one of them gets none.
    func worth(of applications: [Application], with scarcity: [Int: Int128] = [:]) -> Int? {
        if let maker = onlyMaker, scarcity.isEmpty { return worth(of: applications, by: maker) }
        var applications = applications
        var worth: Int128 = 0
        var left = state
        for (limit, rest) in scarcity { left.used[limit] = context.balance(ofLimit: limit) - rest }
        for index in monetary {
            for maker in gathering.makers[index].parts where maker.option != 0 {
                var purse: Purse?
                if compiled.benefits[index].isFunded {
                    let found = Purse.of(compiled.benefits[index], option: maker.option, in: compiled, left, context)
                    guard case .success(let known) = found else { continue }
                    purse = known
                }
                var granting = BenefitGranting(
                    context: context, maker: maker, limits: compiled.limits[index], state: left, purse: purse)
                granting.grant(on: applications)
                applications = granting.applications
                guard let (grants, used) = granting.result(benefit: index) else { continue }
                worth += grants.reduce(0) { $0 + $1.value.units }
                if purse != nil { left.take(grants, used: used) }
            }
        }
        guard worth > 0, applications.allSatisfy(\.isGranted) else { return nil }
        let plans = PlanForecast(context: context, compiled: compiled, state: state)
        let net =
            applications.reduce(Int128(0)) { $0 + $1.net } - plans.benefit(of: gathering.makers, on: applications)
        return context.unpaid(of: position, net: net, in: state.pool) == nil ? Int(worth) : nil
    }
}
