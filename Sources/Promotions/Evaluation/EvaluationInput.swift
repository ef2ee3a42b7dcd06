/// Everything that an evaluation depends on besides the map.
public struct EvaluationInput: Sendable {
    /// The ticket.
    public var ticket: Ticket
    /// What others use of the limits.
    public var balances: Balances
    /// Days on which promotions are off in stores.
    public var exclusions: Set<ExclusionDate>
    /// The alternative chosen before, as the promotions taken on the levels that offer a choice; empty without one.
    public var choice: [Int]
    /// Whether verdicts are wanted.
    public var explains: Bool
    /// Whether balances of limits are wanted.
    public var listsBalances: Bool
    /// Which suggestions are wanted; nil without any.
    public var suggests: SuggestionRequest?
    /// How the company works payment plans out, where the map does not say.
    public var paymentCalculation: PromotionMap.PaymentCalculation
    /// What benefits may draw on.
    public var holdings: Holdings

    /// An input from its parts.
    public init(
        ticket: Ticket, balances: Balances = Balances(), exclusions: Set<ExclusionDate> = [], choice: [Int] = [],
        explains: Bool = false, listsBalances: Bool = false, suggests: SuggestionRequest? = nil,
        paymentCalculation: PromotionMap.PaymentCalculation = .none, holdings: Holdings = Holdings()
    ) {
        self.ticket = ticket
        self.balances = balances
        self.exclusions = exclusions
        self.choice = choice
        self.explains = explains
        self.listsBalances = listsBalances
        self.suggests = suggests
        self.paymentCalculation = paymentCalculation
        self.holdings = holdings
    }
}

/// What stays the same while one ticket is evaluated; shared, because copying a map's many parts costs.
final class EvaluationContext {
    let map: CompiledMap
    let input: EvaluationInput
    let ticket: Ticket
    let currency: Currency
    let facts: TicketFacts
    let explains: Bool
    /// By item: what granting asks for all the time.
    let lines: [Line]
    /// Whether any item has a price that promotions must leave.
    let hasFloors: Bool
    /// Whether limits of customers can count.
    let hasCustomer: Bool
    /// The currency's minor unit in ten-thousandths.
    let minorUnit: Int128

    /// What granting asks of an item.
    struct Line {
        let seq: Int
        let isDiscountable: Bool
        /// The least that promotions may leave of a piece, in ten-thousandths.
        let floor: Int128

        /// The least that promotions may leave of a run, rounded up: the parts of a piece keep as much as the piece.
        func floor(of run: Run) -> Int128 { (floor * run.pieces + Run.onePiece - 1) / Run.onePiece }
    }

    init(map: CompiledMap, input: EvaluationInput, facts: TicketFacts? = nil) {
        self.map = map
        self.input = input
        ticket = input.ticket
        currency = map.map.currency
        self.facts = facts ?? TicketFacts(input.ticket, slots: map.slots)
        explains = input.explains
        lines = ticket.items.map {
            Line(seq: $0.seq, isDiscountable: $0.isDiscountable, floor: $0.minPrice.units)
        }
        hasFloors = lines.contains { $0.floor != 0 }
        hasCustomer = ticket.customerKey != nil
        minorUnit = currency.minorUnit
    }

    /// The elements of a kind other than items.
    func elements(_ kind: ElementKind) -> [Element] {
        switch kind {
        case .coupon: ticket.coupons
        case .customer: ticket.customers
        case .payment: ticket.payments
        case .loyaltyCard: ticket.loyaltyCards
        case .item, .transaction: []
        }
    }

    func seq(_ kind: ElementKind, _ element: Int) -> Int {
        kind == .item ? lines[element].seq : elements(kind)[element].seq
    }

    /// Whether an element passes all filters.
    func matches(_ kind: ElementKind, _ element: Int, _ filters: [CompiledFilter]) -> Bool {
        if filters.isEmpty { return true }
        let facts = facts[kind]
        for filter in filters.indices where !filters[filter].passes(element, in: facts) { return false }
        return true
    }

    /// Notes which elements of a kind pass all filters.
    func match(_ kind: ElementKind, _ filters: [CompiledFilter], _ mask: inout [Bool]) {
        let facts = facts[kind]
        mask.removeAll(keepingCapacity: true)
        for _ in 0..<facts.count { mask.append(true) }
        for filter in filters.indices { filters[filter].narrow(&mask, facts) }
    }

    /// How much of a limit others have left for this ticket, in ten-thousandths.
    func balance(ofLimit limit: Int) -> Int128 {
        max(0, map.limits[limit].limit.value - (input.balances.used[limit] ?? 0))
    }
}
