/// What pieces cost in points, where they are paid with points as they are and not with points for money.
struct PiecePrice {
    /// What one costs.
    enum Price {
        /// What the line says.
        case ofItem
        /// So much of each fund for each piece, each unit of weight or length, or once for all.
        case ofOption([Int128], Benefit.Unit)
    }

    let price: Price
    let context: EvaluationContext

    /// The price of a benefit's pieces; nil where they have none.
    init?(_ benefit: CompiledBenefit, option: Int?, _ context: EvaluationContext) {
        self.context = context
        if let option {
            price = .ofOption(benefit.options[option - 1].costs, benefit.options[option - 1].unit)
        } else if case .catalogRedemption = benefit.kind {
            price = .ofItem
        } else {
            return nil
        }
    }

    /// By fund: what units cost, in ten-thousandths, rounded up.
    func total(of units: [Unit]) -> [Int128] {
        if case .ofOption(let points, .na) = price { return points }
        var sums: [Int128] = []
        for unit in units {
            let costs = costs(of: unit.run)
            sums = sums.isEmpty ? costs : zip(sums, costs).map { $0 + $1 }
        }
        return sums.map { ($0 + Run.onePiece - 1) / Run.onePiece }
    }

    /// By fund: what a run costs, in ten-millionths; nothing where the price is once for all.
    func costs(of run: Run) -> [Int128] {
        switch price {
        case .ofItem: [context.pointsPrice(ofItem: run.element) * run.pieces]
        case .ofOption(let points, .qty): points.map { $0 * run.pieces }
        case .ofOption(let points, .magnitude): points.map { $0 * run.magnitude }
        case .ofOption(let points, .na): points.map { _ in 0 }
        }
    }

    /// Why none of the units can be paid: what the cheapest asks of the fund that lacks it, and what that has.
    func refusal(of units: [Unit], left: [Int128]) -> OfferRefusal {
        guard context.explains else { return OfferRefusal(reason: .noGain) }
        let prices = units.map { unit in
            var piece = unit.run
            if piece.pieces > Run.onePiece { piece = piece.split(Run.onePiece, of: piece.pieces) }
            return total(of: [Unit(run: piece)])
        }
        for (fund, have) in left.enumerated() {
            guard let least = prices.map({ $0[fund] }).min(), least > have else { continue }
            return OfferRefusal(
                reason: .noGain, needed: DecimalText.printShort(least, scale: Money.decimals),
                observed: DecimalText.printShort(have, scale: Money.decimals))
        }
        return OfferRefusal(reason: .noGain)
    }
}

/// What may still be spent on pieces while they are chosen.
struct PointsBudget {
    private let price: PiecePrice
    /// By fund, in ten-millionths.
    private var left: [Int128]

    init(_ price: PiecePrice, left: [Int128]) {
        self.price = price
        self.left = left.map { $0 * Run.onePiece }
    }

    /// Whether what is once for all can be paid.
    var paysOnce: Bool {
        guard case .ofOption(let points, .na) = price.price else { return true }
        return zip(points, left).allSatisfy { $0 * Run.onePiece <= $1 }
    }

    /// How many pieces of a run can be paid, in thousandths: all of them, or whole ones; nil where that is none.
    func payable(_ run: Run) -> Int128? {
        var most = run.pieces
        for (cost, have) in zip(price.costs(of: run), left) where cost > have {
            most = min(most, have * run.pieces / cost / Run.onePiece * Run.onePiece)
            if most == 0 { return nil }
        }
        return most
    }

    /// Spends.
    mutating func pay(for run: Run) {
        for (fund, cost) in price.costs(of: run).enumerated() { left[fund] -= cost }
    }
}

extension RedemptionOption {
    /// What it costs of the customer's points and of the card's, those that it costs, in ten-thousandths.
    var costs: [Int128] { [customerPoints.units, cardPoints.units].filter { $0 > 0 } }
}

extension EvaluationContext {
    /// Points that a piece of a line costs: what its attribute `points` says; zero where it says nothing.
    func pointsPrice(ofItem element: Int) -> Int128 {
        let text = ticket.items[element].attributes["points"]
        return max(0, text.flatMap { DecimalText.parse($0, decimals: Money.decimals) } ?? 0)
    }

    /// The option that a line chose among so many, from 1; 0 where it chose none of them.
    func redeemOption(ofItem element: Int, among count: Int) -> Int {
        let text = ticket.items[element].attributes["redeemOption"]
        // A whole number may carry decimals that are zero.
        let chosen = text.flatMap { DecimalText.parse($0, decimals: 0) } ?? 0
        return (1...Int128(max(1, count))).contains(chosen) ? Int(chosen) : 0
    }
}
