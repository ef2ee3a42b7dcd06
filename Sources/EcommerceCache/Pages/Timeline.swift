internal import Promotions

/// Puts what holds from moment to moment together: what stays the same is one entry.
struct Timeline {
    private(set) var prices: [TimedPrice] = []
    private(set) var offers: [Offer] = []

    /// Adds what holds for a while, after what was added before.
    ///
    /// - Parameters:
    ///   - found: the price and the offers.
    ///   - start: when it begins; nil for the first.
    ///   - end: when something else may hold; nil for the last.
    mutating func add(_ found: Listing.Found, from start: LocalDateTime?, to end: LocalDateTime?) {
        if let last = prices.last, last.price == found.price {
            prices[prices.count - 1].validTo = end
        } else {
            prices.append(TimedPrice(price: found.price, validFrom: start, validTo: end))
        }
        for offer in found.offers {
            let known = offers.indices.first { index in
                guard let start, offers[index].validTo == start else { return false }
                var same = offers[index]
                (same.validFrom, same.validTo) = (offer.validFrom, offer.validTo)
                return same == offer
            }
            if let known {
                offers[known].validTo = end
            } else {
                var offer = offer
                (offer.validFrom, offer.validTo) = (start, end)
                offers.append(offer)
            }
        }
    }
}
