internal import Messages
internal import Promotions

/// Why goods cannot come back: more than remains, or what was never sold; an error for each line.
struct RefusedReturn: Error, Hashable {
    var errors: [AnswerError]
}

/// The goods of a sale, and what of them has come back.
struct ReturnedGoods: Hashable {
    /// The sale's lines, ascending by seq.
    let lines: [SoldLine]
    /// What has come back so far, by seq.
    private(set) var returned: [Int: Quantity] = [:]

    init(_ items: [Item]) { lines = items.map(SoldLine.init) }

    /// Notes that parts have come back.
    mutating func add(_ parts: [ReturnedPart]) {
        for part in parts { returned[part.seq, default: .zero] += part.quantity }
    }

    /// What of a line the customer still has.
    func remaining(_ line: SoldLine) -> Quantity { line.whole - (returned[line.item.seq] ?? .zero) }

    /// What a return asks for, line by line.
    ///
    /// - Parameter wanted: the lines that it names; none means all that remains.
    /// - Returns: how much of each line, ascending by seq.
    /// - Throws: `RefusedReturn` where it asks for more than remains, or for nothing.
    func parts(_ wanted: [ReturnLine]) throws(RefusedReturn) -> [(line: SoldLine, quantity: Quantity)] {
        guard !wanted.isEmpty else {
            let all = lines.map { (line: $0, quantity: remaining($0)) }.filter { $0.quantity > .zero }
            guard !all.isEmpty else {
                throw RefusedReturn(errors: [
                    AnswerError(
                        ack: .returnExceeds, attribute: "original-trx", text: "nothing of it remains", seq: 0,
                        type: AnswerError.headerType)
                ])
            }
            return all
        }
        var parts: [(line: SoldLine, quantity: Quantity)] = []
        var errors: [AnswerError] = []
        for each in wanted {
            func refuse(_ attribute: String, _ text: String) {
                errors.append(
                    AnswerError(
                        ack: .returnExceeds, attribute: attribute, text: text, seq: each.seq,
                        type: CommandName(.item).text))
            }
            guard let line = lines.first(where: { $0.item.seq == each.seq }) else {
                refuse("seq", "the sale has no such line")
                continue
            }
            let (rest, attribute) = (remaining(line), line.isWeighed ? "magnitude" : "qty")
            let quantity = line.isWeighed ? each.weight ?? rest : Quantity(whole: each.qty ?? 1)
            if line.isWeighed, let qty = each.qty, qty > 1 {
                refuse("qty", "more than remains")
            } else if quantity > rest || rest == .zero {
                refuse(attribute, "more than remains")
            } else {
                parts.append((line, quantity))
            }
        }
        guard errors.isEmpty else { throw RefusedReturn(errors: errors) }
        return parts
    }

    /// The sale's lines that stay with the customer, as if only they had been sold.
    func kept(_ currency: Currency) -> [Item] {
        lines.compactMap { line in
            let rest = remaining(line)
            return rest > .zero ? line.keeping(rest, currency) : nil
        }
    }
}

extension ReturnLine {
    /// A weight of zero says nothing, as in a sale.
    fileprivate var weight: Quantity? { magnitude == .zero ? nil : magnitude }
}
