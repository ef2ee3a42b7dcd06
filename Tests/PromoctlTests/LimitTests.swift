import Messages
import Promotions
import Testing

@testable import Promoctl
@testable import Storage

struct LimitLineTests {
    struct Case: CustomTestStringConvertible {
        var kind: Limit.Kind?
        var decimals = 2
        var used: String
        var max: String?
        var testDescription: String { "\(kind.map(\.rawValue) ?? "unknown") \(decimals)" }
    }

    static let cases = [
        Case(kind: .benefitAmount, used: "1350.00", max: "5000.00"),
        Case(kind: .benefitAmount, decimals: 0, used: "1350", max: "5000"),
        Case(kind: .pointsAmount, decimals: 0, used: "1350.00", max: "5000.00"),
        Case(kind: .benefitApplicationCount, used: "1350", max: "5000"),
        Case(kind: .benefitedProductCount, used: "1350", max: "5000"),
        Case(kind: .couponCount, used: "1350", max: "5000"),
        Case(kind: nil, used: "1350", max: nil),
    ]

    @Test(arguments: cases)
    func `amounts are told in the limit's own unit`(_ example: Case) {
        let definition = example.kind.map { kind in
            DefinedLimit(
                limit: Limit(id: "l", scope: .customer, kind: kind, value: 50_000_000), promotion: "p",
                decimals: example.decimals)
        }
        let counter = LimitCounter(
            key: LimitKey(limit: "l", scopeKey: "9"), day: 0, used: 13_500_000, held: 0)
        let line = LimitLine(counter: counter, definition: definition)
        #expect(line.used == example.used && line.max == example.max && line.day == nil && !line.isExhausted)
        #expect(line.row.count == 7)
    }

    @Test func `days are dates, and a fraction is not lost`() {
        let limit = Limit(id: "l", scope: .store, period: .days(2), kind: .benefitedProductCount, value: 15_000)
        let line = LimitLine(
            counter: LimitCounter(key: LimitKey(limit: "l", scopeKey: "3"), day: 19_573, used: 15_000, held: 5_000),
            definition: DefinedLimit(limit: limit, promotion: "p", decimals: 2))
        #expect(line.day == "2023-08-04" && line.used == "1.5" && line.held == "0.5" && line.isExhausted)
        #expect(line.json["day"] == .string("2023-08-04"))
    }
}

struct LimitsShowCommandTests {
    private func grant(_ world: World, _ amounts: [String: Int128]) throws {
        try world.database.transaction { () throws(StorageError) in
            for (customer, amount) in amounts {
                let hold = Hold(
                    key: LimitKey(limit: MapText.limitId, scopeKey: customer), period: .undefined,
                    day: LocalDate(days: 0), amount: amount, max: 50_000_000)
                try world.store.limits.replaceHolds(of: "t\(customer)", company: "2", with: [hold])
                if customer == "9" { try world.store.limits.book("t9") }
            }
        }
    }

    @Test func `counters are shown with the newest maximum`() throws {
        let world = try World()
        try world.distribute(MapText.limited, version: 1, stores: ["3"])
        #expect(world.run(LimitsShowCommand.declaration.words[0], "show") == .done)
        #expect(world.text == "no limit of company 2 has granted anything\n")
        try grant(world, ["9": 13_500_000, "8": 100])
        try world.distribute(MapText.limited.replacing("5000", with: "2000"), version: 2, stores: ["4"])
        try world.distribute(MapText.empty, version: 3, stores: ["3"])
        #expect(world.run("limits", "show", "--json") == .done)
        let member = { (customer: String, used: String, held: String) in
            #"{"limit":"\#(MapText.limitId)","promotion":"Thirty","scope":"customer","scopeKey":"\#(customer)","#
                + #""type":"benefitAmount","day":null,"used":"\#(used)","held":"\#(held)","max":"2000.00"}"#
        }
        #expect(world.text == "[\(member("8", "0.01", "0.01")),\(member("9", "1350.00", "0.00"))]\n")
        #expect(world.run("limits", "show", "--limit", "other", "--json") == .done)
        #expect(world.text == "[]\n")
        #expect(world.run("limits", "show", "--count", "1") == .done)
        #expect(world.text.split(separator: "\n").count == 2)
        #expect(world.errors == "there are more than 1 counters; --count shows more of them\n")
    }

    @Test func `more than a page of counters is shown whole`() throws {
        let world = try World()
        try world.distribute(MapText.limited, version: 1, stores: ["3"])
        try grant(world, Dictionary(uniqueKeysWithValues: (1...1_100).map { ("c\($0)", 10_000) }))
        #expect(world.run("limits", "show", "--json", "--count", "5000") == .done)
        guard case .array(let counters) = try JSONReader.read(world.output) else {
            Issue.record("an array is expected")
            return
        }
        #expect(Set(counters.compactMap { $0["scopeKey"]?.text }).count == 1_100)
        #expect(counters.count == 1_100)
    }
}
