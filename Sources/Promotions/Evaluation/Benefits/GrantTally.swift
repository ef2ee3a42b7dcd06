/// What applications of a benefit come to together.
struct GrantTally {
    /// What each calculated coupon is worth; nil for other types.
    let faceValue: Int128?
    /// Sum of the prices, in ten-thousandths.
    var base: Int128 = 0
    private(set) var amount: Int128 = 0
    private(set) var quantity: Int128 = 0
    private(set) var points: Int128 = 0
    /// What the applications used; nil where they differ.
    private(set) var nominal: Int128?
    private(set) var hasGranted = false
    /// Ascending by seq.
    private(set) var shares: [Share] = []

    init(faceValue: Int128?) { self.faceValue = faceValue }

    /// Adds what an offer gives, so many times over.
    mutating func add(_ offer: Offer, times: Int128) {
        nominal = hasGranted && nominal != offer.nominal ? nil : offer.nominal
        hasGranted = true
        amount += offer.amount * times
        quantity += offer.quantity * times
        points += offer.points * times
    }

    /// Makes room for shares.
    mutating func reserve(_ count: Int) { shares.reserveCapacity(max(shares.count, count)) }

    /// Adds what a run gets to the share of its line.
    mutating func add(_ run: Run, seq: Int, share: Int128) {
        let share = Share(
            seq: seq, pieces: Quantity(units: run.pieces), magnitude: Quantity(units: run.magnitude),
            price: Money(units: run.listPrice), value: Money(units: share))
        let place = shares.lastIndex { $0.seq <= seq }
        guard let place, shares[place].seq == seq else {
            let next = place.map { $0 + 1 } ?? 0
            if next == shares.count { shares.append(share) } else { shares.insert(share, at: next) }
            return
        }
        shares[place] = shares[place].joined(with: share)
    }
}
