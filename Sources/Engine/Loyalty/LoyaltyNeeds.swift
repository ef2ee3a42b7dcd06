internal import Loyalty
internal import Promotions

/// What a map asks of coupons, cards and customers: what it does not ask for is not looked up.
struct LoyaltyNeeds: Hashable, Sendable {
    /// Whether a coupon can change what a ticket gets.
    private(set) var asksCoupons = false
    /// Whether a card can.
    private(set) var asksCards = false
    /// Whether what a customer's limits have left can.
    private(set) var hasCustomerLimits = false
    /// Whether a ticket can get coupons, which are the customer's.
    private(set) var issuesCoupons = false
    /// What conditions ask of customers, of what a company can know of one.
    private(set) var customerAttributes: Set<String> = []

    /// Reads a map.
    init(_ map: CompiledMap) {
        hasCustomerLimits = map.limits.contains { $0.limit.scope == .customer }
        for promotion in map.promotions {
            for condition in promotion.condition.simple { ask(condition.element, condition.filters) }
            for set in promotion.condition.composition {
                ask(set.element, set.filters)
                if set.element == .customer { ask(set.equivalence + set.inequivalence) }
            }
            for benefit in promotion.benefits { ask(benefit.kind) }
        }
    }

    private mutating func ask(_ element: ElementKind, _ filters: [Filter]) {
        switch element {
        case .coupon: asksCoupons = true
        case .loyaltyCard: asksCards = true
        case .customer: ask(filters.map(\.attribute))
        case .item, .payment, .transaction: break
        }
    }

    private mutating func ask(_ attributes: [String]) {
        customerAttributes.formUnion(attributes.filter { KnownCustomer.attributes.contains($0) })
    }

    private mutating func ask(_ kind: BenefitKind) {
        switch kind {
        // External benefits take their amounts from coupons, and one that was issued counts once and while it may.
        case .calculatedCouponRedemption, .externalBenefit: asksCoupons = true
        case .agreementDiscount: asksCards = true
        case .coupon, .calculatedCoupon: issuesCoupons = true
        default:
            if kind.earnedCardType != nil || !kind.spentCardTypes.isEmpty { asksCards = true }
        }
    }

    /// Whether a customer is to be looked up: a condition asks for what was not sent, or nobody knows whose the cards,
    /// coupons and limits are, and whose coupons will be that are issued.
    ///
    /// - Parameters:
    ///   - customer: the customer as sent.
    ///   - ticket: its ticket.
    /// - Returns: whether it can matter.
    func ask(_ customer: Element, of ticket: Ticket) -> Bool {
        if customer.attributes["id"] == nil {
            if hasCustomerLimits || asksCards || issuesCoupons || (asksCoupons && !ticket.coupons.isEmpty) {
                return true
            }
        }
        return customerAttributes.contains { customer.attributes[$0] == nil }
    }

    /// What is known of a customer and asked for: the rest concerns nobody, and is kept with no sale.
    ///
    /// - Parameter customer: the customer.
    /// - Returns: attributes, those that name the customer included.
    func answered(by customer: Customer) -> Attributes {
        var known = KnownCustomer.attributes(of: customer)
        known.entries.removeAll { !KnownCustomer.names.contains($0.name) && !customerAttributes.contains($0.name) }
        return known
    }

    /// The types of cards that promotions credit or draw on.
    ///
    /// - Parameters:
    ///   - promotions: positions in the map.
    ///   - map: the map.
    /// - Returns: their codes.
    static func cardTypes(of promotions: [Int], in map: CompiledMap) -> Set<String> {
        var types: Set<String> = []
        for position in promotions {
            for benefit in map.promotions[position].benefits {
                types.formUnion(benefit.kind.spentCardTypes)
                if let type = benefit.kind.earnedCardType { types.insert(type) }
            }
        }
        return types
    }

    /// The types of coupons that promotions issue.
    ///
    /// - Parameters:
    ///   - promotions: positions in the map.
    ///   - map: the map.
    /// - Returns: their codes.
    static func issuedTypes(of promotions: [Int], in map: CompiledMap) -> Set<String> {
        Set(
            promotions.flatMap { map.promotions[$0].benefits }.compactMap { benefit in
                switch benefit.kind {
                case .coupon(let type, _, _), .calculatedCoupon(let type, _, _, _): type
                default: nil
                }
            })
    }
}
