public import Loyalty
internal import Promotions

/// A coupon as it is kept.
public struct CouponRecord: Hashable, Sendable {
    /// The coupon.
    public var coupon: Coupon
    /// Whose it is.
    public var company: String
    /// The transaction that issued it; nil where an operator did.
    public var issuedBy: String?
    /// Id of the benefit that issued it; empty where an operator did.
    public var benefit: String
    /// Its place among those that the transaction issued, from 1.
    public var issueNumber: Int
    /// The return that settled it: cancelled it, or reported that it could not.
    public var settledBy: String?
    /// How many entries its history has.
    public internal(set) var events: Int

    init(coupon: Coupon, company: String, issuedBy: String?, benefit: String, issueNumber: Int) {
        self.coupon = coupon
        self.company = company
        self.issuedBy = issuedBy
        self.benefit = benefit
        self.issueNumber = issueNumber
        events = 0
    }
}

extension CouponRecord {
    init(row: Row) throws(StorageError) {
        let coupon = Coupon(
            barCode: try row.text("bar_code"), type: try row.text("type"),
            state: try row.word("state", as: CouponState.self), uses: try row.int("uses"),
            blocks: try row.int("blocks"), validFrom: LocalDate(days: try row.int("valid_from")),
            validTo: try row.day("valid_to"), customer: try row.optionalText("customer"),
            value: try Coupon.Value(row: row))
        self.init(
            coupon: coupon, company: try row.text("company"), issuedBy: try row.optionalText("issued_by"),
            benefit: try row.text("benefit"), issueNumber: try row.int("issue_number"))
        settledBy = try row.optionalText("settled_by")
        events = try row.int("events")
    }

    /// What finds its row.
    var key: [DatabaseValue] { [.text(company), .text(coupon.barCode)] }

    /// What never changes, in the order of the columns of `Coupons.insert`.
    var fixedValues: [DatabaseValue] {
        [
            .text(coupon.type), .int(coupon.validFrom.days), .day(coupon.validTo), .optional(coupon.customer),
            .optional(issuedBy), .text(benefit), .int(issueNumber),
        ]
    }

    /// What changes, in the order of the columns of `Coupons.insert` and `Coupons.write`.
    func changingValues() throws(StorageError) -> [DatabaseValue] {
        let (kind, units): (String?, Int128?) =
            switch coupon.value {
            case .amount(let amount): ("amount", amount.units)
            case .percentage(let units): ("percentage", units)
            case nil: (nil, nil)
            }
        return [
            .text(coupon.state.rawValue), .int(coupon.uses), .int(coupon.blocks), .optional(kind),
            .optional(try units.map { (units) throws(StorageError) in try column(units, place) }),
            .optional(settledBy), .int(events),
        ]
    }

    /// Where an error is.
    var place: String { "coupon \(coupon.barCode)" }
}

extension Coupon.Value {
    fileprivate init?(row: Row) throws(StorageError) {
        switch try row.optionalText("value_kind") {
        case nil: return nil
        case "amount": self = .amount(try row.money("value"))
        case "percentage": self = .percentage(Int128(try row.integer("value")))
        case let word?:
            throw StorageError(
                .corrupt, place: "column value_kind", text: "found \"\(word)\", expected amount or percentage")
        }
    }
}
