public import Loyalty

/// A card as it is kept.
public struct CardRecord: Hashable, Sendable {
    /// The card.
    public var card: Card
    /// Whose it is.
    public var company: String
    /// How many entries its ledger has had.
    public internal(set) var movements: Int
}

extension CardRecord {
    init(row: Row) throws(StorageError) {
        self.init(
            card: Card(
                number: try row.text("number"), type: try row.text("type"),
                state: try row.word("state", as: Card.State.self), blocks: try row.int("blocks"),
                customer: try row.optionalText("customer"), balance1: try row.money("balance1"),
                balance2: try row.money("balance2"), validTo: try row.day("valid_to")),
            company: try row.text("company"), movements: try row.int("movements"))
    }

    /// What finds its row.
    var key: [DatabaseValue] { [.text(company), .text(card.number)] }

    /// What changes, in the order of the columns of `Cards.write`.
    func changingValues() throws(StorageError) -> [DatabaseValue] {
        [
            .text(card.type), .text(card.state.rawValue), .int(card.blocks), .optional(card.customer),
            try .money(card.balance1, place), try .money(card.balance2, place), .day(card.validTo), .int(movements),
        ]
    }

    /// Where an error is.
    var place: String { "card \(card.number)" }
}
