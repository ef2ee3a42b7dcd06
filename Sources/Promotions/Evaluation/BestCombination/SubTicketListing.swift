/// Lists all sub-tickets that the sets of a combination allow: any units, any size from the least to the most.
struct SubTicketListing {
    /// What a set draws.
    struct Draw: Hashable {
        var set: Int
        var unitClass: Int
        var count: Int
    }

    private let sets: [DrawSet]
    private let base: PriceBase
    private let pieces: [Run]
    private let most: Int
    private var left: [Int]
    private var draws: [Draw] = []
    private var steps = 0
    private(set) var found: [[Draw]] = []

    /// All sub-tickets.
    ///
    /// - Parameters:
    ///   - sets: the sets, as listed.
    ///   - base: the price that sets by price measure.
    ///   - pieces: by class, one of its units.
    ///   - counts: by class, how many may be used.
    ///   - most: more are not listed.
    /// - Returns: by sub-ticket what each set draws, each class once a set; nil where there are too many.
    static func list(
        _ sets: [DrawSet], _ base: PriceBase, pieces: [Run], counts: [Int], most: Int
    ) -> [[Draw]]? {
        var listing = SubTicketListing(sets: sets, base: base, pieces: pieces, most: most, left: counts)
        return listing.listSet(0) ? listing.found : nil
    }

    private init(sets: [DrawSet], base: PriceBase, pieces: [Run], most: Int, left: [Int]) {
        (self.sets, self.base, self.pieces, self.most, self.left) = (sets, base, pieces, most, left)
    }

    private mutating func listSet(_ set: Int) -> Bool {
        guard set < sets.count else {
            found.append(draws)
            return found.count <= most
        }
        let universe = pieces.indices.filter { left[$0] > 0 && sets[set].includes(pieces[$0], base) }
        let values =
            sets[set].equivalence.isEmpty ? [0] : Set(universe.map { sets[set].value(of: pieces[$0]) }).sorted()
        for value in values {
            let drawable = universe.filter { sets[set].value(of: pieces[$0]) == value }
            var rest: [Int128] = [0]
            for unitClass in drawable.reversed() {
                rest.append(rest[rest.count - 1] + Int128(left[unitClass]) * size(unitClass, set))
            }
            guard fill(set, drawable[...], Array(rest.reversed()), taken: 0) else { return false }
        }
        return true
    }

    /// Draws from the classes that are left, those listed first as often as possible first.
    private mutating func fill(_ set: Int, _ drawable: ArraySlice<Int>, _ rest: [Int128], taken: Int128) -> Bool {
        steps += 1
        if steps > most * 20 { return false }
        guard taken + rest[drawable.startIndex] >= sets[set].least else { return true }
        guard let unitClass = drawable.first else { return listSet(set + 1) }
        let size = size(unitClass, set)
        var count = Int(min(Int128(left[unitClass]), (sets[set].most - taken) / size))
        if !sets[set].inequivalence.isEmpty { count = isKeptApart(unitClass, set) ? 0 : min(1, count) }
        for times in stride(from: count, through: 0, by: -1) {
            if times > 0 {
                left[unitClass] -= times
                draws.append(Draw(set: set, unitClass: unitClass, count: times))
            }
            let isListed = fill(set, drawable.dropFirst(), rest, taken: taken + Int128(times) * size)
            if times > 0 {
                draws.removeLast()
                left[unitClass] += times
            }
            if !isListed { return false }
        }
        return true
    }

    private func size(_ unitClass: Int, _ set: Int) -> Int128 { pieces[unitClass].holding(sets[set].measure, base) }

    /// Whether a value of the class is already in the set and must not be there twice.
    private func isKeptApart(_ unitClass: Int, _ set: Int) -> Bool {
        sets[set].inequivalence.contains { numbers in
            draws.contains {
                $0.set == set && numbers[pieces[$0.unitClass].element] == numbers[pieces[unitClass].element]
            }
        }
    }
}

extension DrawSet {
    /// The value that all units of a sub-ticket share.
    fileprivate func value(of piece: Run) -> Int32 { equivalence.isEmpty ? 0 : equivalence[piece.element] }
}
