public import Promotions

/// A coupon that was issued.
public struct Coupon: Hashable, Sendable {
    /// What a calculated coupon is worth.
    public enum Value: Hashable, Sendable {
        /// Money.
        case amount(Money)
        /// A percentage, in ten-thousandths of a percent.
        case percentage(Int128)
    }

    /// Its number; no other coupon of the company has it.
    public var barCode: String
    /// The code of its type.
    public var type: String
    /// Where it is in its life.
    public var state: CouponState
    /// How often it was used.
    public var uses: Int
    /// How many returns in progress block it.
    public var blocks: Int
    /// First day on which it can be used.
    public var validFrom: LocalDate
    /// Last day; nil without end.
    public var validTo: LocalDate?
    /// Code of the customer it was issued to; nil without.
    public var customer: String?
    /// What it is worth; nil for a normal coupon.
    public var value: Value?

    /// A coupon from its parts.
    public init(
        barCode: String, type: String, state: CouponState = .issued, uses: Int = 0, blocks: Int = 0,
        validFrom: LocalDate,
        validTo: LocalDate? = nil, customer: String? = nil, value: Value? = nil
    ) {
        self.barCode = barCode
        self.type = type
        self.state = state
        self.uses = uses
        self.blocks = blocks
        self.validFrom = validFrom
        self.validTo = validTo
        self.customer = customer
        self.value = value
    }

    /// A new coupon of a type.
    ///
    /// - Parameters:
    ///   - type: its type.
    ///   - store: where it is issued.
    ///   - terminal: at which till.
    ///   - sequence: the next number of the type's counter.
    ///   - moment: when, in the store's time.
    ///   - customer: to whom; nil for nobody in particular.
    ///   - value: what it is worth; nil for a normal coupon.
    /// - Throws: `SequenceOverflow` where the counter has outgrown the format.
    public init(
        of type: CouponType, store: String, terminal: String, sequence: Int, at moment: LocalDateTime,
        customer: String?, value: Value?
    ) throws(SequenceOverflow) {
        let (from, to) = type.validity.range(issued: moment.date)
        let number = BarCodeNumber(
            prefix: type.prefix, store: store, terminal: terminal, sequence: sequence, issued: moment,
            validFrom: from, validTo: to)
        self.init(
            barCode: try number.text(type.format), type: type.code, validFrom: from, validTo: to, customer: customer,
            value: value)
    }

    /// Lets an event happen.
    ///
    /// - Parameter event: the event.
    /// - Returns: whether it was allowed; the coupon is unchanged otherwise.
    public mutating func take(_ event: CouponEvent) -> Bool {
        guard let next = state.after(event) else { return false }
        switch event {
        case .use, .lastUse: uses += 1
        case .giveBack:
            guard uses > 0 else { return false }
            uses -= 1
        case .block: blocks += 1
        case .unblock:
            blocks -= 1
            // Another return still needs it to stand still.
            if blocks > 0 { return true }
        case .activate, .cancel, .expire: break
        }
        state = next
        return true
    }

    /// Uses it once.
    ///
    /// - Parameter type: its type, which says how many uses it has.
    /// - Returns: whether that was allowed.
    public mutating func use(_ type: CouponType) -> Bool {
        guard uses < type.maxUses else { return false }
        return take(uses + 1 == type.maxUses ? .lastUse : .use)
    }

    /// Whether its last day lies before a day, and nothing has ended it yet.
    public func isOverdue(on day: LocalDate) -> Bool {
        guard let validTo, state.after(.expire) != nil else { return false }
        return validTo < day
    }
}
