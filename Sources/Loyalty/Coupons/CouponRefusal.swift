public import Promotions

/// Why a presented coupon cannot be used; the raw value is the protocol's number.
public enum CouponRefusal: Int, Error, Hashable, Sendable, CaseIterable {
    /// No such coupon was issued.
    case notFound = 9101
    /// It was used, and had one use only.
    case consumed = 9102
    /// Not yet valid, not yet confirmed, cancelled or blocked.
    case inactive = 9103
    /// The type sent is not its own.
    case typeDiffers = 9104
    /// Its last day has passed.
    case expired = 9105
    /// It was used as often as it may be.
    case usedUp = 9106
    /// It belongs to a customer who was not sent.
    case needsCustomer = 9107
    /// Its type is not active.
    case typeInactive = 9108
    /// The amount sent is not its own.
    case amountDiffers = 9109
}

/// A coupon as a till presents it.
public struct PresentedCoupon: Hashable, Sendable {
    /// The bar code as read.
    public var barCode: String
    /// The type sent; nil without.
    public var type: String?
    /// The amount sent; zero without.
    public var amount: Money
    /// The value that a promotion counted on; nil where none was.
    public var counted: Coupon.Value?
    /// Codes of the ticket's customers.
    public var customers: [String]
    /// The ticket's day.
    public var day: LocalDate

    /// A presented coupon from its parts.
    public init(barCode: String, type: String? = nil, amount: Money = .zero, customers: [String] = [], day: LocalDate) {
        self.barCode = barCode
        self.type = type
        self.amount = amount
        self.customers = customers
        self.day = day
    }

    /// Why it cannot be used.
    ///
    /// What a till can mend comes last, so that it is not sent to mend what would not help.
    ///
    /// - Parameters:
    ///   - coupon: the coupon of that number; nil where none was issued.
    ///   - couponType: the coupon's type.
    /// - Returns: the first reason; nil where it can be used.
    public func refusal(_ coupon: Coupon?, of couponType: CouponType?) -> CouponRefusal? {
        guard let coupon, let couponType else { return .notFound }
        if let type, type != coupon.type { return .typeDiffers }
        switch coupon.state {
        case .consumed: return couponType.maxUses == 1 ? .consumed : .usedUp
        case .expired: return .expired
        case .issued, .blocked, .cancelled: return .inactive
        case .active: break
        }
        // The maximum may have been lowered since its last use.
        if coupon.uses >= couponType.maxUses { return .usedUp }
        if let last = coupon.validTo, last < day { return .expired }
        if day < coupon.validFrom { return .inactive }
        if !couponType.isActive { return .typeInactive }
        if couponType.isNominative, !customers.contains(where: { $0 == coupon.customer }) { return .needsCustomer }
        if amount != .zero, amount != coupon.faceValue { return .amountDiffers }
        // A return of the sale that issued it may have lowered it since.
        if let counted, counted != coupon.value { return .amountDiffers }
        return nil
    }
}

extension Coupon {
    /// Its worth in money; zero where it has none.
    public var faceValue: Money {
        if case .amount(let amount) = value { amount } else { .zero }
    }
}
