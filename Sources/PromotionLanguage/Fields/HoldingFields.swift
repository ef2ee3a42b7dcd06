import Messages
import Promotions

extension ObjectReader {
    /// What is known of coupons and cards, for one example.
    mutating func holdings() -> Holdings {
        var own: [String] = []
        let cards = objects("cards", 0...Limits.seq) { reader, _ in
            let number = reader.required("number", .filledText(), else: "")
            if reader.optional("own", .bool) ?? false { own.append(number) }
            return Holdings.Card(
                number: number, type: reader.required("type", .filledText(), else: ""),
                balance1: reader.optional("balance1", .money()) ?? .zero,
                balance2: reader.optional("balance2", .money()) ?? .zero)
        }
        let coupons = objects("coupons", 0...Limits.seq) { reader, _ in
            (reader.required("id", .filledText(), else: ""), reader.couponValue())
        }
        var values: [String: Holdings.CouponValue] = [:]
        for (id, value) in coupons { values[id] = value }
        return Holdings(cards: cards, ownCards: own, coupons: values)
    }

    private mutating func couponValue() -> Holdings.CouponValue? {
        let amount = optional("amount", .money())
        let percentage = optional("percentage", .number(.percent))
        guard has("amount") != has("percentage") else {
            let found = has("amount") ? "both" : "neither"
            reading.note("found \(found), expected one of amount and percentage")
            return nil
        }
        return amount.map { .amount($0) } ?? percentage.map { .percentage($0) }
    }
}
