/// Like units of one element: pieces of a line that share a price a piece and a fate.
///
/// Lines are never exploded into pieces: a line starts as one run and is split where a combination or a benefit takes
/// a part of it. The money of a split run is divided once, rounded down, and the rest keeps the remainder, so that the
/// runs of a line always sum to the line's price.
struct Run: Hashable, Sendable {
    /// The kind of element it comes from.
    var kind: ElementKind
    /// Position of the element among its kind on the ticket, from 0; ascending by seq.
    var element: Int
    /// Pieces in thousandths; coupons count likewise, other elements are one piece.
    var pieces: Int128
    /// Weight or length in thousandths; points of a customer in ten-thousandths.
    var magnitude: Int128
    /// List price in ten-thousandths; the amount of elements other than items.
    var listPrice: Int128
    /// What earlier benefits left of the list price; the amount of elements other than items.
    var price: Int128
    /// Whether a benefit was granted on it.
    var isBenefited = false
    /// Whether an exclusive promotion withdrew it.
    var isWithdrawn = false
}

extension Run {
    /// How many thousandths make one piece.
    static let onePiece = Quantity.unitsPerWhole

    /// How much of a measure the run holds, in the measure's unit.
    func size(in measure: Measure, base: PriceBase = .originalPrice) -> Int128 {
        switch measure {
        case .qty: pieces
        case .magnitude, .points: magnitude
        case .price: base == .originalPrice ? listPrice : price
        case .amount: listPrice
        }
    }

    /// The price that counts.
    func price(_ base: PriceBase) -> Int128 { base == .originalPrice ? listPrice : price }

    /// Whole pieces that can be drawn; what a split by weight or price left of a piece still counts as one.
    var drawablePieces: Int128 { (pieces + Run.onePiece - 1) / Run.onePiece }

    /// Pieces as limits count them: a sliver that a split by weight left is one as well.
    var countedPieces: Int128 { max(1, drawablePieces) }

    /// Splits off a part.
    ///
    /// - Parameters:
    ///   - amount: numerator of the part, above zero and at most `whole`.
    ///   - whole: what the run holds in the same unit.
    /// - Returns: the part; the run keeps the rest, with the remainders.
    mutating func split(_ amount: Int128, of whole: Int128) -> Run {
        var part = self
        part.pieces = pieces * amount / whole
        part.magnitude = magnitude * amount / whole
        part.listPrice = listPrice * amount / whole
        part.price = price * amount / whole
        pieces -= part.pieces
        magnitude -= part.magnitude
        listPrice -= part.listPrice
        price -= part.price
        return part
    }

    /// Takes a part out of the run, or all of it.
    ///
    /// - Parameters:
    ///   - amount: numerator of the part.
    ///   - whole: what the run holds in the same unit.
    /// - Returns: the part; nil where it is nothing.
    mutating func take(_ amount: Int128, of whole: Int128) -> Run? {
        guard amount > 0 else { return nil }
        guard amount < whole else {
            defer { (pieces, magnitude, listPrice, price) = (0, 0, 0, 0) }
            return self
        }
        return split(amount, of: whole)
    }

    /// Adds another run of the same element.
    mutating func absorb(_ other: Run) {
        pieces += other.pieces
        magnitude += other.magnitude
        listPrice += other.listPrice
        price += other.price
    }

    /// Whether nothing is left of it.
    var isEmpty: Bool { pieces == 0 && magnitude == 0 && listPrice == 0 && price == 0 }

    /// The same run several times over, as one.
    func repeated(_ times: Int128) -> Run {
        var result = self
        result.pieces *= times
        result.magnitude *= times
        result.listPrice *= times
        result.price *= times
        return result
    }

    /// Whether a run's price a piece is below another's, in a base.
    func isCheaper(than other: Run, _ base: PriceBase) -> Bool {
        price(base) * max(other.drawablePieces, 1) < other.price(base) * max(drawablePieces, 1)
    }
}
