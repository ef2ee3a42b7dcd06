internal import Messages
internal import Storage

/// Reads an item of a catalog of codes.
enum EntryRow {
    /// An entry from its fields.
    ///
    /// - Parameters:
    ///   - fields: the fields.
    ///   - code: the entry's code.
    ///   - kind: what the catalog holds; of products the price and the attributes are checked.
    /// - Returns: the entry.
    /// - Throws: `RowError` for the first field that is not allowed.
    static func entry(_ fields: RowFields, code: String, in kind: CatalogName.Kind) throws(RowError) -> CatalogEntry {
        _ = try fields.text("name")
        if kind == .items { try checkProduct(fields) }
        return CatalogEntry(code: code, data: JSONValue.object(fields.members).text)
    }

    /// The fields of an entry that was changed: those that are named, and what was known of the others.
    static func merged(_ fields: RowFields, into known: CatalogEntry?) -> RowFields {
        guard let known, case .object(var members)? = try? JSONReader.read(Array(known.data.utf8)) else {
            return fields.stored
        }
        for member in fields.stored.members {
            members.removeAll { $0.name == member.name }
            if member.value != .null { members.append(member) }
        }
        return RowFields(members: members)
    }

    private static func checkProduct(_ fields: RowFields) throws(RowError) {
        _ = try fields.money("price")
        _ = try fields.money("minprice")
        _ = try fields.flag("discountable")
        for member in fields.members {
            switch member.value {
            case .array: _ = try fields.list(member.name)
            case .object:
                throw RowError(field: member.name, found: "object", allowed: "a text, a number, or a list of them")
            case .string, .number, .bool, .null: break
            }
        }
    }
}

extension RowFields {
    /// The fields that are kept: all but what happens to the entry.
    var stored: RowFields { RowFields(members: members.filter { $0.name != "operation" }) }
}
