public import Loyalty
internal import Promotions

/// The kinds of coupons that a company issues.
public struct CouponTypes {
    let database: any Database
    var memory: BatchMemory?

    /// Saves a type.
    public func save(_ type: CouponType, of company: String) throws(StorageError) {
        memory?.couponTypes[RowKey(company, type.code)] = nil
        _ = try database.execute(
            """
            INSERT INTO coupon_types (
                company, code, kind, is_electronic, prefix, base, format, valid_days, valid_from, valid_to, max_uses,
                is_nominative, is_active, mail_template)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT (company, code) DO UPDATE SET
                kind = excluded.kind, is_electronic = excluded.is_electronic, prefix = excluded.prefix,
                base = excluded.base, format = excluded.format, valid_days = excluded.valid_days,
                valid_from = excluded.valid_from, valid_to = excluded.valid_to, max_uses = excluded.max_uses,
                is_nominative = excluded.is_nominative, is_active = excluded.is_active,
                mail_template = excluded.mail_template
            """, [.text(company)] + type.values)
    }

    /// The type of a code.
    public func find(_ code: String, of company: String) throws(StorageError) -> CouponType? {
        let key = RowKey(company, code)
        if let known = memory?.couponTypes[key] { return known }
        let found = try database.first(
            "SELECT * FROM coupon_types WHERE company = $1 AND code = $2", [.text(company), .text(code)],
            CouponType.init(row:))
        memory?.couponTypes.updateValue(found, forKey: key)
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
    public func list(of company: String, after code: String = "", limit: Int) throws(StorageError) -> [CouponType] {
        try database.all(
            "SELECT * FROM coupon_types WHERE company = $1 AND code > $2 ORDER BY code LIMIT $3",
            [.text(company), .text(code), bounded(limit)], CouponType.init(row:))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CouponTypes: Sendable {}

extension CouponType {
    fileprivate init(row: Row) throws(StorageError) {
        let base = try row.word("base", as: BarCodeBase.self)
        let text = try row.text("format")
        let format: BarCodeFormat
        do throws(BarCodeFormatError) {
            format = try BarCodeFormat(text, base: base)
        } catch {
            throw StorageError(.corrupt, place: "column format", text: "found \"\(text.prefix(40))\": \(error)")
        }
        let validity: CouponValidity =
            if let from = try row.day("valid_from") {
                .dates(from: from, to: try row.day("valid_to"))
            } else {
                .daysFromIssue(try row.optionalInteger("valid_days").map { Int($0) })
            }
        self.init(
            code: try row.text("code"), kind: try row.word("kind", as: Kind.self),
            isElectronic: try row.flag("is_electronic"), prefix: try row.text("prefix"), format: format,
            validity: validity, maxUses: try row.int("max_uses"), isNominative: try row.flag("is_nominative"),
            isActive: try row.flag("is_active"), mailTemplate: try row.text("mail_template"))
    }

    fileprivate var values: [DatabaseValue] {
        let (days, from, to): (Int?, LocalDate?, LocalDate?) =
            switch validity {
            case .daysFromIssue(let days): (days, nil, nil)
            case .dates(let from, let to): (nil, from, to)
            }
        return [
            .text(code), .text(kind.rawValue), .flag(isElectronic), .text(prefix), .text(format.base.rawValue),
            .text(format.text), .optional(days.map { Int64($0) }), .day(from), .day(to), .int(maxUses),
            .flag(isNominative), .flag(isActive), .text(mailTemplate),
        ]
    }
}
