internal import Messages
internal import Promotions

/// A page as it is sent.
struct PageText {
    let world: PageWorld

    /// What the page says, without what differs from run to run.
    func members(_ page: ProductPage) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init("productCode", .string(page.product)), .init("listPrice", money(page.listPrice)),
            .init("price", money(page.price)),
        ]
        if page.prices.count > 1 {
            members.append(
                .init(
                    "prices",
                    .array(
                        page.prices.map { price in
                            .object([.init("price", money(price.price))] + validity(price.validFrom, price.validTo))
                        })))
        }
        members.append(.init("promotions", .array(page.offers.map(offer))))
        return members
    }

    private func offer(_ offer: Offer) -> JSONValue {
        let promotion = world.map.promotions[offer.promotion]
        let message = offer.kind == .now ? promotion.benefits.first?.displayMessage : promotion.posMessage
        var members: [JSONValue.Member] = [
            .init("id", .string(promotion.id)), .init("name", .string(promotion.name)),
            .init("message", .string(message ?? promotion.name)),
            .init("benefitType", .string(promotion.benefits.first?.kind.typeName ?? "")),
            .init("kind", .string(offer.kind.rawValue)), .init("quantity", .number(String(offer.quantity))),
            .init("unitPrice", offer.unitPrice.map(exact) ?? .null), .init("total", offer.total.map(money) ?? .null),
            .init("saving", offer.saving.map(money) ?? .null),
        ]
        if let percent = offer.percent {
            members.append(.init("percent", .string(DecimalText.printShort(Int128(percent), scale: 4))))
        }
        if promotion.benefits.contains(where: { !$0.limits.isEmpty }) { members.append(.init("hasLimit", .bool(true))) }
        if !offer.needs.isEmpty {
            let needs = offer.needs.map { need in
                JSONValue.object([
                    .init("of", .string(need.place)), .init("measure", .string(need.measure)),
                    .init("amount", .string(need.amount)),
                ])
            }
            members.append(.init("needs", .array(needs)))
        }
        return .object(members + validity(offer.validFrom, offer.validTo))
    }

    private func validity(_ start: LocalDateTime?, _ end: LocalDateTime?) -> [JSONValue.Member] {
        [
            .init("validFrom", start.map { .string($0.text) } ?? .null),
            .init("validTo", end.map { .string($0.text) } ?? .null),
        ]
    }

    /// An amount that is paid, in the currency's decimals.
    private func money(_ money: Money) -> JSONValue {
        let currency = world.map.map.currency
        return .string(
            DecimalText.print(
                money.units, scale: Money.decimals, decimals: currency.decimals, rounding: currency.rounding))
    }

    /// An amount that is only shown: more decimals than the currency's where it is not exact otherwise.
    private func exact(_ money: Money) -> JSONValue {
        let unit = world.map.map.currency.minorUnit
        guard money.units % unit != 0 else { return self.money(money) }
        return .string(DecimalText.print(money.units, scale: Money.decimals, decimals: Money.decimals))
    }
}
