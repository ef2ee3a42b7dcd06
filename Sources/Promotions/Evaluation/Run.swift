/// Like units of one element: pieces of a line that share a price a piece and a fate.
///
/// Lines are never exploded into pieces: a line starts as one run and is split where a combination or a benefit takes
/// a part of it. The money of a split run is divided once, rounded down, and the rest keeps the remainder, so that the
/// runs of a line always sum to the line's price.
///
/// Quantities are worked with in 128 bits, since products and sums over lines need them, and kept in 64: a number on
/// the wire has at most 12 digits before the point and 4 after, so an element holds less than 10 to the power of 16 of
/// anything, and a run is a part of one element.
struct Run: Hashable, Sendable {
    /// Pieces in thousandths; coupons count likewise, other elements are one piece.
    var shortPieces: Int64
    /// Weight or length in thousandths; points of a customer in ten-thousandths.
    var shortMagnitude: Int64
    /// List price in ten-thousandths; the amount of elements other than items.
    var shortListPrice: Int64
    /// What earlier benefits left of the list price; the amount of elements other than items.
    var shortPrice: Int64
    private var place: Int32
    /// The kind of element it comes from.
    var kind: ElementKind
    /// Whether a benefit was granted on it.
    var isBenefited: Bool
    /// Whether an exclusive promotion withdrew it.
    var isWithdrawn: Bool

    init(
        kind: ElementKind, element: Int, pieces: Int128, magnitude: Int128, listPrice: Int128, price: Int128,
        isBenefited: Bool = false, isWithdrawn: Bool = false
    ) {
        shortPieces = Int64(pieces)
        shortMagnitude = Int64(magnitude)
        shortListPrice = Int64(listPrice)
        shortPrice = Int64(price)
        place = Int32(element)
        (self.kind, self.isBenefited, self.isWithdrawn) = (kind, isBenefited, isWithdrawn)
    }

    /// Position of the element among its kind on the ticket, from 0; ascending by seq.
    var element: Int {
        get { Int(place) }
        set { place = Int32(newValue) }
    }

    /// Pieces in 128 bits.
    var pieces: Int128 {
        get { Int128(shortPieces) }
        set { shortPieces = Int64(newValue) }
    }

    /// Weight, length or points in 128 bits.
    var magnitude: Int128 {
        get { Int128(shortMagnitude) }
        set { shortMagnitude = Int64(newValue) }
    }

    /// List price in 128 bits.
    var listPrice: Int128 {
        get { Int128(shortListPrice) }
        set { shortListPrice = Int64(newValue) }
    }

    /// Price in 128 bits.
    var price: Int128 {
        get { Int128(shortPrice) }
        set { shortPrice = Int64(newValue) }
    }
}

extension Run {
    /// How many thousandths make one piece.
    static var onePiece: Int128 { Quantity.unitsPerWhole }
    private static let shortPiece: Int64 = 1_000

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
    var drawablePieces: Int128 { Int128((shortPieces + Run.shortPiece - 1) / Run.shortPiece) }

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
        if amount == whole {
            (shortPieces, shortMagnitude, shortListPrice, shortPrice) = (0, 0, 0, 0)
            return part
        }
        part.shortPieces = Run.part(shortPieces, amount, of: whole)
        part.shortMagnitude = Run.part(shortMagnitude, amount, of: whole)
        part.shortListPrice = Run.part(shortListPrice, amount, of: whole)
        part.shortPrice = Run.part(shortPrice, amount, of: whole)
        shortPieces -= part.shortPieces
        shortMagnitude -= part.shortMagnitude
        shortListPrice -= part.shortListPrice
        shortPrice -= part.shortPrice
        return part
    }

    private static func part(_ held: Int64, _ amount: Int128, of whole: Int128) -> Int64 {
        if held == 0 { return 0 }
        return Int64(Int128(held) * amount / whole)
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
            defer { (shortPieces, shortMagnitude, shortListPrice, shortPrice) = (0, 0, 0, 0) }
            return self
        }
        return split(amount, of: whole)
    }

    /// Adds another run of the same element.
    mutating func absorb(_ other: Run) {
        shortPieces += other.shortPieces
        shortMagnitude += other.shortMagnitude
        shortListPrice += other.shortListPrice
        shortPrice += other.shortPrice
    }

    /// Whether nothing is left of it.
    var isEmpty: Bool { shortPieces == 0 && shortMagnitude == 0 && shortListPrice == 0 && shortPrice == 0 }

    /// The same run several times over, as one.
    func repeated(_ times: Int128) -> Run {
        if times == 1 { return self }
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
