import Promotions
import Storage
import Testing

/// Grants by day, with windows summed one by one.
struct NaiveWindows {
    let length: Int
    var grants: [String: (day: Int, amount: Int128)] = [:]

    func largest(containing day: Int, without transaction: String) -> Int128 {
        let others = grants.filter { $0.key != transaction }.values
        return ((day - length + 1)...day).map { start in
            others.filter { (start..<start + length).contains($0.day) }.reduce(0) { $0 + $1.amount }
        }.max() ?? 0
    }
}

extension StorageCheck {
    static let limitProperties: [StorageCheck] = [
        StorageCheck("every small world of back-dated tickets agrees with windows summed one by one") { database in
            let limits = Store(database: database).limits
            let tickets = (0..<8).map { (day: $0 / 2, amount: Int128($0 % 2 + 1)) }
            var world = 0
            for (length, max) in [(1, Int128(2)), (2, 2), (2, 3), (3, 3)] {
                for first in tickets {
                    for second in tickets {
                        for third in tickets {
                            world += 1
                            try database.transaction { () throws(StorageError) in
                                try grant(
                                    [first, second, third], limits, limit: "w\(world)", length: length, max: max)
                            }
                        }
                    }
                }
            }
            try expectSound(limits)
        },
        StorageCheck("random lives of transactions keep counters, holds and maxima in step") { database in
            for seed in 1...12 as ClosedRange<UInt64> {
                try database.transaction { () throws(StorageError) in
                    try live(Store(database: database).limits, seed: seed)
                }
                try expectSound(Store(database: database).limits, "seed \(seed)")
            }
        },
    ]

    private static func grant(
        _ tickets: [(day: Int, amount: Int128)], _ limits: Limits, limit: String, length: Int, max: Int128
    ) throws(StorageError) {
        var naive = NaiveWindows(length: length)
        for (index, ticket) in tickets.enumerated() {
            let id = "\(limit)-\(index)"
            let expected = naive.largest(containing: ticket.day, without: id)
            let found = try limits.used(
                [.init(key: key(limit), period: .days(length))], company: "c", day: day(ticket.day), byOthersThan: id)
            let comment: Comment = "tickets \(tickets), length \(length), max \(max), at \(index)"
            #expect(found == [expected], comment)
            do throws(StorageError) {
                let wanted = hold(limit, ticket.amount, max: max, days: length, on: ticket.day)
                try limits.replaceHolds(of: id, company: "c", with: [wanted])
                naive.grants[id] = ticket
                #expect(expected + ticket.amount <= max, comment)
            } catch {
                #expect(error.code == .limitOverrun(limit: limit), comment)
                #expect(expected + ticket.amount > max, comment)
            }
        }
    }

    /// What a life is played with.
    private static let players: [(limit: String, length: Int?, max: Int128)] = [
        ("life", nil, 40), ("day", 1, 9), ("week", 7, 25), ("pair", 2, 12),
    ]

    private static func live(_ limits: Limits, seed: UInt64) throws(StorageError) {
        var random = SeededRandom(seed: seed)
        var granted: [String: [String: (day: Int, amount: Int128)]] = [:]
        var booked: Set<String> = []
        for _ in 0..<120 {
            let id = "\(seed)-\(Int.random(in: 0..<9, using: &random))"
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                try limits.release(id)
                granted[id] = nil
                booked.remove(id)
            case 1:
                try limits.book(id)
                if granted[id]?.isEmpty == false { booked.insert(id) }
            default:
                guard !booked.contains(id) else { continue }
                let day = Int.random(in: 0..<12, using: &random)
                var holds: [Hold] = []
                var mine: [String: (day: Int, amount: Int128)] = [:]
                for player in players.shuffled(using: &random).prefix(3) {
                    let wanted = Int128(Int.random(in: 0...8, using: &random))
                    let naive = NaiveWindows(
                        length: player.length ?? 1_000, grants: granted.compactMapValues { $0[player.limit] })
                    let key = LimitKey(limit: player.limit, scopeKey: "\(seed)")
                    let period = player.length.map { Limit.Period.days($0) } ?? .undefined
                    let used = try limits.used(
                        [.init(key: key, period: period)], company: "c", day: self.day(day), byOthersThan: id)
                    #expect(used == [naive.largest(containing: day, without: id)], "seed \(seed), \(player.limit)")
                    let amount = min(wanted, player.max - (used.first ?? 0))
                    guard amount > 0 else { continue }
                    holds.append(Hold(key: key, period: period, day: self.day(day), amount: amount, max: player.max))
                    mine[player.limit] = (day, amount)
                }
                // What the balance allows is granted: nothing else runs.
                try limits.replaceHolds(of: id, company: "c", with: holds)
                granted[id] = mine
            }
        }
    }
}
