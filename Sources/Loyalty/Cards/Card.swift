public import Promotions

/// A loyalty card.
public struct Card: Hashable, Sendable {
    /// Where it is in its life.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It can be used.
        case active
        /// Switched off by an operator, who can switch it on again.
        case disabled
        /// Ended by an operator.
        case cancelled
        /// Ended by its date.
        case expired
    }

    /// One of its two accounts.
    public enum Account: String, Hashable, Sendable, CaseIterable, Comparable {
        /// The one that benefits credit and most redemptions debit.
        case balance1
        /// The second, for agreements.
        case balance2

        /// Whether the first comes before the second.
        public static func < (left: Account, right: Account) -> Bool { left.rawValue < right.rawValue }
    }

    /// Its number; no other card of the company has it.
    public var number: String
    /// The code of its type.
    public var type: String
    /// Where it is in its life.
    public var state: State
    /// How many returns in progress block it.
    public var blocks: Int
    /// Code of its customer; nil without.
    public var customer: String?
    /// Its first balance.
    public var balance1: Money
    /// Its second balance.
    public var balance2: Money
    /// Last day on which it can be used; nil without end.
    public var validTo: LocalDate?

    /// A card from its parts.
    public init(
        number: String, type: String, state: State = .active, blocks: Int = 0, customer: String? = nil,
        balance1: Money = .zero, balance2: Money = .zero, validTo: LocalDate? = nil
    ) {
        self.number = number
        self.type = type
        self.state = state
        self.blocks = blocks
        self.customer = customer
        self.balance1 = balance1
        self.balance2 = balance2
        self.validTo = validTo
    }

    /// A balance.
    public subscript(_ account: Account) -> Money {
        get { account == .balance1 ? balance1 : balance2 }
        set { if account == .balance1 { balance1 = newValue } else { balance2 = newValue } }
    }
}

/// Why a presented card cannot be used; the raw value is the protocol's number.
public enum CardRefusal: Int, Error, Hashable, Sendable, CaseIterable {
    /// No such card.
    case notFound = 9500
    /// Switched off, or past its last day.
    case disabled = 9501
    /// Ended by an operator.
    case cancelled = 9502
    /// Its type is not known.
    case typeNotFound = 9503
    /// Its type is not active.
    case typeInactive = 9504
    /// It counts only with a customer, and none was sent.
    case needsCustomer = 9509
    /// Blocked by a return, or it belongs to another customer.
    case notAuthorised = 9510
    /// More is asked of it than it holds.
    case balanceExceeded = 9516
}

extension Card {
    /// Why it cannot be used on a ticket.
    ///
    /// - Parameters:
    ///   - card: the card of the number sent; nil where there is none.
    ///   - type: the card's type.
    ///   - customers: codes of the ticket's customers.
    ///   - day: the ticket's day.
    /// - Returns: the first reason; nil where it can be used.
    public static func refusal(
        _ card: Card?, of type: CardType?, customers: [String], day: LocalDate
    ) -> CardRefusal? {
        guard let card else { return .notFound }
        guard let type else { return .typeNotFound }
        switch card.state {
        case .cancelled: return .cancelled
        case .disabled, .expired: return .disabled
        case .active: break
        }
        if let last = card.validTo, last < day { return .disabled }
        if !type.isActive { return .typeInactive }
        if card.blocks > 0 { return .notAuthorised }
        guard type.needsCustomer else { return nil }
        if customers.isEmpty { return .needsCustomer }
        if let owner = card.customer, !customers.contains(owner) { return .notAuthorised }
        return nil
    }
}
