/// The numbers of pieces of one line from which promotions may grant something else than for one piece.
///
/// They come from what promotions themselves name: the sizes of sets, the thresholds of groups and of steps.
public struct QuantitySteps {
    /// The largest number of pieces that is looked at.
    public static let most = 1_000

    private let context: EvaluationContext

    /// Prepares a ticket of one line with one piece.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - ticket: the ticket.
    ///   - reading: what the map reads in it.
    public init(_ map: CompiledMap, _ ticket: Ticket, _ reading: TicketReading) {
        context = EvaluationContext(map: map, input: EvaluationInput(ticket: ticket), facts: reading.facts)
    }

    /// The numbers that promotions name.
    ///
    /// - Parameters:
    ///   - promotions: positions in the map.
    ///   - limit: how many numbers at most, the smallest first.
    /// - Returns: numbers above one, ascending.
    public func numbers(of promotions: [Int], limit: Int) -> [Int] {
        guard let price = context.ticket.items.first?.price.units else { return [] }
        var found: Set<Int> = []
        for position in promotions {
            for amount in amounts(context.map.compiled[position]) {
                let pieces = QuantitySteps.pieces(amount.value, amount.measure, price: price)
                if let pieces, (2...QuantitySteps.most).contains(pieces) { found.insert(pieces) }
            }
        }
        return Array(found.sorted().prefix(limit))
    }

    private func amounts(_ compiled: CompiledPromotion) -> [(value: Int128, measure: Measure)] {
        var amounts: [(value: Int128, measure: Measure)] = []
        let own = compiled.sets.filter { $0.kind == .item && context.matches(.item, 0, $0.filters) }
        for set in own { amounts.append((set.min, set.measure)) }
        if own.count > 1, own.allSatisfy({ $0.measure == .qty }) {
            // Units serve one set each: all of them together.
            amounts.append((own.reduce(0) { $0 + $1.min }, .qty))
        }
        var isMet = !own.isEmpty
        for condition in compiled.itemConditions where context.matches(.item, 0, condition.filters) {
            isMet = true
            guard let group = condition.group, case .sum(let measure) = group.measure else { continue }
            let least = group.operator == .greater ? group.value + 1 : group.value
            if group.operator == .greater || group.operator == .greaterOrEqual || group.operator == .equal {
                amounts.append((least, measure))
            }
        }
        if isMet || (compiled.sets.isEmpty && compiled.itemConditions.isEmpty) {
            for steps in compiled.benefits.compactMap(\.steps) {
                amounts += steps.steps.map { ($0.from, steps.measure) }
            }
        }
        return amounts
    }

    /// How many pieces reach an amount; nil where pieces never do.
    private static func pieces(_ amount: Int128, _ measure: Measure, price: Int128) -> Int? {
        let unit: Int128
        switch measure {
        case .qty: unit = Run.onePiece
        case .price: unit = price
        case .magnitude, .amount, .points: return nil
        }
        guard unit > 0, amount > 0, amount <= unit * Int128(most) else { return nil }
        return Int((amount + unit - 1) / unit)
    }
}

@available(*, unavailable, message: "it is about one ticket of whoever lists it")
extension QuantitySteps: Sendable {}
