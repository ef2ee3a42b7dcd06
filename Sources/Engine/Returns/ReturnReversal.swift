internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// Reverses what a return takes from its sale: one database transaction, the caller's.
struct ReturnReversal {
    /// What came of it.
    enum Result {
        /// All that could be reversed is; the report says what could not.
        case done(report: [ReturnError])
        /// It depends on a sale that is not decided yet, the one of this id.
        case undecided(sale: String)
        /// It cannot be worked on as things are.
        case impossible(String)
    }

    let store: Store
    let library: MapLibrary
    /// Milliseconds since 1970.
    let now: Int64

    /// Reverses.
    ///
    /// - Parameter job: the return.
    /// - Returns: what came of it; anything but `done` has changed nothing.
    /// - Throws: `EngineError`.
    func run(_ job: ReturnJob) throws(EngineError) -> Result {
        let found = try storage { () throws(StorageError) in
            (try store.transactions.find(job.id), try store.transactions.find(job.original))
        }
        guard var record = found.0, var summary = ReturnSummary(text: record.summary) else {
            return .impossible("what is kept of the return cannot be read")
        }
        let version = found.1?.mapVersion ?? record.mapVersion
        guard let returns = try SaleReturns(job.original, for: job.id, version: version, in: store, library) else {
            return .impossible("the sale, or its contents, are not kept any more")
        }
        guard !returns.isMapGone else {
            return .impossible("map \(version ?? 0), under which the sale was made, is not kept any more")
        }
        let step = ReversalStep(returns, summary.parts)
        try lockLimits(step, of: job.company)
        let elements = try storage { () throws(StorageError) in
            try store.loyalty.elements(
                ofSale: job.original, of: job.company, gaining: Set(step.after.outcome.movements.keys.map(\.card)))
        }
        let plan = ReversalPlan(before: step.before.outcome, now: step.after.outcome, elements: elements)
        if let other = try undecided(plan, job) { return .undecided(sale: other) }
        let day = record.lastDateTime.date
        try storage { () throws(StorageError) in
            try store.loyalty.apply(
                plan, toSale: job.original, for: job.id, of: job.company, day: day, now: now)
            for credit in step.credits where credit.counts(on: day) {
                _ = try store.limits.giveBack(credit.amount, of: credit.key, bookedBy: job.original)
            }
            try store.loyalty.unblock(job.id, now: now)
        }
        summary.reversed = ReturnSummary.Standing(place: step.place, block: step.after)
        record.summary = summary.text
        try storage { () throws(StorageError) in try store.transactions.save(record) }
        return .done(
            report: plan.refusals.map { ReturnError(element: $0.element, code: $0.reason.rawValue, text: $0.text) })
    }

    private func lockLimits(_ step: ReversalStep, of company: String) throws(EngineError) {
        guard !step.credits.isEmpty else { return }
        try storage { () throws(StorageError) in
            try store.limits.lock(step.credits.map(\.key), company: company, day: step.day)
        }
    }

    /// A sale that has used a coupon, or spent points, which are to be taken back, and may still be rolled back.
    private func undecided(_ plan: ReversalPlan, _ job: ReturnJob) throws(EngineError) -> String? {
        for refusal in plan.refusals {
            let users = try storage { () throws(StorageError) -> [String] in
                switch refusal.reason {
                case .couponConsumed: try store.coupons.users(of: refusal.element, company: job.company)
                case .cardLacksBalance: try store.cards.undecidedSpenders(of: refusal.element, company: job.company)
                default: []
                }
            }
            for user in users {
                let record = try storage { () throws(StorageError) in try store.transactions.find(user) }
                if record?.state == .pending { return user }
            }
        }
        return nil
    }
}

/// What a return changes of its sale: what the sale had before it, and what it keeps.
struct ReversalStep {
    /// What is given back of a limit.
    struct Credit: Hashable {
        var key: LimitKey
        /// In ten-thousandths.
        var amount: Int128
        /// The sale's day, and the length of the limit's window; nil for the promotion's whole life.
        var day: LocalDate
        var days: Int?

        /// Whether the sale is still inside the window of a day.
        func counts(on day: LocalDate) -> Bool {
            guard let days else { return true }
            return day.days - self.day.days < days
        }
    }

    /// What the sale had before, as the returns that are processed have left it.
    let before: EvaluationSummary.Block
    /// What it keeps.
    let after: EvaluationSummary.Block
    /// Its place among the processed returns.
    let place: Int
    /// The sale's day.
    let day: LocalDate
    /// What limits get back.
    let credits: [Credit]

    /// Works it out.
    ///
    /// - Parameters:
    ///   - returns: the sale and its other returns.
    ///   - parts: what comes back with this one.
    init(_ returns: SaleReturns, _ parts: [ReturnedPart]) {
        let processed = returns.finished.map(\.summary).filter { $0.reversed != nil }
        let last = processed.compactMap(\.reversed).max { $0.place < $1.place }
        var goods = ReturnedGoods(returns.sale.elements.items)
        for each in processed { goods.add(each.parts) }
        goods.add(parts)
        before = last?.block ?? returns.sale.booked ?? .nothing
        after = SaleAppraisal(sale: returns.sale, map: returns.map).evaluate(goods, within: before).block
        place = (last?.place ?? 0) + 1
        day = returns.sale.findings.moment.date
        credits = ReversalStep.credits(before, after, day)
    }

    private static func credits(
        _ before: EvaluationSummary.Block, _ after: EvaluationSummary.Block, _ day: LocalDate
    ) -> [Credit] {
        before.uses.compactMap { use in
            let kept = after.uses.filter { $0.limit == use.limit && $0.scopeKey == use.scopeKey }
                .reduce(Int128(0)) { $0 + $1.amount }
            guard kept < use.amount else { return nil }
            return Credit(
                key: LimitKey(limit: use.limit, scopeKey: use.scopeKey), amount: use.amount - kept, day: day,
                days: use.days)
        }
    }
}
