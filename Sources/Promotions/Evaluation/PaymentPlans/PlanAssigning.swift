/// Puts payments on plans, one payment after the other.
///
/// A payment goes to its plans by descending percentage, ties in map order, and covers the lines in their order. What
/// no plan takes of it covers lines at their value. What one payment covers, no other covers again.
struct PlanAssigning {
    private let method: PromotionMap.PaymentCalculation
    private let minorUnit: Int128
    private let plans: [PlanTerms]
    /// By line: value that no payment covered yet.
    private var uncovered: [Int128]
    /// By line: the most that plans may still take off; nil where that is not asked.
    private var bearable: [Int128]?

    /// What was put on plans, in order.
    private(set) var uses: [PlanUse] = []
    /// By plan: what it took of its limits.
    private(set) var spent: [PlanTerms.Spending]
    /// By plan: what it would have taken of them.
    private(set) var wanted: [PlanTerms.Spending]
    /// By plan: payment money that it took.
    private var taken: [Int128]
    /// By plan and line: what it covered; empty for a plan that was not used.
    private var covered: [[Int128]]

    /// Starts on a ticket.
    ///
    /// - Parameters:
    ///   - method: what a payment's amount means.
    ///   - currency: the map's.
    ///   - plans: the plans, in map order.
    ///   - values: by line, what is left to pay for it; whole minor units.
    ///   - bearable: by line, the most that plans may take off; nil where they change nothing.
    init(
        _ method: PromotionMap.PaymentCalculation, _ currency: Currency, plans: [PlanTerms], values: [Int128],
        bearable: [Int128]?
    ) {
        self.method = method
        minorUnit = currency.minorUnit
        self.plans = plans
        uncovered = values
        self.bearable = bearable
        spent = Array(repeating: PlanTerms.Spending(), count: plans.count)
        wanted = spent
        taken = Array(repeating: 0, count: plans.count)
        covered = Array(repeating: [], count: plans.count)
    }

    /// Puts a payment on the plans it matches, and the rest of it on what is left to cover.
    ///
    /// - Parameters:
    ///   - amount: its money.
    ///   - payment: its position.
    ///   - matching: the positions of the plans it matches, ascending.
    /// - Returns: by line, the money that it is charged, without surcharges.
    mutating func assign(_ amount: Int128, of payment: Int, to matching: [Int]) -> [Int128] {
        var rest = amount / minorUnit * minorUnit
        var charged = Array(repeating: Int128(0), count: uncovered.count)
        for plan in byPercentage(matching) where rest > 0 {
            guard let use = put(rest, of: payment, on: plan) else { continue }
            rest -= money(of: use.deal)
            for part in use.parts { charged[part.line] += part.covered - max(0, part.benefit) }
            uses.append(use)
        }
        for line in uncovered.indices where rest > 0 {
            let part = min(rest, uncovered[line])
            uncovered[line] -= part
            charged[line] += part
            rest -= part
        }
        return charged
    }

    /// Says what is there to cover from now on.
    mutating func setValues(_ values: [Int128]) { uncovered = values }

    private func byPercentage(_ matching: [Int]) -> [Int] {
        matching.sorted { left, right in
            let (one, two) = (plans[left].rate.percent, plans[right].rate.percent)
            return one != two ? one > two : left < right
        }
    }

    /// The payment money that a deal takes: value of goods or money charged, as the method reads amounts.
    private func money(of deal: PlanDeal) -> Int128 { method == .onPaymentMade ? deal.charged : deal.covered }

    /// Puts what it can of a payment's rest on a plan.
    private mutating func put(_ rest: Int128, of payment: Int, on plan: Int) -> PlanUse? {
        let terms = plans[plan]
        let amount = min(rest, terms.limitAmount.map { ($0 - taken[plan]) / minorUnit * minorUnit } ?? rest)
        guard amount > 0 else { return nil }
        var rooms = rooms(for: plan)
        guard let wish = deal(amount, in: rooms, terms) else { return nil }
        wanted[plan].add(spending(wish, in: rooms, of: plan))
        if let most = terms.allowance.applications, spent[plan].applications >= most { return nil }
        var deal = wish
        if let most = terms.allowance.pieces {
            rooms = cut(rooms, toPieces: most - spent[plan].pieces, of: plan)
            guard let smaller = self.deal(amount, in: rooms, terms) else { return nil }
            deal = smaller
        }
        if let most = terms.allowance.money, deal.benefit > most - spent[plan].money {
            deal = cut(deal, to: (most - spent[plan].money) / minorUnit * minorUnit, amount)
            if deal.benefit <= 0 { return nil }
        }
        spent[plan].add(spending(deal, in: rooms, of: plan))
        taken[plan] += money(of: deal)
        return PlanUse(
            plan: plan, payment: payment, deal: deal, isCut: deal != wish, parts: cover(deal, in: rooms, by: plan))
    }

    /// What an amount covers of rooms, before limits; nil where it covers nothing or gives too little.
    private func deal(_ amount: Int128, in rooms: [Int128], _ terms: PlanTerms) -> PlanDeal? {
        let room = rooms.reduce(0, +)
        let deal =
            method == .onPaymentMade
            ? terms.rate.onPaymentMade(amount, room: room) : terms.rate.onItemsPaid(amount, room: room)
        guard deal.covered > 0 else { return nil }
        guard deal.benefit > 0 else { return deal }
        if deal.benefit < terms.least { return nil }
        guard let most = terms.most, deal.benefit > most else { return deal }
        return cut(deal, to: most / minorUnit * minorUnit, amount)
    }

    /// A deal that gives less: value of goods stays covered, money charged covers itself and what it gives.
    private func cut(_ deal: PlanDeal, to benefit: Int128, _ amount: Int128) -> PlanDeal {
        guard method == .onPaymentMade else { return PlanDeal(covered: deal.covered, benefit: benefit) }
        return PlanDeal(covered: min(deal.covered, amount + benefit), benefit: benefit)
    }

    /// By line: what the plan may still cover.
    private func rooms(for plan: Int) -> [Int128] {
        let percent = plans[plan].rate.percent
        return uncovered.indices.map { line in
            var room = min(uncovered[line], plans[plan].parts[line] - coveredPart(of: line, by: plan))
            if percent > 0, let bearable {
                room = min(room, bearable[line] * PlanRate.whole / percent / minorUnit * minorUnit)
            }
            return max(0, room)
        }
    }

    /// The rooms that so many more pieces leave, taken line by line.
    private func cut(_ rooms: [Int128], toPieces most: Int128, of plan: Int) -> [Int128] {
        let terms = plans[plan]
        var left = most
        return rooms.indices.map { line in
            guard rooms[line] > 0, terms.pieces[line] > 0 else { return rooms[line] }
            let before = coveredPart(of: line, by: plan)
            let known = terms.pieces(of: line, in: before)
            let reach = (known + left) * terms.parts[line] / terms.pieces[line] / minorUnit * minorUnit
            let room = max(0, min(rooms[line], reach - before))
            left -= terms.pieces(of: line, in: before + room) - known
            return room
        }
    }

    private func coveredPart(of line: Int, by plan: Int) -> Int128 { covered[plan].isEmpty ? 0 : covered[plan][line] }

    private func spending(_ deal: PlanDeal, in rooms: [Int128], of plan: Int) -> PlanTerms.Spending {
        let parts = Spread.filling(deal.covered, in: Array(rooms.indices), caps: rooms)
        let pieces = parts.indices.reduce(Int128(0)) { sum, line in
            let before = coveredPart(of: line, by: plan)
            return sum + plans[plan].pieces(of: line, in: before + parts[line])
                - plans[plan].pieces(of: line, in: before)
        }
        return PlanTerms.Spending(money: max(0, deal.benefit), applications: 1, pieces: pieces)
    }

    /// Covers lines in their order and splits what that gives over them.
    private mutating func cover(_ deal: PlanDeal, in rooms: [Int128], by plan: Int) -> [PlanUse.Part] {
        let values = Spread.filling(deal.covered, in: Array(rooms.indices), caps: rooms)
        let caps = values.indices.map { line in
            deal.benefit > 0 ? min(values[line], bearable?[line] ?? values[line]) : -deal.benefit
        }
        let shares = Spread.byWeight(abs(deal.benefit), weights: values, caps: caps, unit: minorUnit)
        if covered[plan].isEmpty { covered[plan] = Array(repeating: 0, count: values.count) }
        return values.indices.filter { values[$0] > 0 }.map { line in
            uncovered[line] -= values[line]
            covered[plan][line] += values[line]
            if deal.benefit > 0 { bearable?[line] -= shares[line] }
            return PlanUse.Part(
                line: line, covered: values[line], benefit: deal.benefit < 0 ? -shares[line] : shares[line])
        }
    }
}
