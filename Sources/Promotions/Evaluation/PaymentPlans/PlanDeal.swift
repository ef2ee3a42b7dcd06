/// What a payment on a plan covers, and what that gives; in ten-thousandths, whole minor units.
struct PlanDeal: Hashable, Sendable {
    /// List value that is covered.
    var covered: Int128
    /// What is taken off; below zero for a surcharge.
    var benefit: Int128

    /// What is charged for it.
    var charged: Int128 { covered - benefit }
}

/// A plan's percentage in a currency.
struct PlanRate: Hashable, Sendable {
    /// Ten-thousandths of a percent that make one whole.
    static let whole: Int128 = 1_000_000

    /// In ten-thousandths of a percent; below zero for a surcharge.
    let percent: Int128
    let rounding: Rounding
    let minorUnit: Int128

    init(percent: Int128, _ currency: Currency) {
        self.percent = percent
        rounding = currency.rounding
        minorUnit = currency.minorUnit
    }

    /// The deal where the amount is the value of goods that it pays.
    ///
    /// - Parameters:
    ///   - amount: the payment's money; whole minor units.
    ///   - room: the most that can be covered; whole minor units.
    /// - Returns: the deal.
    func onItemsPaid(_ amount: Int128, room: Int128) -> PlanDeal {
        let covered = min(amount, room)
        return PlanDeal(covered: covered, benefit: benefit(on: covered))
    }

    /// The deal where the amount is the money charged.
    ///
    /// - Parameters:
    ///   - amount: the payment's money; whole minor units.
    ///   - room: the most that can be covered; whole minor units.
    /// - Returns: the deal; what it charges is the amount, or less where there is no room for it.
    func onPaymentMade(_ amount: Int128, room: Int128) -> PlanDeal {
        let left = PlanRate.whole - percent
        guard left > 0 else { return PlanDeal(covered: room, benefit: room) }
        let covered = rounding.divide(amount * PlanRate.whole, by: left * minorUnit) * minorUnit
        guard covered > room else { return PlanDeal(covered: covered, benefit: covered - amount) }
        return PlanDeal(covered: room, benefit: benefit(on: room))
    }

    private func benefit(on covered: Int128) -> Int128 {
        min(covered, rounding.divide(covered * percent, by: PlanRate.whole * minorUnit) * minorUnit)
    }
}
