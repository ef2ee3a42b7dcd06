internal import Promotions

/// What so many pieces get when they are sold alone.
struct SoldPieces {
    private let map: CompiledMap
    private let pieces: Int
    private let price: Money
    private let grants: [Grant]
    /// What is taken off all of them.
    let discount: Money
    /// By promotion: the most a piece so far, as an amount for a number of pieces.
    private var best: [Int: (saving: Money, pieces: Int)] = [:]

    /// What an evaluation gives; of several alternatives the first, which is booked where nobody chooses.
    init(_ map: CompiledMap, _ evaluation: Evaluation, pieces: Int, price: Money) {
        self.map = map
        self.pieces = pieces
        self.price = price
        grants = (evaluation.alternatives.first?.grants ?? []).filter { grant in
            // Plans that no payment uses are told of beside.
            grant.benefits.contains { map.promotions[grant.promotion].benefits[$0.benefit].kind.paymentTerms == nil }
        }
        discount = evaluation.alternatives.first?.total ?? .zero
        for grant in grants { best[grant.promotion] = (grant.total, pieces) }
    }

    /// Everything that is granted.
    func granted(_ kind: Offer.Kind) -> [Offer] { grants.map { offer($0, kind) } }

    /// What is granted and was not for fewer pieces, or gives more a piece.
    func granted(_ kind: Offer.Kind, better before: inout SoldPieces) -> [Offer] {
        grants.compactMap { grant in
            if let known = before.best[grant.promotion],
                grant.total.units * Int128(known.pieces) <= known.saving.units * Int128(pieces)
            {
                return nil
            }
            before.best[grant.promotion] = (grant.total, pieces)
            return offer(grant, kind)
        }
    }

    private func offer(_ grant: Grant, _ kind: Offer.Kind) -> Offer {
        var offer = Offer(promotion: grant.promotion, kind: kind)
        offer.quantity = pieces
        offer.total = price * Int128(pieces) - discount
        offer.saving = grant.total
        return offer
    }
}
