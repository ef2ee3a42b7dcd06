/// A run of an application, and the set of the combination that drew it.
struct Unit: Hashable, Sendable {
    var run: Run
    /// Position of the set; nil without a combination.
    var set: Int?
    /// Whether the promotion at hand granted a benefit on it.
    var isBenefited = false
}

extension [Unit] {
    /// Puts units in the order of their lines, those of one line as they stood: sets and earlier benefits shuffle them,
    /// and money is split over lines from the first on.
    mutating func putInLineOrder() {
        let isOrdered = indices.dropFirst().allSatisfy { self[$0 - 1].run.element <= self[$0].run.element }
        guard !isOrdered else { return }
        let order = indices.sorted { (self[$0].run.element, $0) < (self[$1].run.element, $1) }
        self = order.map { self[$0] }
    }
}

/// Equal applications of a promotion: a sub-ticket that stands several times, or the ticket's own units once.
struct Application {
    /// How often it stands.
    var repetitions: Int128
    /// The units of one.
    var units: [Unit]
    /// Whether a benefit was granted on it.
    var isGranted = false

    /// What is left to pay for the units that benefited.
    var net: Int128 {
        guard isGranted else { return 0 }
        return units.reduce(0) { $1.isBenefited ? $0 + $1.run.price : $0 } * repetitions
    }
}
