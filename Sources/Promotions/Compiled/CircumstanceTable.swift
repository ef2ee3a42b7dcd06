/// What the promotions of a map ask of time and place, each demand once: most promotions share theirs with many others.
struct CircumstanceTable: Sendable {
    /// How many demands are remembered while a ticket is looked at, a power of two.
    private static let remembered = 64

    private var demands: [Circumstances] = []
    /// By promotion: its demand.
    private var numbers: [Int32] = []

    init(_ promotions: [CompiledPromotion]) {
        var known: [Circumstances: Int32] = [:]
        numbers.reserveCapacity(promotions.count)
        for promotion in promotions {
            let number = known[promotion.circumstances] ?? Int32(demands.count)
            numbers.append(number)
            guard number == demands.count else { continue }
            known[promotion.circumstances] = number
            demands.append(promotion.circumstances)
        }
    }

    /// Those of some promotions whose demand a ticket meets, in the same order.
    func open(_ positions: [Int], to ticket: Ticket) -> [Int] {
        // By the last digits of a demand's number: twice the number, and one more where the ticket meets it.
        var answers = [Int32](repeating: -1, count: CircumstanceTable.remembered)
        return positions.filter { position in
            let number = numbers[position]
            let place = Int(number) & (CircumstanceTable.remembered - 1)
            if answers[place] >> 1 != number {
                let isMet = demands[Int(number)].failure(ticket, isExcluded: false) == nil
                answers[place] = number << 1 | (isMet ? 1 : 0)
            }
            return answers[place] & 1 == 1
        }
    }
}
