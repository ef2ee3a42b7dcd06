import Foundation
import Loyalty
import Promotions
import Storage
import Testing

@testable import Engine

/// Sales and returns of store 5, whose map is that of the golden exchanges.
final class ReturnShop {
    let world: EngineWorld
    let processing: ReturnProcessing
    private var second = 0

    init(_ kind: EngineWorld.Kind = .sqlite) throws {
        world = try EngineWorld.golden(kind)
        processing = ReturnProcessing(world.store, owner: "p")
    }

    /// A line of a ticket.
    struct Line {
        var seq: Int
        var level: String
        var qty = 1
        var price: String
        var magnitude: String?

        var text: String {
            let magnitude = magnitude.map { " magnitude=\"\($0)\"" } ?? ""
            return "<item-add seq=\"\(seq)\" code=\"c\(seq)\" unitprice=\"1\" xprice=\"\(price)\" qty=\"\(qty)\""
                + "\(magnitude) level1=\"\(level)\"/>"
        }
    }

    /// The time of a message; each is later than the one before.
    func tick() -> String {
        second += 1
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "2023-08-07 \(two(8 + second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    func message(_ time: String, _ attributes: String, _ body: String = "", terminal: Int = 1, store: Int = 5) -> String
    {
        "<message companyId=\"2\" store=\"\(store)\" terminal=\"\(terminal)\" date-time=\"\(time)\" \(attributes)>"
            + "\(body)</message>"
    }

    /// The transaction string of what was opened at a time.
    func name(_ time: String, terminal: Int = 1, store: Int = 5) -> String {
        "2_\(store)_\(terminal)_" + time.filter(\.isNumber)
    }

    /// Sells and commits, and gives the transaction string.
    func sell(_ lines: [Line], _ more: String = "", terminal: Int = 1, store: Int = 5) throws -> String {
        let time = tick()
        let answer = try world.send(
            message(
                time, "messageId=\"1\" init-tck=\"true\" status=\"finish\" evaluate=\"true\" autoCommit=\"true\"",
                more + lines.map(\.text).joined(), terminal: terminal, store: store))
        try #require(SessionTests.value("state", answer) == "committed", "\(answer)")
        return name(time, terminal: terminal, store: store)
    }

    /// Sends the only message of a return, and gives its answer.
    func give(
        back sale: String, _ parts: String = "", status: String = "finish\" autoCommit=\"true", terminal: Int = 1,
        store: Int = 5, at time: String? = nil
    ) throws -> String {
        try world.send(
            message(
                time ?? tick(),
                "messageId=\"1\" init-tck=\"true\" void-trx=\"true\" original-trx=\"\(sale)\" status=\"\(status)\" "
                    + "evaluate=\"true\"", parts, terminal: terminal, store: store))
    }

    static func part(_ seq: Int, qty: Int? = nil, magnitude: String? = nil) -> String {
        "<item-add seq=\"\(seq)\"" + (qty.map { " qty=\"\($0)\"" } ?? "")
            + (magnitude.map { " magnitude=\"\($0)\"" } ?? "") + "/>"
    }

    /// What an answer refunds: paid and reprice.
    static func refund(_ answer: String) -> [String] {
        guard let start = answer.range(of: "<refund ") else { return [] }
        let refund = String(answer[start.lowerBound...])
        return [SessionTests.value("paid", refund), SessionTests.value("reprice", refund)].compactMap(\.self)
    }

    /// Works on all returns that are due.
    @discardableResult
    func process() throws -> [ProcessedReturn] {
        var done: [ProcessedReturn] = []
        while let next = try processing.turn(now: world.now) { done.append(next) }
        return done
    }

    /// The coupons that a sale issued, with their states.
    func issued(_ sale: String) throws -> [CouponRecord] {
        try world.store.coupons.issued(by: sale)
    }

    func job(_ name: String) throws -> ReturnJob? { try world.store.returnJobs.find(name) }
}
