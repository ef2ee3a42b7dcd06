/// One plan, or refund, that payments of a ticket may use; money in ten-thousandths, whole minor units.
struct PlanTerms: Hashable, Sendable {
    /// What limits leave for the ticket, of each kind the least; nil where none counts it.
    struct Allowance: Hashable, Sendable {
        /// Money that it may take off.
        var money: Int128?
        /// Payments that may use it.
        var applications: Int128?
        /// Pieces that it may cover.
        var pieces: Int128?
    }

    /// What it took of limits, or would have taken without them.
    struct Spending: Hashable, Sendable {
        /// Money taken off.
        var money: Int128 = 0
        /// Payments that used it.
        var applications: Int128 = 0
        /// Pieces covered, also in part.
        var pieces: Int128 = 0

        /// Adds another.
        mutating func add(_ other: Spending) {
            money += other.money
            applications += other.applications
            pieces += other.pieces
        }
    }

    /// Its percentage.
    var rate: PlanRate
    /// The most payment money that it takes; nil sets no maximum.
    var limitAmount: Int128?
    /// By line: the most of its value that it may cover.
    var parts: [Int128]
    /// By line: the pieces that these parts stand for.
    var pieces: [Int128]
    /// Below this it takes nothing off.
    var least: Int128 = 0
    /// The most that one payment on it takes off; nil sets no maximum.
    var most: Int128?
    /// What its limits leave.
    var allowance = Allowance()

    /// Pieces of a line that a value covers; one that is covered in part counts.
    func pieces(of line: Int, in value: Int128) -> Int128 {
        guard parts[line] > 0 else { return 0 }
        return (value * pieces[line] + parts[line] - 1) / parts[line]
    }
}

/// What one payment put on one plan.
struct PlanUse: Hashable, Sendable {
    /// The part of a line.
    struct Part: Hashable, Sendable {
        /// Position of the line.
        var line: Int
        /// Value covered.
        var covered: Int128
        /// What it gets; the parts add up to the deal's.
        var benefit: Int128
    }

    /// Position of the plan.
    var plan: Int
    /// Position of the payment.
    var payment: Int
    /// What is covered, and what that gives.
    var deal: PlanDeal
    /// Whether a limit cut it.
    var isCut: Bool
    /// Ascending by line.
    var parts: [Part]
}
