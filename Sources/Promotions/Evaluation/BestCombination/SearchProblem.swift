/// A choice of applications, freed of everything but numbers: units of some classes, and what can be made of them.
///
/// Every worth is in ten-thousandths. A unit goes into one application at most.
struct SearchProblem: Sendable {
    /// Units of one class.
    struct Take: Hashable, Sendable {
        var unitClass: Int
        var count: Int
    }

    /// A sub-ticket that may be formed, as often as its units last.
    struct Candidate: Sendable {
        /// Position of its rule.
        var rule: Int
        /// What it uses: each class once, ascending.
        var takes: [Take]
        /// What it is worth where no other of its rule cuts it.
        var worth: Int
    }

    /// A promotion.
    struct Rule: Sendable {
        /// How the worth of all that is chosen of a rule follows from its parts.
        enum Worth: Sendable {
            /// It is their sum.
            case sum
            /// It is asked for; a sub-ticket more never raises it by more than that sub-ticket's own worth.
            case cut
            /// It is asked for, and at most the sum.
            case asked
        }

        /// The most sub-tickets.
        var most = Int.max
        /// The most that all are worth together; nil where nothing is known.
        var cap: Int?
        /// How worths add up.
        var worth = Worth.sum
        /// What rounding may add to the shares of its single application.
        var slack = 0
        /// By class: the most that a unit is worth in any of its applications; where there is any, the rule is
        /// either shared out unit by unit or has sub-tickets that are not among the candidates.
        var shares: [Share] = []
        /// Whether units are given to it one by one, for what it makes of all of them.
        var isShared = false
        /// Classes whose units it must take where nothing else uses them, once it takes any.
        var rest: [Int] = []
        /// Whether it has more sub-tickets than are listed or shared out, or more orders than are tried: then only the
        /// bound counts them.
        var isOpen = false
    }

    /// The most that a unit of a class is worth to a rule.
    struct Share: Hashable, Sendable {
        var unitClass: Int
        var worth: Int
    }

    /// By class: how many units there are.
    var counts: [Int]
    /// In order of preference among equals.
    var rules: [Rule]
    var candidates: [Candidate]
    /// Every total is a multiple of it.
    var grain = 1
}

/// What was chosen of one rule.
struct SearchChoice: Hashable, Sendable {
    /// A candidate, and how often.
    struct Pick: Hashable, Sendable {
        var candidate: Int
        var times: Int
    }

    /// Sub-tickets.
    var picks: [Pick] = []
    /// Units given one by one.
    var shared: [SearchProblem.Take] = []

    /// Whether there is nothing in it.
    var isEmpty: Bool { picks.isEmpty && shared.isEmpty }

    /// The steps that asking for its worth counts as: sub-tickets to grant and units to form them of.
    var work: Int { picks.reduce(0) { $0 + $1.times } + shared.reduce(0) { $0 + $1.count } }
}

/// The best that was found, and the most that can be.
struct SearchResult: Sendable {
    /// By rule.
    var choices: [SearchChoice]
    /// What all choices are worth together.
    var worth: Int
    /// Nothing is worth more than this.
    var bound: Int
    /// How many steps it took.
    var steps: Int
}

/// Says what a choice of a rule is worth together; nil where one of its applications would grant nothing.
typealias SearchValuing = (_ rule: Int, _ choice: SearchChoice) -> Int?
