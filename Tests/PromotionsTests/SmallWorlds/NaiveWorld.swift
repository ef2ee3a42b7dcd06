@testable import Promotions

/// The rules read naively, for small worlds: piece by piece, no runs, nothing shared with the engine.
///
/// Money is in ten-thousandths, exact parts of it in hundredths of those.
struct NaiveWorld {
    struct Piece {
        let line: Int
        let code: String
        let list: Int
        var price: Int
        var isBenefited = false
        var isWithdrawn = false
    }

    struct Grant: Equatable {
        var total = 0
        /// By line.
        var shares: [Int: Int] = [:]
    }

    /// What the sets of a combination take, most expensive first: codes, or any where it is nil.
    enum Form {
        case items(String?)
        case combo([(code: String?, count: Int)], limit: Int?)
    }

    enum Value {
        case percent(Int)
        case off(Int)
        case price(Int)
    }

    struct Rule {
        let name: String
        let form: Form
        let value: Value
        var isOnce = false
        var most: Int?
        var isExclusive = false
        var amountLimit: Int?
        var pieceLimit: Int?
        var applicationLimit: Int?
    }

    private(set) var pieces: [Piece]

    init(_ pieces: [Piece]) { self.pieces = pieces }

    /// Tries a rule, and takes what it gives.
    mutating func apply(_ rule: Rule) -> Grant? {
        var grant = Grant()
        var (money, count, times) = (rule.amountLimit, rule.pieceLimit, rule.applicationLimit)
        var touched: [Int] = []
        for application in applications(rule) {
            if let times, times == 0 { break }
            let chosen = choose(application, most: [rule.most, count].compactMap { $0 }.min())
            let parts = chosen.map { part(rule, pieces[$0]) }
            var amount = amount(rule, chosen, parts)
            if let money { amount = min(amount, money) }
            guard amount > 0 else { continue }
            let shares = spread(amount, rule, chosen, parts)
            for (piece, share) in zip(chosen, shares.byPiece) {
                pieces[piece].price -= share
                pieces[piece].isBenefited = true
            }
            for (line, share) in shares.byLine { grant.shares[line, default: 0] += share }
            grant.total += amount
            money = money.map { $0 - amount }
            count = count.map { $0 - chosen.count }
            times = times.map { $0 - 1 }
            touched += application
        }
        if rule.isExclusive { for piece in touched { pieces[piece].isWithdrawn = true } }
        return grant.total > 0 ? grant : nil
    }

    private func applications(_ rule: Rule) -> [[Int]] {
        let free = pieces.indices.filter { !pieces[$0].isWithdrawn && !(rule.isExclusive && pieces[$0].isBenefited) }
        switch rule.form {
        case .items(let code):
            guard pieces.contains(where: { code == nil || $0.code == code }) else { return [] }
            let target = free.filter { code == nil || pieces[$0].code == code }
            return target.isEmpty ? [] : [target]
        case .combo(let sets, let limit):
            var left = free
            var result: [[Int]] = []
            while result.count < limit ?? .max {
                var drawn: [Int] = []
                for set in sets {
                    let own = left.filter { !drawn.contains($0) && (set.code == nil || pieces[$0].code == set.code) }
                    drawn += sorted(own, dearFirst: true).prefix(set.count)
                }
                guard drawn.count == sets.reduce(0, { $0 + $1.count }) else { break }
                result.append(drawn)
                left.removeAll { drawn.contains($0) }
            }
            return result
        }
    }

    /// By price, of equals those without a benefit first, then by line.
    private func sorted(_ places: [Int], dearFirst: Bool) -> [Int] {
        places.sorted { left, right in
            let (one, other) = (pieces[left], pieces[right])
            if one.price != other.price { return (one.price > other.price) == dearFirst }
            if one.isBenefited != other.isBenefited { return other.isBenefited }
            return (one.line, left) < (other.line, right)
        }
    }

    private func choose(_ application: [Int], most: Int?) -> [Int] {
        guard let most else { return application.sorted { (pieces[$0].line, $0) < (pieces[$1].line, $1) } }
        return sorted(application, dearFirst: false).prefix(most)
            .sorted { (pieces[$0].line, $0) < (pieces[$1].line, $1) }
    }

    private func part(_ rule: Rule, _ piece: Piece) -> Int {
        switch rule.value {
        case .percent(let percent): piece.price * percent
        case .off(let amount): min(piece.price, amount) * 100
        case .price(let price): max(0, piece.price - price) * 100
        }
    }

    private func amount(_ rule: Rule, _ chosen: [Int], _ parts: [Int]) -> Int {
        let whole = chosen.reduce(0) { $0 + pieces[$1].price } * 100
        var exact = parts.reduce(0, +)
        if rule.isOnce, case .off(let amount) = rule.value { exact = min(whole, amount * 100) }
        if rule.isOnce, case .price(let price) = rule.value { exact = max(0, whole - price * 100) }
        let caps = lines(chosen).reduce(0) { $0 + cap(of: $1, rule, chosen, parts) }
        return min(caps, (exact + 5_000) / 10_000 * 100)
    }

    private func lines(_ chosen: [Int]) -> [Int] { Set(chosen.map { pieces[$0].line }).sorted() }

    private func weight(_ rule: Rule, _ piece: Int, _ part: Int) -> Int { rule.isOnce ? pieces[piece].price : part }

    /// Whole cents that a line can lose; none where it gets nothing.
    private func cap(of line: Int, _ rule: Rule, _ chosen: [Int], _ parts: [Int]) -> Int {
        let own = zip(chosen, parts).filter { pieces[$0.0].line == line }
        guard own.contains(where: { weight(rule, $0.0, $0.1) > 0 }) else { return 0 }
        return own.reduce(0) { $0 + pieces[$1.0].price } / 100 * 100
    }

    private func spread(
        _ amount: Int, _ rule: Rule, _ chosen: [Int], _ parts: [Int]
    ) -> (byPiece: [Int], byLine: [(Int, Int)]) {
        let lines = lines(chosen)
        let weights = zip(chosen, parts).map { weight(rule, $0, $1) }
        let byLine = NaiveWorld.split(
            amount,
            weights: lines.map { line in
                zip(chosen, weights).reduce(0) { $0 + (pieces[$1.0].line == line ? $1.1 : 0) }
            }, caps: lines.map { cap(of: $0, rule, chosen, parts) }, unit: 100)
        var byPiece = Array(repeating: 0, count: chosen.count)
        for (line, share) in zip(lines, byLine) {
            let own = chosen.indices.filter { pieces[chosen[$0]].line == line }
            let split = NaiveWorld.split(
                share, weights: own.map { weights[$0] }, caps: own.map { pieces[chosen[$0]].price }, unit: 1)
            for (place, part) in zip(own, split) { byPiece[place] = part }
        }
        return (byPiece, Array(zip(lines, byLine)))
    }

    /// Largest remainder; what one cannot bear goes to the others; of equal remainders the first gets more.
    static func split(_ amount: Int, weights: [Int], caps: [Int], unit: Int) -> [Int] {
        var shares = Array(repeating: 0, count: weights.count)
        var open = weights.indices.filter { weights[$0] > 0 && caps[$0] > 0 }
        var left = amount
        while !open.isEmpty {
            let total = open.reduce(0) { $0 + weights[$1] }
            let full = open.filter { left * weights[$0] > caps[$0] * total }
            if full.isEmpty {
                for place in open { shares[place] = left / unit * weights[place] / total * unit }
                var missing = left - open.reduce(0) { $0 + shares[$1] }
                let order = open.sorted { one, other in
                    let (left, right) = (left / unit * weights[one] % total, left / unit * weights[other] % total)
                    return left != right ? left > right : one < other
                }
                for place in order where missing > 0 {
                    shares[place] += min(unit, missing)
                    missing -= unit
                }
                return shares
            }
            for place in full {
                shares[place] = caps[place]
                left -= caps[place]
            }
            open.removeAll { full.contains($0) }
        }
        return shares
    }
}
