import Promotions

extension Benefit {
    /// A percentage off.
    static func percent(_ value: String, _ unit: Unit = .qty) -> Benefit {
        Benefit(id: "b", kind: .percentageDiscount(percent: decimal(value), unit: unit))
    }

    /// An amount off.
    static func fixed(_ value: String, _ unit: Unit = .na) -> Benefit {
        Benefit(id: "b", kind: .fixedDiscount(amount: money(value), unit: unit))
    }

    /// Down to a price.
    static func newPrice(_ value: String, _ unit: Unit = .qty) -> Benefit {
        Benefit(id: "b", kind: .newPrice(price: money(value), unit: unit))
    }

    /// A gift.
    static func gift(_ count: Int = 1) -> Benefit {
        Benefit(id: "b", kind: .gift(giftId: "MUG", giftType: "KITCHEN", quantity: count))
    }

    /// Coupons of type 7.
    static func coupons(_ count: Int = 1) -> Benefit {
        Benefit(id: "b", kind: .coupon(couponType: "7", quantity: count, posData: 0))
    }

    /// Points on a card of type CLUB.
    static func points(_ value: String, _ unit: Unit = .qty) -> Benefit {
        Benefit(id: "b", kind: .loyalty(cardType: "CLUB", points: decimal(value), unit: unit))
    }

    /// A multiple of the points earned on cards of type CLUB.
    static func factor(_ value: String) -> Benefit {
        Benefit(id: "b", kind: .factorLoyalty(cardType: "CLUB", factor: decimal(value)))
    }

    /// The same with one thing changed.
    func with(_ change: (inout Benefit) -> Void) -> Benefit {
        var changed = self
        change(&changed)
        return changed
    }

    /// At most so many pieces benefit.
    func upTo(_ pieces: Int, _ order: DrawOrder = .lessExpensiveFirst) -> Benefit {
        with {
            $0.maxApplication = MaxApplication(value: Quantity(whole: pieces).units)
            $0.order = order
        }
    }

    /// With a limit more.
    func limited(
        _ kind: Limit.Kind, _ value: String, _ scope: Limit.Scope = .retailer, period: Limit.Period = .undefined
    ) -> Benefit {
        with { $0.limits.append(Limit(id: "l", scope: scope, period: period, kind: kind, value: decimal(value))) }
    }
}

extension Condition {
    /// Holds wherever there is an item, and uses all of them.
    static let anyItem = Condition(simple: [SimpleCondition(element: .item)])

    /// An item of a department.
    static func level(_ name: String) -> Condition {
        Condition(simple: [.having(.item, "level1", name)])
    }

    /// A combination of one set.
    static func combo(
        _ min: Int, _ max: Int? = nil, order: DrawOrder = .moreExpensiveFirst, limit: Int? = nil,
        where filters: [Filter] = []
    ) -> Condition {
        Condition(composition: [
            CompositionSet(
                name: "all", filters: filters, min: Quantity(whole: min).units,
                max: max.map { Quantity(whole: $0).units }, limit: limit, order: order)
        ])
    }
}

extension SimpleCondition {
    /// An element with an attribute.
    static func having(_ kind: ElementKind, _ attribute: String, _ value: String) -> SimpleCondition {
        SimpleCondition(element: kind, filters: [Filter(attribute, .equal, [value])])
    }
}

/// A promotion; its id is its name.
func promotion(
    _ name: String = "P", when condition: Condition = .anyItem, _ benefits: Benefit...,
    exclusive: Promotion.Exclusivity = .none, report: Promotion.ParticipantReport = .not
) -> Promotion {
    Promotion(
        id: name, name: name, reportParticipants: report, exclusivity: exclusive, condition: condition,
        benefits: benefits)
}

/// A map of one level.
func level(_ coexistence: Level.Coexistence = .cumulative, _ promotions: Promotion...) -> PromotionMap {
    PromotionMap(company: "2", levels: [Level(coexistence: coexistence, promotions: promotions)])
}
