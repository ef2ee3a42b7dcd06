@testable import Promotions

/// A small world of payments and plans in whole cents.
struct PlanWorld: Sendable {
    struct Plan: Sendable {
        /// Whole percent, below zero for a surcharge.
        var percent: Int
        var limitAmount: Int?
        /// By line: whether it is in the target.
        var targets: [Bool]
    }

    struct Payment: Sendable {
        var amount: Int
        /// Positions of the plans that it matches.
        var plans: [Int]
    }

    var lines: [Int]
    var plans: [Plan]
    var payments: [Payment]
    var method: PromotionMap.PaymentCalculation
}

/// What comes of a world: `plan payment: line covered benefit, ...`.
struct PlanWorldUse: Hashable, CustomStringConvertible {
    var plan: Int
    var payment: Int
    /// Line, cents covered, cents of benefit.
    var parts: [[Int]]

    var description: String { "plan \(plan), payment \(payment): \(parts)" }
    var covered: Int { parts.reduce(0) { $0 + $1[1] } }
    var benefit: Int { parts.reduce(0) { $0 + $1[2] } }
}

extension PlanWorld {
    /// The rules read naively, cent by cent and without any of the engine's parts.
    func reference() -> [PlanWorldUse] {
        var uncovered = lines
        var used = plans.map { _ in 0 }
        var result: [PlanWorldUse] = []
        for (position, payment) in payments.enumerated() {
            var rest = payment.amount
            var open = payment.plans
            while let best = open.max(by: {
                plans[$0].percent < plans[$1].percent || (plans[$0].percent == plans[$1].percent && $0 > $1)
            }) {
                open.removeAll { $0 == best }
                let plan = plans[best]
                let money = min(rest, plan.limitAmount.map { $0 - used[best] } ?? rest)
                let room = lines.indices.filter { plan.targets[$0] }.reduce(0) { $0 + uncovered[$1] }
                guard money > 0, let (covered, benefit) = deal(money, room, plan.percent) else { continue }
                var counts = lines.map { _ in 0 }
                for _ in 0..<covered {
                    guard let line = lines.indices.first(where: { plan.targets[$0] && uncovered[$0] > 0 }) else {
                        break
                    }
                    uncovered[line] -= 1
                    counts[line] += 1
                }
                let shares = split(benefit, counts)
                result.append(
                    PlanWorldUse(
                        plan: best, payment: position,
                        parts: lines.indices.filter { counts[$0] > 0 }.map { [$0, counts[$0], shares[$0]] }))
                let taken = method == .onItemsPaid ? covered : covered - benefit
                used[best] += taken
                rest -= taken
            }
            while rest > 0, let line = uncovered.firstIndex(where: { $0 > 0 }) {
                uncovered[line] -= 1
                rest -= 1
            }
        }
        return result
    }

    /// Cents covered and cents of benefit; nil where nothing is covered.
    private func deal(_ money: Int, _ room: Int, _ percent: Int) -> (Int, Int)? {
        if method == .onItemsPaid {
            let covered = min(money, room)
            return covered > 0 ? (covered, nearest(covered * percent, 100)) : nil
        }
        // The number of cents whose charge is nearest to the money, the higher one of two.
        var best = room + 1
        for cents in 0...room {
            let (here, there) = (abs(cents * (100 - percent) - 100 * money), abs(best * (100 - percent) - 100 * money))
            if here < there || (here == there && cents > best) { best = cents }
        }
        if percent == 100 { best = room }
        // Beyond the room nobody looked further: it is capped either way.
        guard best > 0, room > 0 else { return nil }
        return best > room || percent == 100 ? (room, nearest(room * percent, 100)) : (best, best - money)
    }

    private func nearest(_ dividend: Int, _ divisor: Int) -> Int {
        let magnitude = (2 * abs(dividend) + divisor) / (2 * divisor)
        return dividend < 0 ? -magnitude : magnitude
    }

    /// The largest remainder, ties to the earlier line.
    private func split(_ benefit: Int, _ counts: [Int]) -> [Int] {
        let total = counts.reduce(0, +)
        var shares = counts.map { abs(benefit) * $0 / total }
        let order = counts.indices.sorted { left, right in
            let (one, two) = (abs(benefit) * counts[left] % total, abs(benefit) * counts[right] % total)
            return one != two ? one > two : left < right
        }
        for line in order.prefix(abs(benefit) - shares.reduce(0, +)) { shares[line] += 1 }
        return benefit < 0 ? shares.map { -$0 } : shares
    }

    /// What the engine makes of it, and what each payment is charged.
    func assigned() -> (uses: [PlanWorldUse], charged: [[Int]]) {
        let terms = plans.map { plan in
            PlanTerms(
                rate: PlanRate(percent: Int128(plan.percent) * 10_000, Currency()),
                limitAmount: plan.limitAmount.map { Int128($0) * 100 },
                parts: lines.indices.map { plan.targets[$0] ? Int128(lines[$0]) * 100 : 0 },
                pieces: lines.map { _ in 1 })
        }
        let values = lines.map { Int128($0) * 100 }
        var assigning = PlanAssigning(method, Currency(), plans: terms, values: values, bearable: values)
        let charged = payments.enumerated().map { index, payment in
            assigning.assign(Int128(payment.amount) * 100, of: index, to: payment.plans).map { Int($0 / 100) }
        }
        let uses = assigning.uses.map { use in
            PlanWorldUse(
                plan: use.plan, payment: use.payment,
                parts: use.parts.map { [$0.line, Int($0.covered / 100), Int($0.benefit / 100)] })
        }
        return (uses, charged)
    }
}
