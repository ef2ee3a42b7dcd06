import Promotions

/// A line; its seq is its place on the ticket.
func line(
    _ price: String, pieces: Int = 1, weight: String = "0", floor: String = "0", discountable: Bool = true,
    _ attributes: [String: String] = [:]
) -> Item {
    var all = Attributes(
        attributes.sorted { $0.key < $1.key }.map { Attributes.Entry(name: $0.key, value: $0.value) })
    all["xprice"] = price
    all["qty"] = String(pieces)
    all["magnitude"] = weight
    return Item(
        seq: 0, unitPrice: money(price), price: money(price), pieces: pieces, magnitude: quantity(weight),
        minPrice: money(floor), isDiscountable: discountable, attributes: all)
}

/// A ticket of lines, seq 1 and up.
func ticket(_ lines: Item..., at time: String = "2023-08-07 09:00") -> Ticket { ticket(lines, at: time) }

/// A ticket of lines, seq 1 and up.
func ticket(_ lines: [Item], at time: String = "2023-08-07 09:00") -> Ticket {
    var ticket = Ticket(company: "2", store: "5", terminal: "1", dateTime: moment(time))
    ticket.items = lines.enumerated().map { index, line in
        var numbered = line
        numbered.seq = index + 1
        return numbered
    }
    return ticket
}

/// A ticket with a line of one piece at each price.
func prices(_ texts: String...) -> Ticket { ticket(texts.map { line($0) }) }

extension Ticket {
    /// The same with one thing changed.
    func with(_ change: (inout Ticket) -> Void) -> Ticket {
        var changed = self
        change(&changed)
        return changed
    }

    /// With a customer.
    func customer(_ attributes: Attributes = ["id": "9"], points: String = "0", amount: String = "0") -> Ticket {
        with {
            $0.customers.append(
                Element(
                    seq: $0.customers.count + 1, amount: money(amount), points: money(points), attributes: attributes))
        }
    }

    /// With a coupon.
    func coupon(_ type: String, count: Int = 1, amount: String = "0") -> Ticket {
        with {
            $0.coupons.append(
                Element(
                    seq: $0.coupons.count + 1, count: count, amount: money(amount),
                    attributes: ["id": "c\($0.coupons.count)", "type": type]))
        }
    }

    /// With a payment.
    func payment(_ code: String, _ amount: String) -> Ticket {
        with {
            $0.payments.append(
                Element(seq: $0.payments.count + 1, amount: money(amount), attributes: ["code": code]))
        }
    }

    /// With a loyalty card.
    func card(_ type: String, amount: String = "0") -> Ticket {
        with {
            $0.loyaltyCards.append(
                Element(
                    seq: $0.loyaltyCards.count + 1, amount: money(amount), attributes: ["number": "6", "type": type]))
        }
    }
}
