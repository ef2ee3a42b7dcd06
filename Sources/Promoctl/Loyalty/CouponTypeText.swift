internal import Loyalty
internal import Messages
internal import Promotions

/// A coupon type as an operator gives it: without a prefix it gets one when it is saved.
struct CouponTypeDraft: Hashable, Sendable {
    /// The type; its prefix is empty where none was given.
    var type: CouponType

    /// How long a type's coupons may be valid, in days: a century.
    private static let longestValidity = 36_500

    /// A type from a row of an import.
    init?(_ row: inout ImportRow) {
        let code = row.required("code")
        let prefix = row.text("prefix") ?? ""
        if !prefix.isEmpty, prefix.utf8.count != 3 || !prefix.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            row.refuse("prefix: found \"\(prefix)\", expected 3 digits")
        }
        let (kind, base) = (row.word("kind", as: CouponType.Kind.self), row.word("base", as: BarCodeBase.self))
        let format = CouponTypeDraft.format(row.required("format"), base ?? .ean13, &row)
        let validity = CouponTypeDraft.validity(&row)
        let (electronic, nominative) = (row.flag("electronic", default: false), row.flag("nominative", default: false))
        let (active, uses) = (row.flag("active", default: true), row.number("maxUses", in: 1...1_000_000) ?? 1)
        let template = row.text("mailTemplate") ?? ""
        guard let format else { return nil }
        type = CouponType(
            code: code, kind: kind ?? .normal, isElectronic: electronic, prefix: prefix, format: format,
            validity: validity, maxUses: uses, isNominative: nominative, isActive: active, mailTemplate: template)
    }

    private static func format(_ text: String, _ base: BarCodeBase, _ row: inout ImportRow) -> BarCodeFormat? {
        guard !text.isEmpty else { return nil }
        do throws(BarCodeFormatError) {
            return try BarCodeFormat(text, base: base)
        } catch {
            row.refuse("format: \(error)")
            return nil
        }
    }

    private static func validity(_ row: inout ImportRow) -> CouponValidity {
        let days = row.number("validDays", in: 0...longestValidity)
        let (from, to) = (row.day("validFrom"), row.day("validTo"))
        guard let from else {
            if to != nil { row.refuse("validTo: it needs a validFrom") }
            return .daysFromIssue(days)
        }
        if days != nil { row.refuse("validDays: it cannot stand beside validFrom") }
        if let to, to < from { row.refuse("validTo: \(to.text) lies before \(from.text)") }
        return .dates(from: from, to: to)
    }
}

extension CouponType {
    /// The type as an import takes it.
    var json: JSONValue {
        let (days, from, to): (Int?, LocalDate?, LocalDate?) =
            switch validity {
            case .daysFromIssue(let days): (days, nil, nil)
            case .dates(let from, let to): (nil, from, to)
            }
        return .members(
            ("code", .string(code)), ("kind", .string(kind.rawValue)), ("electronic", .bool(isElectronic)),
            ("prefix", .string(prefix)), ("base", .string(format.base.rawValue)), ("format", .string(format.text)),
            ("validDays", days.map { .whole($0) } ?? .null), ("validFrom", .text(from?.text)),
            ("validTo", .text(to?.text)), ("maxUses", .whole(maxUses)), ("nominative", .bool(isNominative)),
            ("active", .bool(isActive)), ("mailTemplate", .string(mailTemplate)))
    }

    /// The type for people.
    var row: [Table.Cell] {
        let valid =
            switch validity {
            case .daysFromIssue(nil): "without end"
            case .daysFromIssue(let days?): "\(days) days"
            case .dates(let from, let to): "\(from.text) to \(to?.text ?? "-")"
            }
        return [
            .init(code), .init(kind.rawValue), .init(prefix), .init(format.base.rawValue), .init(format.text),
            .init(valid), "\(maxUses)", .init(isActive ? "active" : "inactive", isActive ? nil : .yellow),
        ]
    }
}
