import Foundation
import Promotions
import Storage
import Testing

@testable import Engine

/// Conversations of a till on store 3: 30 % off everything, at most 5000 a customer.
struct SessionTests {
    /// A message of terminal 1 with customer 9 and one line.
    static func message(
        _ id: Int, _ time: String, price: Int? = nil, seq: Int = 1, terminal: Int = 1,
        extra: String = "evaluate=\"true\""
    ) -> String {
        let line = price.map { "<item-add seq=\"\(seq)\" unitprice=\"\($0)\" xprice=\"\($0)\" code=\"c\"/>" } ?? ""
        let customer = price == nil ? "" : "<customer-add seq=\"1\" id=\"9\"/>"
        return """
            <message companyId="2" store="3" terminal="\(terminal)" date-time="2026-03-01 \(time)" messageId="\(id)" \
            limitBalances="true" \(extra)>\(customer)\(line)</message>
            """
    }

    /// What of an answer a test looks at.
    static func value(_ name: String, _ answer: String) -> String? {
        guard let start = answer.range(of: " \(name)=\"") else { return nil }
        return String(answer[start.upperBound...].prefix { $0 != "\"" })
    }

    static func balance(_ answer: String) -> String? {
        answer.range(of: "<limit ").flatMap { value("amount", String(answer[$0.lowerBound...])) }
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a corrected message replaces its line and what it held`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        #expect(Self.balance(try world.send(Self.message(1, "10:00:00", price: 1000))) == "4700.00")
        #expect(Self.balance(try world.send(Self.message(1, "10:00:00", price: 2000))) == "4400.00")
        #expect(Self.balance(try world.send(Self.message(2, "10:01:00", price: 100, seq: 2))) == "4370.00")
        try world.expectBooksInOrder()
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a repeat is answered again and changes nothing, also after the transaction closed`(_ kind: EngineWorld.Kind)
        throws
    {
        let world = try EngineWorld.golden(kind)
        let sale = Self.message(1, "10:00:00", price: 1000)
        let answer = try world.send(sale)
        #expect(try world.send(sale) == answer)
        let finish = Self.message(2, "10:01:00", extra: "status=\"finish\" autoCommit=\"true\"")
        let finished = try world.send(finish)
        #expect(Self.value("state", finished) == "committed")
        #expect(try world.send(finish) == finished)
        #expect(try world.send(sale) == answer)
        #expect(try world.used() == ["9": 3_000_000])
        try world.expectBooksInOrder()
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `finish books, rollback gives back`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        _ = try world.send(Self.message(1, "10:00:00", price: 1000))
        #expect(
            Self.value("state", try world.send(Self.message(2, "10:01:00", extra: "status=\"finish\""))) == "pending")
        #expect(Self.value("ack", try world.send(Self.message(3, "10:02:00", price: 5))) == "9001")
        let undone = try world.send(Self.message(4, "10:03:00", extra: "status=\"rollback\""))
        #expect(Self.value("state", undone) == "rolledBack")
        #expect(try world.used() == [:])
        #expect(Self.value("ack", try world.send(Self.message(5, "10:04:00", extra: "status=\"commit\""))) == "9002")
        try world.expectBooksInOrder()
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `commit of an open ticket finishes it`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        _ = try world.send(Self.message(1, "10:00:00", price: 1000))
        let answer = try world.send(Self.message(2, "10:01:00", extra: "status=\"commit\""))
        #expect(Self.value("state", answer) == "committed")
        #expect(answer.contains("<loyalty>"))
        #expect(try world.used() == ["9": 3_000_000])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a ticket without items cannot be finished`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        _ = try world.send(Self.message(1, "10:00:00"))
        #expect(Self.value("ack", try world.send(Self.message(2, "10:01:00", extra: "status=\"finish\""))) == "9000")
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a restart drops elements, holds and answers`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        let first = Self.message(1, "10:00:00", price: 1000, extra: "init-tck=\"true\" evaluate=\"true\"")
        _ = try world.send(first)
        _ = try world.send(Self.message(2, "10:01:00", price: 1000, seq: 2))
        let again = Self.message(1, "10:00:00", price: 500, extra: "init-tck=\"true\" evaluate=\"true\"")
        #expect(Self.balance(try world.send(again)) == "4850.00")
        #expect(try world.used() == ["9": 1_500_000])
        let unevaluated = Self.message(1, "10:00:00", price: 700, extra: "init-tck=\"true\"")
        _ = try world.send(unevaluated)
        #expect(try world.used() == [:])
        try world.expectBooksInOrder()
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `an invalid message changes nothing, a restarting one neither`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        _ = try world.send(Self.message(1, "10:00:00", price: 1000, extra: "init-tck=\"true\" evaluate=\"true\""))
        let bad = Self.message(1, "10:00:00", price: 500, extra: "init-tck=\"true\" evaluate=\"true\" option=\"1\"")
        #expect(Self.value("ack", try world.send(bad)) == "3")
        #expect(try world.used() == ["9": 3_000_000])
        #expect(Self.balance(try world.send(Self.message(2, "10:01:00"))) == "4700.00")
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a transaction string is used once`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        _ = try world.send(Self.message(1, "10:00:00", price: 1000, extra: "status=\"finish\" autoCommit=\"true\""))
        #expect(Self.value("ack", try world.send(Self.message(2, "10:00:00", price: 1))) == "2004")
        #expect(Self.value("ack", try world.send(Self.message(2, "10:00:01", price: 1))) == "0")
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `holds of an abandoned ticket lapse when another needs them`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        _ = try world.send(Self.message(1, "10:00:00", price: 15000))
        let rival = Self.message(1, "10:01:00", price: 1000, terminal: 2)
        #expect(Self.balance(try world.send(rival)) == "200.00")
        let third = Self.message(1, "10:02:00", price: 15000, terminal: 3)
        #expect(Self.balance(try world.send(third)) == "0.00")
        world.now += 86_400_000 - 2_000
        #expect(Self.balance(try world.send(Self.message(2, "10:03:00", price: 15000, terminal: 3))) == "200.00")
        try world.expectBooksInOrder()
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `without a map commands are kept and nothing is granted`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        let sale = Self.message(1, "10:00:00", price: 1000).replacing("store=\"3\"", with: "store=\"99\"")
        let answer = try world.send(sale)
        #expect(Self.value("ack", answer) == "2002")
        #expect(Self.value("mapversion", answer) == "0")
        let finish = Self.message(2, "10:01:00", extra: "status=\"finish\"").replacing(
            "store=\"3\"", with: "store=\"99\"")
        #expect(Self.value("state", try world.send(finish)) == "pending")
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `an open transaction keeps its map when another comes into force`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        _ = try world.send(Self.message(1, "10:00:00", price: 1000))
        try world.distribute(Array(#"{"company": "2", "levels": []}"#.utf8), version: 78, stores: ["3"])
        #expect(Self.value("mapversion", try world.send(Self.message(2, "10:01:00"))) == "76")
        #expect(Self.value("mapversion", try world.send(Self.message(1, "10:02:00", price: 1000))) == "78")
        let older = Self.message(1, "10:03:00", price: 1000, extra: "evaluate=\"true\" map-version=\"76\"")
        #expect(Self.value("mapversion", try world.send(older)) == "76")
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `strict sessions refuse what belongs to no transaction`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        try world.store.companies.save(CompanySettings(strictSessions: true), of: "2")
        #expect(Self.value("ack", try world.send(Self.message(2, "10:00:00", price: 1))) == "2")
        _ = try world.send(Self.message(1, "10:01:00", price: 1))
        world.now += 86_400_001
        #expect(Self.value("ack", try world.send(Self.message(2, "10:02:00", price: 1))) == "2005")
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a pending transaction is committed by the clock, or rolled back where the company says so`(
        _ kind: EngineWorld.Kind
    ) throws {
        for (action, used) in [(CompanySettings.PendingAction.commit, ["9": Int64(3_000_000)]), (.rollback, [:])] {
            let world = try EngineWorld.golden(kind)
            try world.store.companies.save(CompanySettings(pendingAction: action), of: "2")
            // The clock is days ahead when upkeep begins, and is then set right.
            let upkeep = Upkeep(world.store, worker: "w")
            #expect(try upkeep.turn(now: world.now + 200_000_000) == 0)
            _ = try world.send(Self.message(1, "10:00:00", price: 1000))
            _ = try world.send(Self.message(2, "10:01:00", extra: "status=\"finish\""))
            world.now += 86_400_001
            #expect(try upkeep.turn(now: world.now) == 1)
            #expect(try world.used() == used)
            #expect(Self.value("ack", try world.send(Self.message(1, "11:00:00", price: 1))) == "0")
        }
    }
}
