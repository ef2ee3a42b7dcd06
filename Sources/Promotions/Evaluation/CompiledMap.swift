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

    /// Compiles a map.
    public init(_ map: PromotionMap) {
        self.map = map
        promotions = map.levels.flatMap(\.promotions)
        var placed: [PlacedLimit] = []
        for (promotionIndex, promotion) in promotions.enumerated() {
            for (benefitIndex, benefit) in promotion.benefits.enumerated() {
                for limit in benefit.limits {
                    placed.append(PlacedLimit(limit: limit, promotion: promotionIndex, benefit: benefitIndex))
                }
            }
        }
        limits = placed
    }
}
