internal import Catalogs
internal import Promotions
internal import Storage

/// Finds codes of a map that the company's catalogs, coupon types and card types do not know.
///
/// Of what a company has loaded nothing, nothing is said: not everybody keeps every catalog here.
struct CodeCheck {
    /// How many codes are named.
    static let most = 20

    let store: Store
    let company: String

    /// Looks up every code of a map.
    ///
    /// - Parameter map: the map.
    /// - Returns: a line for each that is unknown; empty where none is.
    /// - Throws: `StorageError`.
    func problems(_ map: CompiledMap) throws(StorageError) -> [String] {
        var used: [MapCode.Register: Bool] = [:]
        var problems: [String] = []
        var more = 0
        for (code, promotion) in MapCodes(map).codes {
            if used[code.register] == nil { used[code.register] = try isUsed(code.register) }
            guard used[code.register] == true, try !isKnown(code) else { continue }
            guard problems.count < CodeCheck.most else {
                more += 1
                continue
            }
            problems.append("promotion \"\(promotion)\": \(code.code) is not among the company's \(code.register)")
        }
        if more > 0 { problems.append("and \(more) more codes that the company does not have") }
        return problems
    }

    private func isUsed(_ register: MapCode.Register) throws(StorageError) -> Bool {
        switch register {
        case .catalog(let name): try !store.catalogs.list(name, of: company, limit: 1).isEmpty
        case .couponTypes: try !store.couponTypes.list(of: company, limit: 1).isEmpty
        case .cardTypes: try !store.cardTypes.list(of: company, limit: 1).isEmpty
        }
    }

    private func isKnown(_ code: MapCode) throws(StorageError) -> Bool {
        switch code.register {
        case .catalog(let name): try store.catalogs.find(code.code, in: name, of: company) != nil
        case .couponTypes: try store.couponTypes.find(code.code, of: company) != nil
        case .cardTypes: try store.cardTypes.find(code.code, of: company) != nil
        }
    }
}

extension MapCode.Register: CustomStringConvertible {
    var description: String {
        switch self {
        case .catalog(let name): CatalogName(name)?.description ?? name
        case .couponTypes: "coupon types"
        case .cardTypes: "card types"
        }
    }
}
