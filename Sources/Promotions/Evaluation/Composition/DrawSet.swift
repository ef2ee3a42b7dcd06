/// A set of a combination as forming sees it: its filters are already answered, its attributes are numbers.
struct DrawSet: Hashable, Sendable {
    /// The least that a sub-ticket needs, in the measure's unit.
    var min: Int128
    /// The most that a sub-ticket takes; nil takes as much as there is.
    var max: Int128?
    /// What `min` and `max` count.
    var measure: Measure
    /// How units are drawn.
    var order: DrawOrder
    /// The kind of element it draws.
    var kind: ElementKind
    /// For each element of its kind, by position: whether it matches the filters.
    var matches: [Bool]
    /// For each element of its kind: equal numbers for equal values of all equivalence attributes; empty without any.
    var equivalence: [Int32] = []
    /// One list for each inequivalence attribute: equal numbers for equal values.
    var inequivalence: [[Int32]] = []
}

extension DrawSet {
    /// Whether its units are interchangeable pieces: only their number counts.
    var countsPieces: Bool { measure == .qty && equivalence.isEmpty && inequivalence.isEmpty }

    /// The least of a sub-ticket, in pieces or in the measure's unit; never nothing, or forming would not end.
    var least: Int128 { DrawSet.least(min, measure) }

    /// The same of a minimum in a measure's unit.
    static func least(_ min: Int128, _ measure: Measure) -> Int128 {
        measure == .qty ? Swift.max(1, (min + Run.onePiece - 1) / Run.onePiece) : Swift.max(1, min)
    }

    /// The most of a sub-ticket, in pieces or in the measure's unit.
    var most: Int128 {
        guard let max else { return .max }
        return measure == .qty ? max / Run.onePiece : max
    }

    /// Whether a run is of the set's universe.
    func includes(_ run: Run, _ base: PriceBase) -> Bool {
        run.kind == kind && run.element < matches.count && matches[run.element] && run.holding(measure, base) > 0
    }
}

extension Run {
    /// What a set can draw of it, in whole pieces or in the measure's unit; a unit that holds nothing is not drawn.
    func holding(_ measure: Measure, _ base: PriceBase) -> Int128 {
        measure == .qty ? drawablePieces : size(in: measure, base: base)
    }
}

/// Sub-tickets that are alike in everything but the pieces themselves.
struct SubTicketGroup: Hashable, Sendable {
    /// How many there are.
    var repetitions: Int128
    /// By set, as listed: the runs that one sub-ticket draws.
    var draws: [[Run]]
}

/// The sub-tickets of a combination, and what they left.
struct Formation: Hashable, Sendable {
    /// In the order in which they were formed.
    var groups: [SubTicketGroup]
    /// What was not drawn, in the order of the pool.
    var rest: [Run]
    /// Where nothing was formed: the first set that cannot reach its `min`.
    var shortSet: Int?
    /// How much that set found, in its measure's unit.
    var shortSize: Int128 = 0
}

/// What a set of a sub-ticket takes of a run of the pool.
struct Take: Hashable, Sendable {
    /// Position in the pool.
    var run: Int
    /// How much, in the measure's unit; of the last piece of a run as much as there is.
    var amount: Int128
}

extension [Take] {
    /// Notes another draw of a set; only its first and its latest run can be drawn from again.
    mutating func add(_ amount: Int128, of run: Int) {
        if let last, last.run == run {
            self[count - 1].amount += amount
        } else if let first, first.run == run {
            self[0].amount += amount
        } else {
            append(Take(run: run, amount: amount))
        }
    }
}

/// Sub-tickets alike, before any run is split.
struct PlannedGroup: Hashable, Sendable {
    /// How many there are.
    var repetitions: Int128
    /// The sets in the order in which they draw: a run that two sets measure differently is split in this order.
    var listing: [Int]
    /// By set: what one sub-ticket takes.
    var draws: [[Take]]
}
