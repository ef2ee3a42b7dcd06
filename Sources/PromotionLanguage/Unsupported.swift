/// What the language can say and this version cannot evaluate; the raw value is the word maps use.
///
/// This is the only place that says so: a feature whose evaluation exists is taken out of the list.
public enum Feature: String, Sendable, CaseIterable {
    /// Products priced in points.
    case catalogRedemption = "CatalogRedemption"
    /// Options that cost points.
    case redemptionWithOptions = "RedemptionWithOptions"
}

extension Set<Feature> {
    /// Every feature that the language can say.
    public static var all: Set<Feature> { Set(Feature.allCases) }
    /// The features of the list that this version evaluates: none.
    public static var supported: Set<Feature> { [] }
}
