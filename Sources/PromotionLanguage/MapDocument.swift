public import Promotions

/// A map file: the map, and the examples that it must satisfy before it is distributed.
public struct MapDocument: Hashable, Sendable {
    /// The map.
    public var map: PromotionMap
    /// Tickets with their expected result.
    public var examples: [MapExample]

    /// A document from its parts.
    public init(map: PromotionMap, examples: [MapExample] = []) {
        self.map = map
        self.examples = examples
    }
}
