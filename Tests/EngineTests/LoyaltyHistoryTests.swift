import Foundation
import Loyalty
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

/// A shop's random life: tills that sell with coupons and cards, finish, commit, roll back, and say things twice.
///
/// What every card should hold is counted beside it, from the answers.
struct LoyaltyHistory {
    private struct Till {
        var opened = 0
        var id = 1
        /// What a finish moved, by card; nil while nothing is finished.
        var moved: [String: Int]?
    }

    let world: EngineWorld
    private var random: SeededRandom
    private var clock = 0
    private var tills = Array(repeating: Till(), count: 4)
    private var vouchers: [String] = []
    private var balances = ["6001": 100, "6002": 40, "6003": 0]
    private(set) var finishes = 0
    private(set) var refusals = 0

    init(_ world: EngineWorld, seed: UInt64) throws {
        self.world = world
        random = SeededRandom(seed: seed)
        vouchers = try world.issue("3", 6)
        for card in ["6002", "6003"] { try world.card(card, balance: balances[card] ?? 0) }
    }

    /// A batch of messages, of each till one at most.
    mutating func step() throws {
        var (messages, asked): ([IncomingMessage], [(till: Int, status: String)]) = ([], [])
        for till in tills.indices.shuffled(using: &random).prefix(1 + random.below(4)) {
            let (body, status) = next(till)
            messages.append(IncomingMessage(body: Array(body.utf8), contentType: nil))
            asked.append((till, status))
            if random.below(6) == 0 {
                messages.append(messages[messages.count - 1])
                asked.append((till, "repeat"))
            }
        }
        let results = try world.engine.process(messages, now: world.now)
        world.now += 1_000
        for (result, (till, status)) in zip(results, asked) where status != "repeat" {
            take(String(decoding: result.answer, as: UTF8.self), till, status)
        }
    }

    private mutating func next(_ till: Int) -> (String, String) {
        clock += 1
        let time = [clock / 3_600, clock / 60 % 60, clock % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let status: String
        if tills[till].moved != nil {
            status = random.pick(["commit", "rollback"])
        } else if tills[till].opened > 0 {
            status = random.pick(["sale", "finish", "finish", "commit", "rollback", "loyaltyValidation"])
        } else {
            status = "sale"
        }
        var (lines, elements): ([String], String) = ([], "")
        if status == "sale" || (status == "finish" && random.below(3) == 0) {
            let levels = ["VOUCHER", "CLEANING", "VALUE", "CLUBBED", "POINTS"]
            lines = (0...random.below(3)).map { _ in random.pick(levels) }
            if random.below(2) == 0 { elements += LoyaltyShop.coupon(random.pick(vouchers), type: "3") }
            if random.below(3) > 0 { elements += LoyaltyShop.card(random.pick(balances.keys.sorted())) }
        }
        if random.below(4) == 0 { elements += LoyaltyShop.customer }
        if status == "sale", tills[till].opened == 0 { tills[till].id = 0 }
        tills[till].id += 1
        let extra = status == "finish" && random.below(3) == 0 ? #"autoCommit="true""# : ""
        return (
            LoyaltyShop.message(
                tills[till].id, terminal: till + 1, at: time.joined(separator: ":"), lines: lines, elements,
                status: status, extra: extra), status
        )
    }

    private mutating func take(_ answer: String, _ till: Int, _ status: String) {
        guard LoyaltyShop.values("ack", answer).first == "0" else { return }
        switch LoyaltyShop.values("state", answer).first {
        case "pending"?: finish(answer, till)
        case "committed"?:
            if tills[till].moved == nil { finish(answer, till) }
            tills[till] = Till()
        case "rolledBack"?:
            // Points that others spent meanwhile stay with the card.
            for (card, points) in tills[till].moved ?? [:] where balances[card, default: 0] >= points {
                balances[card, default: 0] -= points
            }
            tills[till] = Till()
        default:
            tills[till].opened = 1
            if status == "finish" || status == "commit" { refusals += 1 }
        }
    }

    private mutating func finish(_ answer: String, _ till: Int) {
        finishes += 1
        let cards = answer.components(separatedBy: "<loyaltycard ").dropFirst()
        var moved: [String: Int] = [:]
        for card in cards {
            guard let number = LoyaltyShop.values("number", " " + card).first,
                let points = LoyaltyShop.values("points", " " + card).first
            else { continue }
            moved[number] = Int(points.replacing(".00", with: "")) ?? .min
        }
        for (card, points) in moved { balances[card, default: 0] += points }
        tills[till].moved = moved
    }

    /// The books add up, cards hold what the answers said, and no coupon was used more often than it may be.
    func expectSound(_ said: String) throws {
        #expect(try world.loyaltyMismatches() == [], "\(said)")
        for (card, points) in balances { #expect(try world.balance(card) == points, "\(said), card \(card)") }
        for voucher in vouchers {
            let coupon = try #require(try world.store.coupons.find(voucher, of: EngineWorld.company)?.coupon)
            #expect(coupon.uses == (coupon.state == .consumed ? 1 : 0), "\(said), coupon \(voucher)")
        }
    }
}

struct LoyaltyHistoryTests {
    @Test(arguments: EngineWorld.Kind.all)
    func `after any history the books add up, and cards hold what answers said`(_ kind: EngineWorld.Kind) throws {
        var (finishes, refusals) = (0, 0)
        for seed in 1...(kind == .sqlite ? 40 : 6) as ClosedRange<UInt64> {
            var history = try LoyaltyHistory(try LoyaltyShop.world(kind), seed: seed)
            for step in 1...40 {
                try history.step()
                if step.isMultiple(of: 10) { try history.expectSound("seed \(seed), step \(step)") }
            }
            finishes += history.finishes
            refusals += history.refusals
        }
        #expect(finishes > 50 && (refusals > 5 || kind == .postgres))
    }

    @Test
    func `a batch locks coupons, then cards, then counters, each in order`() throws {
        for seed in 1...15 as ClosedRange<UInt64> {
            let recorder = LockRecorder(try SQLiteDatabase(path: ":memory:"))
            let world = try EngineWorld(recorder)
            try world.distribute(LoyaltyShop.map, version: LoyaltyShop.version, stores: [LoyaltyShop.store])
            try world.register()
            try LoyaltyShop.equip(world)
            var history = try LoyaltyHistory(world, seed: seed)
            for step in 1...40 {
                recorder.forget()
                try history.step()
                // What a sale issued is its own; nobody else locks it.
                let keys = recorder.locked.filter { $0.count == 2 }.map { "\($0[1])" }
                    .filter { !$0.contains("\"207") && !$0.contains("\"208") }
                var distinct: [String] = []
                for key in keys where !distinct.contains(key) { distinct.append(key) }
                #expect(distinct == distinct.sorted(by: Self.precedes), "seed \(seed), step \(step)")
                #expect(!recorder.wroteUnlocked)
            }
            try history.expectSound("seed \(seed)")
        }
    }

    /// Coupons have prefix 987, cards 600, counters P.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        func rank(_ key: String) -> Int { key.contains("\"P") ? 2 : key.contains("\"600") ? 1 : 0 }
        return (rank(left), left) < (rank(right), right)
    }
}
