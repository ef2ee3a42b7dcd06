extension Application {
    /// An application of given runs: those of one element that share a set, a fate and a price together, ascending by
    /// element.
    init(of runs: [(set: Int, run: Run)], isComposed: Bool, repetitions: Int128 = 1) {
        var units: [Unit] = []
        units.reserveCapacity(runs.count)
        let ordered = runs.indices.sorted { left, right in
            let (one, other) = (runs[left], runs[right])
            return (one.run.kind.rank, one.run.element, one.set, left)
                < (other.run.kind.rank, other.run.element, other.set, right)
        }
        for index in ordered {
            let (set, run) = runs[index]
            if let last = units.last, last.run.kind == run.kind, last.run.element == run.element,
                last.run.isBenefited == run.isBenefited, last.run.costsLike(run), last.set == (isComposed ? set : nil)
            {
                units[units.count - 1].run.absorb(run)
            } else {
                units.append(Unit(run: run, set: isComposed ? set : nil))
            }
        }
        self.init(repetitions: repetitions, units: units)
    }
}

/// Makes the applications that a search chose.
struct ChosenApplications {
    private let problem: CombinationProblem
    /// By class: the place among its sources, and what is taken of that.
    private var places: [(source: Int, used: Int)]
    /// Units that were given to promotions and that their sub-tickets did not use.
    private(set) var unused: [Run] = []

    init(_ problem: CombinationProblem) {
        self.problem = problem
        places = problem.units.classes.map { _ in (0, 0) }
    }

    /// The applications of a rule's choice from the units themselves, those of earlier lines first.
    mutating func taking(_ choice: SearchChoice, of rule: Int) -> [Application] {
        if problem.isWhole(rule) || !choice.shared.isEmpty {
            var runs: [(Int, Run)] = []
            for take in choice.shared { runs += draw(take.unitClass, take.count).map { (0, $0) } }
            for pick in choice.picks {
                for draw in problem.draws[pick.candidate] {
                    runs += self.draw(draw.unitClass, draw.count * pick.times).map { (0, $0) }
                }
            }
            let formed = problem.formed(from: runs, rule)
            unused += formed.rest
            return formed.applications
        }
        var result: [Application] = []
        let order = problem.valued(choice, of: rule)?.order ?? []
        for pick in order {
            var left = pick.times
            while left > 0 {
                let draws = problem.draws[pick.candidate]
                let times = max(1, min(left, alike(draws)))
                var runs: [(Int, Run)] = []
                for draw in draws {
                    if times > 1 {
                        let source = problem.units.classes[draw.unitClass].sources[places[draw.unitClass].source]
                        runs.append((draw.set, source.piece.repeated(Int128(draw.count))))
                        places[draw.unitClass].used += draw.count * times
                    } else {
                        runs += self.draw(draw.unitClass, draw.count).map { (draw.set, $0) }
                    }
                }
                result.append(Application(of: runs, isComposed: true, repetitions: Int128(times)))
                left -= times
            }
        }
        return result
    }

    /// What of a class nobody took.
    mutating func rest(of unitClass: Int) -> [Run] { draw(unitClass, .max) }

    /// How often draws can be repeated from the lines at hand.
    private mutating func alike(_ draws: [SubTicketListing.Draw]) -> Int {
        var needed: [Int: Int] = [:]
        for draw in draws { needed[draw.unitClass, default: 0] += draw.count }
        return needed.reduce(Int.max) { least, need in
            advance(need.key)
            let sources = problem.units.classes[need.key].sources
            guard places[need.key].source < sources.count else { return 0 }
            return min(least, (sources[places[need.key].source].count - places[need.key].used) / need.value)
        }
    }

    private mutating func advance(_ unitClass: Int) {
        let sources = problem.units.classes[unitClass].sources
        while places[unitClass].source < sources.count,
            places[unitClass].used == sources[places[unitClass].source].count
        {
            places[unitClass] = (places[unitClass].source + 1, 0)
        }
    }

    private mutating func draw(_ unitClass: Int, _ count: Int) -> [Run] {
        let sources = problem.units.classes[unitClass].sources
        var runs: [Run] = []
        var left = count
        while left > 0 {
            advance(unitClass)
            guard places[unitClass].source < sources.count else { break }
            let source = sources[places[unitClass].source]
            let taken = min(left, source.count - places[unitClass].used)
            runs.append(source.piece.repeated(Int128(taken)))
            places[unitClass].used += taken
            left -= taken
        }
        return runs
    }
}

extension CombinationProblem {
    /// Whether a rule is one application of whatever it is given.
    func isWhole(_ rule: Int) -> Bool { !rules[rule].isComposed }

    /// What a rule makes of units that were given to it one by one, and what it leaves of them.
    func formed(from runs: [(set: Int, run: Run)], _ rule: Int) -> Gathering.Gathered {
        let whole = Application(of: runs, isComposed: false)
        guard rules[rule].isComposed else { return ([whole], []) }
        let given = whole.units.map(\.run)
        guard case .success(let gathered) = rules[rule].gathering.gather(given) else { return ([], given) }
        return gathered
    }
}

extension Run {
    /// Whether two runs of one element cost the same a piece, but for what rounding left where one was divided.
    fileprivate func costsLike(_ other: Run) -> Bool {
        if price == listPrice, other.price == other.listPrice { return true }
        let slack = pieces + other.pieces
        return (price * other.pieces - other.price * pieces).magnitude <= slack.magnitude
            && (listPrice * other.pieces - other.listPrice * pieces).magnitude <= slack.magnitude
    }
}
