import Promotions

/// What a benefit gives for one application, straight from the rules, piece by piece and with small numbers.
final class NaiveAmounts {
    /// Pieces of one line in an application.
    struct Part: Hashable {
        var line: Int
        /// One of the ticket's units that is of this line.
        var unit: Int
        var set: Int
        var count: Int
        var price: Int
        var list: Int
        var weight: Int
        /// The least of it that must be left to pay.
        var floor: Int
        var isEligible: Bool
        var isInTarget: Bool
        var isItem: Bool
        var isBenefited = false

        mutating func split(_ pieces: Int) -> Part {
            var part = self
            part.count = pieces
            part.price = price * pieces / count
            part.list = list * pieces / count
            part.weight = weight * pieces / count
            part.floor = floor / count * pieces
            (price, list, weight) = (price - part.price, list - part.list, weight - part.weight)
            (floor, count) = (floor - part.floor, count - pieces)
            return part
        }
    }

    /// What an application gets.
    struct Offer {
        var chosen: [Part]
        var rest: [Part]
        var amount: Int
        /// The percentage, amount or price used.
        var value: Int
    }

    let benefit: Benefit
    let currency: Currency
    let isComposed: Bool
    private let minor: Int
    private let isOnListPrice: Bool

    init(benefit: Benefit, currency: Currency, isComposed: Bool) {
        (self.benefit, self.currency, self.isComposed) = (benefit, currency, isComposed)
        minor = Int(currency.minorUnit)
        isOnListPrice = benefit.applyOn == .originalPrice
    }

    private func base(_ part: Part) -> Int { isOnListPrice ? part.list : part.price }

    /// The chosen parts, the others, and the amount; nil where there is nothing.
    func offer(_ parts: [Part], pieceLimit: Int?) -> Offer? {
        let (chosen, unchosen) = choose(parts.filter(\.isEligible), pieceLimit)
        if chosen.isEmpty { return nil }
        var value = Int(plainValue)
        if let steps = benefit.steps {
            let measured = parts.filter { isComposed ? $0.isItem : $0.isInTarget }.reduce(0) { $0 + $1.count }
            for step in steps.steps where Int(step.from) <= measured * 1_000 { value = Int(step.value) }
        }
        var amount = amount(chosen, value)
        if let least = benefit.minDiscount, amount > 0, amount < Int(least.units) { return nil }
        if let most = benefit.maxDiscount { amount = min(amount, Int(most.units) / minor * minor) }
        let rest = unchosen + parts.filter { !$0.isEligible }
        return amount > 0 ? Offer(chosen: chosen, rest: rest, amount: amount, value: value) : nil
    }

    private var plainValue: Int128 {
        switch benefit.kind {
        case .percentageDiscount(let percent, _): percent
        case .fixedDiscount(let amount, _): amount.units
        case .newPrice(let price, _): price.units
        default: 0
        }
    }

    private func isCheaper(_ one: Part, _ other: Part) -> Bool { base(one) * other.count < base(other) * one.count }

    private func choose(_ eligible: [Part], _ pieceLimit: Int?) -> ([Part], [Part]) {
        guard benefit.maxApplication != nil || pieceLimit != nil else { return (eligible, []) }
        var room = min(benefit.maxApplication.map { Int($0.value) / 1_000 } ?? .max, pieceLimit ?? .max)
        func ties(_ one: Part, _ other: Part) -> Bool {
            one.isBenefited != other.isBenefited ? other.isBenefited : one.line < other.line
        }
        let rising = eligible.indices.sorted {
            let (one, other) = (eligible[$0], eligible[$1])
            return isCheaper(one, other) || (!isCheaper(other, one) && ties(one, other))
        }
        let falling = eligible.indices.sorted {
            let (one, other) = (eligible[$0], eligible[$1])
            return isCheaper(other, one) || (!isCheaper(one, other) && ties(one, other))
        }
        let sequence: [(Int, Bool)] =
            switch benefit.order {
            case .asEntered:
                eligible.indices.sorted { (eligible[$0].line, $0) < (eligible[$1].line, $1) }.map { ($0, false) }
            case .lessExpensiveFirst: rising.map { ($0, false) }
            case .moreExpensiveFirst: falling.map { ($0, false) }
            case .oneMoreExpensive: falling.prefix(1).map { ($0, true) } + rising.map { ($0, false) }
            case .oneLessExpensive: rising.prefix(1).map { ($0, true) } + falling.map { ($0, false) }
            }
        var rest = eligible
        var chosen: [Part] = []
        for (index, isOne) in sequence where rest[index].count > 0 && room > 0 {
            let pieces = min(isOne ? 1 : rest[index].count, room)
            room -= pieces
            chosen.append(rest[index].split(pieces))
        }
        // Of a line taken twice the parts stand in the order in which they were taken.
        let ordered = chosen.indices.sorted { (chosen[$0].line, $0) < (chosen[$1].line, $1) }
        return (ordered.map { chosen[$0] }, rest.filter { $0.count > 0 })
    }

    private func amount(_ parts: [Part], _ value: Int) -> Int {
        let million = 1_000_000
        let isOnce = benefit.kind.unit == .na
        var exacts: [Int] = []
        for part in parts {
            let measured = benefit.kind.unit == .magnitude ? part.weight : part.count * 1_000
            let exact: Int =
                switch benefit.kind {
                case .percentageDiscount: base(part) * value
                case .fixedDiscount: min(base(part) * million, value * measured * 1_000)
                case .newPrice: max(0, base(part) * million - value * measured * 1_000)
                default: 0
                }
            exacts.append(isOnce ? exact : min(exact, room(part) * million))
        }
        let whole = parts.reduce(0) { $0 + base($1) } * million
        var total = exacts.reduce(0, +)
        if isOnce {
            if case .fixedDiscount = benefit.kind { total = min(whole, value * million) }
            if case .newPrice = benefit.kind { total = max(0, whole - value * million) }
            total = min(total, parts.reduce(0) { $0 + room($1) } * million)
        }
        var caps = 0
        var rounded = 0
        for line in Set(parts.map(\.line)).sorted() {
            let members = parts.indices.filter { parts[$0].line == line }
            let isGiven = members.contains { isOnce ? base(parts[$0]) > 0 : exacts[$0] > 0 }
            let cap = isGiven ? members.reduce(0) { $0 + room(parts[$1]) } / minor * minor : 0
            caps += cap
            let exact = members.reduce(0) { $0 + exacts[$1] }
            switch currency.roundAt {
            case .application: break
            case .line: rounded += min(cap, round(exact, 1))
            case .unit:
                rounded += min(cap, members.reduce(0) { $0 + round(exacts[$1], parts[$1].count) * parts[$1].count })
            }
        }
        if isOnce || currency.roundAt == .application { rounded = round(total, 1) }
        return min(rounded, caps)
    }

    private func room(_ part: Part) -> Int { max(0, part.price - part.floor) }

    private func round(_ exact: Int, _ count: Int) -> Int {
        let divisor = 1_000_000 * minor * count
        let (quotient, rest) = (exact / divisor, exact % divisor)
        let isUp: Bool =
            switch currency.rounding {
            case .truncate: false
            case .up: rest > 0
            case .halfUp: rest * 2 >= divisor
            case .halfDown: rest * 2 > divisor
            case .halfEven: rest * 2 > divisor || (rest * 2 == divisor && quotient % 2 == 1)
            }
        return (quotient + (isUp ? 1 : 0)) * minor
    }

    /// What is left to pay after an offer, one piece a line: filled in the order of the proration.
    func after(_ offer: Offer) -> [Part] {
        var parts = offer.chosen
        var left = offer.amount
        let isFalling = benefit.proration == .mostExpensiveFirst
        let order = parts.indices.sorted {
            let (one, other) = (base(parts[$0]), base(parts[$1]))
            return one != other ? (one > other) == isFalling : $0 < $1
        }
        for index in order {
            let share = isGiven(parts[index], offer.value) ? min(left, room(parts[index]) / minor * minor) : 0
            parts[index].price -= share
            parts[index].isBenefited = true
            left -= share
        }
        return parts
    }

    private func isGiven(_ part: Part, _ value: Int) -> Bool {
        if benefit.kind.unit == .na { return base(part) > 0 }
        guard room(part) > 0, base(part) > 0 else { return false }
        let measured = benefit.kind.unit == .magnitude ? part.weight : part.count * 1_000
        switch benefit.kind {
        case .newPrice: return base(part) * 1_000 > value * measured
        case .fixedDiscount: return value * measured > 0
        default: return value > 0
        }
    }
}
