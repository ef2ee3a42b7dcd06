import Foundation
import Loyalty
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

/// Two tills, each with a worker of its own, that count on the same coupon and on the same points.
struct LoyaltyRaceTests {
    static let rounds = 40

    /// Where workers meet: a file or a schema.
    final class Meeting: Sendable {
        private let schema: PostgresSchema?
        private let folder: URL

        init(_ kind: EngineWorld.Kind) throws {
            schema = kind == .postgres ? try PostgresSchema() : nil
            folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func open() throws -> any Database {
            if let schema { return try schema.open() }
            return try SQLiteDatabase(path: folder.appendingPathComponent("shop.db").path)
        }
    }

    /// Tickets of a till: for every round one that uses its coupon, and one that pays with the points of its card.
    static func tickets(_ till: Int, _ coupons: [String], status: String) -> [String] {
        let (id, isSale) = (status == "sale" ? 1 : 2, status == "sale")
        return (0..<rounds).flatMap { round in
            let terminal = 1_000 * (till + 1) + round
            return [
                LoyaltyShop.message(
                    id, terminal: terminal, lines: isSale ? ["VOUCHER", "CLEANING"] : [],
                    isSale ? LoyaltyShop.coupon(coupons[round], type: "3") : "", status: status),
                LoyaltyShop.message(
                    id, terminal: terminal + 500, lines: isSale ? ["POINTS"] : [],
                    isSale ? LoyaltyShop.card("700\(round)") : "", status: status),
            ]
        }
    }

    /// Works on messages one after the other, or in batches; what another worker is in the way of is done again.
    static func run(_ bodies: [String], on database: any Database, batch: Int, now: Int64) throws -> [String] {
        let engine = SaleEngine(Store(database: database))
        var answers: [String] = []
        for start in stride(from: 0, to: bodies.count, by: batch) {
            let messages = bodies[start..<min(start + batch, bodies.count)].map {
                IncomingMessage(body: Array($0.utf8), contentType: nil)
            }
            while true {
                do throws(EngineError) {
                    answers += try engine.process(messages, now: now).map { String(decoding: $0.answer, as: UTF8.self) }
                    break
                } catch {
                    guard error.isOfTheWorld else { throw error }
                }
            }
        }
        return answers
    }

    @Test(arguments: EngineWorld.Kind.all, [1, 8])
    func `one of two gets the coupon, and one of two the points`(_ kind: EngineWorld.Kind, _ batch: Int) throws {
        let meeting = try Meeting(kind)
        let world = try EngineWorld(try meeting.open())
        try world.distribute(LoyaltyShop.map, version: LoyaltyShop.version, stores: [LoyaltyShop.store])
        try world.register()
        try LoyaltyShop.equip(world)
        let coupons = try world.issue("3", Self.rounds)
        for round in 0..<Self.rounds { try world.card("700\(round)", balance: 100) }
        for till in 0...1 {
            for sale in Self.tickets(till, coupons, status: "sale") {
                #expect(try world.send(sale).contains("<optional>"))
            }
        }
        let now = world.now
        let outcome = Race.run(2) { till in
            // The second works from the other end, so that locks are asked for in both orders.
            let finishes = Self.tickets(till, coupons, status: "finish")
            let answers = try Self.run(
                till == 0 ? finishes : finishes.reversed(), on: try meeting.open(), batch: batch, now: now)
            return till == 0 ? answers : answers.reversed()
        }
        #expect(outcome.errors == [])
        let (first, second) = (try #require(outcome.results.first), try #require(outcome.results.last))
        for (round, (one, other)) in zip(first, second).enumerated() {
            let states = [one, other].flatMap { LoyaltyShop.values("state", $0) }
            #expect(states.sorted() == ["open", "pending"], "round \(round)")
            let refused = states[0] == "open" ? one : other
            #expect(LoyaltyShop.values("ack", refused) == ["0", round.isMultiple(of: 2) ? "9102" : "9516"])
        }
        for coupon in coupons { #expect(try world.state(coupon) == .consumed) }
        for round in 0..<Self.rounds { #expect(try world.balance("700\(round)") == 0) }
        #expect(try world.store.couponCounters.last(of: "P207", company: EngineWorld.company) == Self.rounds)
        #expect(try world.loyaltyMismatches() == [])
    }
}
