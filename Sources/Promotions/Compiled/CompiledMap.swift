/// A map made ready for evaluation: immutable, shared by all tickets that are judged under it.
public struct CompiledMap: Sendable {
    /// A limit and where it stands in the map.
    public struct PlacedLimit: Sendable {
        /// The limit.
        public let limit: Limit
        /// Position of its promotion in the map.
        public let promotion: Int
        /// Position of its benefit in the promotion.
        public let benefit: Int
    }

    /// The map it was made from.
    public let map: PromotionMap
    /// All promotions of all levels, in map order; evaluations name them by their position here.
    public let promotions: [Promotion]
    /// All limits of all benefits, in map order; evaluations name them by their position here.
    public let limits: [PlacedLimit]

    /// By level: the positions of its promotions.
    let levels: [Range<Int>]
    let compiled: [CompiledPromotion]
    let slots: [ElementKind: AttributeSlots]
    let circumstances: CircumstanceTable
    let index: PromotionIndex
    /// The promotions that may be suggested, by what their conditions begin with; nil where there are none.
    let suggestionIndex: PromotionIndex?
    /// Positions of the promotions that exclude the whole rest of the map.
    let transactionExclusive: [Int]
    /// Whether any benefit multiplies what others earn.
    let hasFactorBenefits: Bool

    /// Compiles a map.
    public init(_ map: PromotionMap) {
        self.map = map
        promotions = map.levels.flatMap(\.promotions)
        var placed: [PlacedLimit] = []
        var compiled: [CompiledPromotion] = []
        var slots: [ElementKind: AttributeSlots] = [:]
        compiled.reserveCapacity(promotions.count)
        for (position, promotion) in promotions.enumerated() {
            compiled.append(
                CompiledPromotion(promotion, position: position, firstLimit: placed.count, slots: &slots))
            for (benefitPosition, benefit) in promotion.benefits.enumerated() {
                for limit in benefit.limits {
                    placed.append(PlacedLimit(limit: limit, promotion: position, benefit: benefitPosition))
                }
            }
        }
        limits = placed
        var start = 0
        levels = map.levels.map { level in
            defer { start += level.promotions.count }
            return start..<start + level.promotions.count
        }
        transactionExclusive = promotions.indices.filter { [promotions] in
            promotions[$0].exclusivity == .transaction
        }
        hasFactorBenefits = promotions.contains { promotion in
            promotion.benefits.contains { if case .factorLoyalty = $0.kind { true } else { false } }
        }
        circumstances = CircumstanceTable(compiled)
        index = PromotionIndex(compiled, slots: slots)
        let suggested = compiled.filter { CompiledMap.maySuggest($0.promotion, under: map.suggest) }
        suggestionIndex = suggested.isEmpty ? nil : PromotionIndex(suggested, slots: slots, of: .partlyMet)
        self.compiled = compiled
        self.slots = slots
    }

    /// Position of the level that a promotion is on; nil where there is no such promotion.
    public func level(ofPromotion position: Int) -> Int? { levels.firstIndex { $0.contains(position) } }
}
