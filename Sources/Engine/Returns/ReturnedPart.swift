internal import Messages
internal import Promotions

/// A part of a line that comes back, and what it was worth.
struct ReturnedPart: Hashable {
    /// The line's seq in the sale.
    var seq: Int
    /// How much of it, in pieces or by its weight.
    var quantity: Quantity
    /// Pieces and weight, as answers show them.
    var pieces: Quantity
    var magnitude: Quantity
    /// List price of that part.
    var price: Money
    /// Benefit that was granted on it.
    var value: Money
    /// Its share of the re-evaluated amount.
    var reprice: Money

    /// What the customer paid for it.
    var paid: Money { price - value }

    /// The line of an answer.
    var line: Refund.Line {
        Refund.Line(
            seq: seq, pieces: pieces, magnitude: magnitude, price: price, value: value, reprice: reprice)
    }
}

extension ReturnedPart {
    /// The stored form.
    var json: JSONValue {
        .object([
            .init("seq", .number(String(seq))), .init("quantity", .string(String(quantity.units))),
            .init("pieces", .string(String(pieces.units))), .init("magnitude", .string(String(magnitude.units))),
            .init("price", JSONValue(price)), .init("value", JSONValue(value)), .init("reprice", JSONValue(reprice)),
        ])
    }

    /// Reads the stored form; nil where it is something else.
    init?(json: JSONValue) {
        guard let seq = json.whole("seq"), let quantity = json.units("quantity"), let pieces = json.units("pieces"),
            let magnitude = json.units("magnitude"), let price = json.money("price"), let value = json.money("value"),
            let reprice = json.money("reprice")
        else { return nil }
        self.init(
            seq: seq, quantity: Quantity(units: quantity), pieces: Quantity(units: pieces),
            magnitude: Quantity(units: magnitude), price: price, value: value, reprice: reprice)
    }
}
