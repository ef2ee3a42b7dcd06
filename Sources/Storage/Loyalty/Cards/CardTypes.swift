public import Loyalty

/// The kinds of cards that a company has.
public struct CardTypes {
    let database: any Database
    var memory: BatchMemory?

    /// Saves a type.
    public func save(_ type: CardType, of company: String) throws(StorageError) {
        memory?.cardTypes[RowKey(company, type.code)] = nil
        _ = try database.execute(
            """
            INSERT INTO card_types (
                company, code, unit, kind, needs_customer, is_rechargeable, is_transferable, is_active,
                points_lifetime)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (company, code) DO UPDATE SET
                unit = excluded.unit, kind = excluded.kind, needs_customer = excluded.needs_customer,
                is_rechargeable = excluded.is_rechargeable, is_transferable = excluded.is_transferable,
                is_active = excluded.is_active, points_lifetime = excluded.points_lifetime
            """,
            [
                .text(company), .text(type.code), .text(type.unit.rawValue), .text(type.kind.rawValue),
                .flag(type.needsCustomer), .flag(type.isRechargeable), .flag(type.isTransferable),
                .flag(type.isActive), .optional(type.pointsLifetime.map { Int64($0) }),
            ])
    }

    /// The type of a code.
    public func find(_ code: String, of company: String) throws(StorageError) -> CardType? {
        let key = RowKey(company, code)
        if let known = memory?.cardTypes[key] { return known }
        let found = try database.first(
            "SELECT * FROM card_types WHERE company = $1 AND code = $2", [.text(company), .text(code)],
            CardType.init(row:))
        memory?.cardTypes.updateValue(found, forKey: key)
        return found
    }

    /// A company's types, in order of their codes.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - code: The last one of the page before; empty for the first page.
    ///   - limit: How many at most.
    /// - Returns: The types.
    /// - Throws: `StorageError`.
    public func list(of company: String, after code: String = "", limit: Int) throws(StorageError) -> [CardType] {
        try database.all(
            "SELECT * FROM card_types WHERE company = $1 AND code > $2 ORDER BY code LIMIT $3",
            [.text(company), .text(code), bounded(limit)], CardType.init(row:))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CardTypes: Sendable {}

extension CardType {
    fileprivate init(row: Row) throws(StorageError) {
        self.init(
            code: try row.text("code"), unit: try row.word("unit", as: Unit.self),
            kind: try row.word("kind", as: Kind.self), needsCustomer: try row.flag("needs_customer"),
            isRechargeable: try row.flag("is_rechargeable"), isTransferable: try row.flag("is_transferable"),
            isActive: try row.flag("is_active"),
            pointsLifetime: try row.optionalInteger("points_lifetime").map { Int($0) })
    }
}
