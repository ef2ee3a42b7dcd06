internal import Loyalty
internal import Messages
internal import Promotions

/// Works out what a return refunds.
struct RefundWork {
    let appraisal: SaleAppraisal
    /// The sale's goods and what came back before this return.
    let goods: ReturnedGoods
    /// What earlier returns refunded.
    let earlier: [ReturnedPart]
    /// What the sale has before this return.
    let standing: EvaluationSummary.Block

    private var sale: BookedSale { appraisal.sale }
    private var currency: Currency { appraisal.currency }

    /// What comes back, with its worth, and what stays.
    ///
    /// Refunds by `reprice` always add up to what was paid: each is what the earlier ones left of it, less what the
    /// goods cost that stay.
    ///
    /// - Parameters:
    ///   - wanted: what comes back.
    ///   - listsBalances: whether the limits' balances are wanted.
    /// - Returns: the parts, ascending by seq, and the evaluation of what stays.
    func work(
        _ wanted: [(line: SoldLine, quantity: Quantity)], listsBalances: Bool = false
    ) -> (parts: [ReturnedPart], kept: SaleAppraisal.Result) {
        let values = granted()
        var parts = wanted.map { part($0.line, $0.quantity, values) }
        var rest = goods
        rest.add(parts)
        let kept = appraisal.evaluate(rest, within: standing, listsBalances: listsBalances)
        let price = goods.lines.reduce(Money.zero) { $0 + $1.item.price }
        let paid = price - (sale.booked?.total ?? .zero)
        let before = earlier.reduce(paid) { $0 - $1.reprice }
        let isFree = parts.allSatisfy { $0.paid == .zero }
        let weights = parts.map { max(0, (isFree ? $0.price : $0.paid).units) }
        let shares = Apportionment.split((before - kept.cost).units, by: weights, unit: currency.minorUnit)
        for (index, share) in shares.enumerated() { parts[index].reprice = Money(units: share) }
        return (parts, kept)
    }

    /// What the sale granted on each line; together what was booked.
    private func granted() -> [Int: Money] {
        guard let booked = sale.booked, booked.total != .zero else { return [:] }
        let whole = appraisal.evaluate(ReturnedGoods(goods.lines.map(\.item)), within: booked, findsAgain: true)
        var values: [Int: Money] = [:]
        for share in (whole.alternative?.grants ?? []).flatMap(\.benefits).flatMap(\.shares) {
            values[share.seq, default: .zero] += share.value
        }
        guard values.values.reduce(.zero, +) != booked.total else { return values }
        // What was booked counts, however it is found again.
        let lines = goods.lines.map(\.item)
        let known = lines.map { max(0, (values[$0.seq] ?? .zero).units) }
        let weights = known.contains { $0 > 0 } ? known : lines.map(\.price.units)
        let shares = Apportionment.split(booked.total.units, by: weights, unit: currency.minorUnit)
        return Dictionary(uniqueKeysWithValues: zip(lines.map(\.seq), shares.map { Money(units: $0) }))
    }

    /// Parts are proportional and rounded; the last one of a line takes what is left.
    private func part(_ line: SoldLine, _ quantity: Quantity, _ values: [Int: Money]) -> ReturnedPart {
        let before = earlier.filter { $0.seq == line.item.seq }
        let isLast = quantity == goods.remaining(line)
        func share(_ whole: Money, _ taken: Money) -> Money {
            let left = whole - taken
            guard !isLast else { return left }
            let part = line.share(of: whole, quantity, currency)
            return left < .zero ? max(min(part, .zero), left) : min(max(part, .zero), left)
        }
        let measures = line.measures(of: quantity)
        return ReturnedPart(
            seq: line.item.seq, quantity: quantity, pieces: measures.pieces, magnitude: measures.magnitude,
            price: share(line.item.price, before.reduce(.zero) { $0 + $1.price }),
            value: share(values[line.item.seq] ?? .zero, before.reduce(.zero) { $0 + $1.value }), reprice: .zero)
    }
}
