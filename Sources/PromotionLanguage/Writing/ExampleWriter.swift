import Messages
import Promotions

/// Writes an example, what it expects ordered by key.
enum ExampleWriter: Sendable {
    static func example(_ example: MapExample) -> JSONValue {
        ObjectWriter.object { writer in
            writer.text("name", example.name)
            switch example.ticket {
            case .path(let text), .document(let text): writer.text("ticket", text)
            }
            if example.holdings != Holdings() { writer.value("holdings", holdings(example.holdings)) }
            writer.value("expect", expectation(example.expect))
        }
    }

    /// Cards that are nobody's first, then the customer's own in the order in which they count.
    private static func holdings(_ holdings: Holdings) -> JSONValue {
        let own = holdings.ownCards.compactMap { holdings.cards[$0] }
        let others = holdings.cards.values.filter { !holdings.ownCards.contains($0.number) }
            .sorted { $0.number < $1.number }
        return ObjectWriter.object { writer in
            writer.list("cards", others + own) { card in
                ObjectWriter.object { writer in
                    writer.text("number", card.number)
                    writer.text("type", card.type)
                    if card.balance1 != .zero { writer.money("balance1", card.balance1) }
                    if card.balance2 != .zero { writer.money("balance2", card.balance2) }
                    writer.bool("own", holdings.ownCards.contains(card.number), unless: false)
                }
            }
            writer.list("coupons", holdings.coupons.sorted { $0.key < $1.key }) { id, value in
                ObjectWriter.object { writer in
                    writer.text("id", id)
                    switch value {
                    case .amount(let amount): writer.money("amount", amount)
                    case .percentage(let percent): writer.number("percentage", percent)
                    }
                }
            }
        }
    }

    private static func expectation(_ expect: MapExample.Expectation) -> JSONValue {
        ObjectWriter.object { writer in
            writer.money("total", expect.total)
            let promotions = expect.promotions.sorted { $0.key < $1.key }
            if !promotions.isEmpty { writer.value("promotions", amounts(promotions.map { ($0.key, $0.value) })) }
            let lines = expect.lines.sorted { $0.key < $1.key }
            if !lines.isEmpty { writer.value("lines", amounts(lines.map { (String($0.key), $0.value) })) }
        }
    }

    private static func amounts(_ amounts: [(String, Money)]) -> JSONValue {
        .object(amounts.map { JSONValue.Member($0.0, ObjectWriter.money($0.1)) })
    }
}
