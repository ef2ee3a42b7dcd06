/// Tickets as a chain's tills send them, the same on every run.
///
/// Some lines are several pieces and some are weighed; some tickets name a customer, a loyalty card or a coupon.
struct GeneratedTickets {
    private var random = SeededRandom(seed: 20_230_807)
    private let lines: Int

    /// Tickets of so many lines.
    init(lines: Int) { self.lines = lines }

    /// Messages, each a whole sale.
    ///
    /// - Parameter count: how many.
    /// - Returns: the elements by command, in document order.
    mutating func messages(_ count: Int) -> [GeneratedMessage] { (1...count).map { message($0) } }

    private mutating func message(_ number: Int) -> GeneratedMessage {
        var message = GeneratedMessage(header: [
            ("companyId", "2"), ("store", "\(1 + random.below(5))"), ("terminal", "\(1 + random.below(20))"),
            ("date-time", "2023-08-07 1\(random.below(10)):\(10 + random.below(50)):00"), ("init-tck", "true"),
            ("messageId", "\(number)"), ("status", "sale"), ("evaluate", "true"), ("channel", "pos"),
        ])
        for seq in 1...lines { message.commands.append(("item-add", item(seq))) }
        if random.happens(30) {
            let id = random.below(10_000)
            message.commands.append(
                (
                    "customer-add",
                    [("seq", "1"), ("id", "C\(id)"), ("name", "CUSTOMER \(id)"), ("type", "T\(random.below(4))")]
                ))
        }
        if random.happens(20) {
            message.commands.append(
                ("loyaltycard-add", [("seq", "1"), ("number", "6\(random.below(10_000))"), ("type", "CLUB")]))
        }
        if random.happens(5) {
            message.commands.append(
                ("coupon-add", [("seq", "1"), ("id", "987\(random.below(10_000))"), ("type", "K1"), ("qty", "1")]))
        }
        return message
    }

    private mutating func item(_ seq: Int) -> [(String, String)] {
        let product = random.below(Catalog.sold)
        let cents = 100 + product * 37 % 19_900
        let isWeighed = product % 10 == 9
        let pieces = isWeighed || random.happens(70) ? 1 : 2 + random.below(3)
        let grams = isWeighed ? 100 + random.below(2_000) : 0
        let price = isWeighed ? max(1, cents * grams / 1_000) : cents * pieces
        var item = [
            ("seq", "\(seq)"), ("unitprice", Catalog.money(cents)), ("xprice", Catalog.money(price)),
            ("qty", "\(pieces)"), ("code", Catalog.code(product)), ("barcode", "789\(1_000_000_000 + product)"),
            ("brand", Catalog.brand(product)), ("supplier", "S\(product % 30)"), ("level1", Catalog.level1(product)),
            ("level2", Catalog.level2(product)), ("level3", "L3-\(product % 240)"), ("discountable", "true"),
        ]
        if isWeighed { item.append(("magnitude", "\(grams / 1_000).\(String(1_000 + grams % 1_000).dropFirst())")) }
        return item
    }
}
