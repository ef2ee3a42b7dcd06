internal import PromotionLanguage
internal import Promotions
internal import Storage

/// A limit as the newest map that has it defines it.
struct DefinedLimit: Hashable, Sendable {
    /// The limit.
    var limit: Limit
    /// The name of the promotion that has it.
    var promotion: String
    /// The decimals of the map's currency.
    var decimals: Int

    /// The limits that a map defines, by their ids.
    static func all(of map: PromotionMap) -> [String: DefinedLimit] {
        var found: [String: DefinedLimit] = [:]
        for promotion in map.levels.flatMap(\.promotions) {
            for limit in promotion.benefits.flatMap(\.limits) where found[limit.id] == nil {
                found[limit.id] = DefinedLimit(
                    limit: limit, promotion: promotion.name, decimals: map.currency.decimals)
            }
        }
        return found
    }

    /// The definitions of limits, each from the newest map that has it.
    ///
    /// - Parameters:
    ///   - ids: the limits.
    ///   - company: whose.
    ///   - store: where the maps are.
    /// - Returns: by id; a limit that no recent map has is left out.
    /// - Throws: `Failure` where the maps cannot be read.
    static func find(
        _ ids: Set<String>, of company: String, in store: Store
    ) throws(Failure) -> [String: DefinedLimit] {
        var found: [String: DefinedLimit] = [:]
        // A limit that the last hundred maps do not have is history.
        let maps = try storage { () throws(StorageError) in try store.maps.list(of: company, limit: 100) }
        for map in maps where !ids.isSubset(of: found.keys) {
            let version = MapVersion(company: company, version: map.version)
            let document = try storage { () throws(StorageError) in try store.maps.document(of: version) }
            guard let document, let read = try? MapReader.read(Array(document.utf8)) else { continue }
            found.merge(all(of: read.map).filter { ids.contains($0.key) }) { newer, _ in newer }
        }
        return found
    }
}
