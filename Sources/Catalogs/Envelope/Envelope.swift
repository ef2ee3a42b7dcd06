internal import Messages

/// What an envelope says besides its items.
public struct Envelope: Hashable, Sendable {
    /// The company.
    public var company: String
    /// The catalog.
    public var catalog: CatalogName
    /// Whether the items replace the catalog.
    public var isReplacing: Bool
    /// The offset of the first byte of the items.
    public var itemsAt: Int64

    /// The member that replaces a catalog.
    static let replacing = "deleteAllCollectionFirst"

    /// Reads the members of an envelope.
    ///
    /// - Parameters:
    ///   - members: all members but the items.
    ///   - offset: where the items begin.
    ///   - company: the company of an envelope that names none; nil where it has to.
    /// - Throws: `ImportProblem`.
    init(_ members: JSONValue, itemsAt offset: Int64, company: String? = nil) throws(ImportProblem) {
        let named = Flag.text(members["companyId"]) ?? Flag.text(members["company"]) ?? company
        guard let named, !named.isEmpty, named.count <= 64, !named.contains("\0") else {
            throw ImportProblem("companyId: found \(Flag.shown(members["companyId"])), expected a company's code")
        }
        guard let text = Flag.text(members["catalog"]), let catalog = CatalogName(text) else {
            throw ImportProblem(
                "catalog: found \(Flag.shown(members["catalog"])), expected the name of a catalog such as catalogItem")
        }
        self.company = named
        self.catalog = catalog
        itemsAt = offset
        isReplacing = false
        for member in [members[Envelope.replacing]] + Envelope.parameters(members["params"]) {
            guard let member else { continue }
            guard let value = Flag.value(member) else {
                throw ImportProblem("\(Envelope.replacing): found \(Flag.shown(member)), expected true or false")
            }
            isReplacing = isReplacing || value
        }
    }

    /// What `params` says of replacing: the name alone, an object with that member, or one with a name and a value.
    private static func parameters(_ value: JSONValue?) -> [JSONValue?] {
        switch value {
        case .array(let values): return values.flatMap(parameters)
        case .string(let text): return text == replacing ? [.bool(true)] : []
        case .object:
            let name = Flag.text(value?["name"]) ?? Flag.text(value?["key"])
            return name == replacing ? [value?["value"] ?? .bool(true)] : [value?[replacing]]
        default: return []
        }
    }
}

/// Reads the scalars of envelopes, in which everything may be a text.
enum Flag {
    /// A truth value, also as a text; nil for anything else.
    static func value(_ value: JSONValue) -> Bool? {
        switch value {
        case .bool(let flag): return flag
        case .string(let text), .number(let text):
            switch text.lowercased() {
            case "true", "yes", "y", "s", "1": return true
            case "false", "no", "n", "0", "": return false
            default: return nil
            }
        default: return nil
        }
    }

    /// A text or number as a text; nil for anything else.
    static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    /// A value as an error shows it.
    static func shown(_ value: JSONValue?) -> String {
        switch value {
        case nil: "nothing"
        case .string(let text): "\"\(text.prefix(60))\""
        case .number(let text): String(text.prefix(60))
        case .bool(let flag): flag ? "true" : "false"
        case .some(let value): value.kindName
        }
    }
}
