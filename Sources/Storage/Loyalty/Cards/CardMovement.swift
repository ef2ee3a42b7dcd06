public import Loyalty
public import Promotions

/// An entry in a card's ledger.
public struct CardMovement: Hashable, Sendable {
    /// Why a balance moved.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A sale granted points.
        case credit
        /// A sale spent them.
        case debit
        /// A rollback or a return undid something.
        case reversal
        /// Their last day had passed.
        case expiry
        /// An operator's word, or an import.
        case manual
        /// The sum of entries that are forgotten.
        case carried
    }

    /// The card's number.
    public var card: String
    /// Its place in the ledger, from 1; sums of forgotten entries have 0 and less.
    public var number: Int
    /// Which balance.
    public var account: Card.Account
    /// Why.
    public var kind: Kind
    /// By how much; negative where the card pays.
    public var points: Money
    /// The balance afterwards.
    public var balance: Money
    /// The transaction that did it; nil where none did.
    public var transaction: String?
    /// The sale whose effect it is part of: its own, or that which it undoes.
    public var sale: String?
    /// When, in milliseconds since 1970.
    public var at: Int64
}

extension CardMovement {
    init(row: Row) throws(StorageError) {
        self.init(
            card: try row.text("card"), number: try row.int("number"),
            account: try row.word("account", as: Card.Account.self), kind: try row.word("kind", as: Kind.self),
            points: try row.money("points"), balance: try row.money("balance"),
            transaction: try row.optionalText("transaction_id"), sale: try row.optionalText("sale"),
            at: try row.integer("at"))
    }

    func values(of company: String) throws(StorageError) -> [DatabaseValue] {
        let place = "card \(card)"
        return [
            .text(company), .text(card), .int(number), .text(account.rawValue), .text(kind.rawValue),
            try .money(points, place), try .money(balance, place), .optional(transaction), .optional(sale),
            .integer(at),
        ]
    }
}

/// Why a balance is to move, and for whom.
struct MovementCause: Hashable, Sendable {
    var kind: CardMovement.Kind
    var transaction: String?
    var sale: String?
    /// The store's day, from which points that are earned live.
    var day: LocalDate
    var now: Int64
}
