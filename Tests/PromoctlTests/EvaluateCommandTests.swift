import Messages
import PromotionLanguage
import Promotions
import Storage
import Testing

@testable import Promoctl

struct EvaluateCommandTests {
    private static let limitSamples = [
        "01-limit-first", "02-limit-second", "03-limit-cut", "04-unclosed", "05-limit-exhausted", "06-limit-explained",
        "07-doctype", "08-invalid",
    ]

    private func evaluate(_ world: World, _ words: [String]) -> Promoctl.ExitStatus {
        Program.run(
            [EvaluateCommand.declaration.name, "--map", Golden.path("setup/map-76.json")] + words,
            Context(terminal: world.terminal, time: world.time, installation: { world.installation }))
    }

    @Test func `samples are answered with the published bytes, and nothing between them`() throws {
        let world = try World()
        let paths = Self.limitSamples.map { name in
            Golden.path("\(name).request.\(name == "04-unclosed" ? "txt" : "xml")")
        }
        #expect(evaluate(world, paths) == .done)
        #expect(world.text == (try Self.limitSamples.map { try Golden.text("\($0).response.xml") }.joined()))
        #expect(world.errors == "")
        #expect(evaluate(world, ["--json"] + paths) == .done)
        let array = world.text.dropFirst(
            try Self.limitSamples.map { try Golden.text("\($0).response.xml") }.joined().count)
        guard case .array(let answers) = try JSONReader.read(Array(array.utf8)) else {
            Issue.record("an array is expected")
            return
        }
        #expect(
            answers.map { $0["message"]?["ack"] } == ["0", "0", "0", "2001", "0", "0", "2001", "3"].map { .string($0) })
        #expect(answers[7] == (try JSONReader.read(Array(Golden.text("08-invalid.response.json").utf8))))
    }

    @Test func `the same ticket again is another ticket, and explains when asked`() throws {
        let world = try World()
        let path = Golden.path("01-limit-first.request.xml")
        #expect(evaluate(world, [path, path, path, path, path, "--explain"]) == .done)
        let granted = world.text.split(separator: "\n").filter { $0.contains("<limit ") }.map { line in
            String(line.split(separator: "\"")[1])
        }
        #expect(granted == ["3800.00", "2600.00", "1400.00", "200.00", "0.00"])
        #expect(world.text.contains("verdict=\"applied\""))
    }

    @Test func `suggests when asked, and with explanations says what is missing`() throws {
        let world = try World()
        let words = ["--map", Golden.path("setup/map-77.json"), Golden.path("10-suggestion.request.xml")]
        func run(_ more: String...) -> Bool {
            Program.run(
                [EvaluateCommand.declaration.name] + words + more,
                Context(terminal: world.terminal, time: world.time, installation: { world.installation })) == .done
        }
        #expect(run("--suggest") && world.errors == "")
        #expect(world.text == (try Golden.text("10-suggestion.response.xml")))
        #expect(run("--suggest", "--explain"))
        #expect(world.text.contains("saving=\"5.00\""))
        #expect(world.text.contains("<missing amount=\"1.000\" measure=\"qty\" set=\"dairy\"/>"))
    }

    @Test func `payment plans are worked out as published`() throws {
        let world = try World()
        let names = ["22-payment-offers", "23-payment-plans"]
        let words = ["--map", Golden.path("setup/map-77.json")] + names.map { Golden.path("\($0).request.xml") }
        let status = Program.run(
            [EvaluateCommand.declaration.name] + words,
            Context(terminal: world.terminal, time: world.time, installation: { world.installation }))
        #expect(status == .done && world.errors == "")
        #expect(world.text == (try names.map { try Golden.text("\($0).response.xml") }.joined()))
    }

    @Test func `limits begin where --balances says`() throws {
        let world = try World()
        let balances = world.file("[{\"limit\": \"\(MapText.limitId)\", \"scopeKey\": 9, \"used\": \"4000.50\"}]")
        #expect(evaluate(world, ["--balances", balances, Golden.path("01-limit-first.request.xml")]) == .done)
        #expect(world.text.contains("value=\"999.50\""))
        #expect(world.text.contains("<limit amount=\"0.00\""))
    }

    @Test func `a map's problems are all told, and a missing map is a misuse`() throws {
        let world = try World()
        let ticket = Golden.path("01-limit-first.request.xml")
        let map = world.file(#"{"company": "", "levls": []}"#)
        #expect(world.run("evaluate", "--map", map, ticket) == .failed)
        #expect(world.errors.split(separator: "\n").count >= 2)
        #expect(world.errors.split(separator: "\n").allSatisfy { $0.hasPrefix(map + ": ") })
        #expect(world.run("evaluate", ticket) == .usage)
        #expect(world.errors == "--map is missing\n")
    }
}

struct KnownDataTests {
    static let map = """
        {"company": "2", "levels": [{"promotions": [{"name": "Voucher", "condition": {"simple": [
          {"element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["DAIRY"]}]},
          {"element": "coupon", "where": [{"attribute": "type", "operator": "equal", "values": ["3"]}]}]},
          "benefits": [{"type": "PercentageDiscount", "percent": 50}]}]}]}
        """
    static let ticket = """
        <message companyId="2" store="3" terminal="1" date-time="2026-03-01 10:00:00" messageId="1">
        <item-add seq="1" code="7" unitprice="10" xprice="10"/><coupon-add seq="1" id="c" type="3"/></message>
        """

    @Test func `articles and coupons that are known decide what a ticket gets`() throws {
        let world = try World()
        let (map, ticket) = (world.file(Self.map), world.file(Self.ticket))
        let catalog = world.file(#"[{"code": "7", "level1": "DAIRY"}]"#)
        for (state, isGranted) in [("active", true), ("consumed", false)] {
            let register = world.file(#"{"coupons": [{"id": "c", "type": "3", "state": "\#(state)"}]}"#)
            let status = world.run("evaluate", "--map", map, "--catalog", catalog, "--register", register, ticket)
            #expect(status == .done)
            #expect(world.text.contains("value=\"5.00\"") == isGranted)
        }
        #expect(world.run("evaluate", "--map", map, ticket) == .done)
        #expect(!world.text.contains("<optional>"))
    }
}

struct StartingBalancesTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var problems: [String]
        var testDescription: String { text }
    }

    private static let id = MapText.limitId
    static let cases = [
        Case(text: "{}", problems: ["found object, expected a list of balances"]),
        Case(text: "[", problems: ["line 1, column 2: the text ends where a value is expected"]),
        Case(text: "[1]", problems: ["[0]: found number, expected an object"]),
        Case(
            text: "[{}]",
            problems: [
                "[0].limit: it is missing, expected the id of a limit", "[0].scopeKey: it is missing, expected a text",
                "[0].used: it is missing, expected a number from 0 with at most 4 decimals",
            ]),
        Case(
            text: "[{\"limit\": \"\(id)\", \"scopekey\": \"9\", \"used\": 1}]",
            problems: [
                "[0].scopekey: unknown field; did you mean \"scopeKey\"?",
                "[0].scopeKey: it is missing, expected a text",
            ]),
        Case(
            text: "[{\"limit\": \"\(id)\", \"scopeKey\": \"9\", \"used\": -1}]",
            problems: ["[0].used: found -1, expected a number from 0 with at most 4 decimals"]),
        Case(
            text: "[{\"limit\": \"\(id)\", \"scopeKey\": \"9\", \"used\": 1e3}]",
            problems: ["[0].used: found 1e3, expected a number from 0 with at most 4 decimals"]),
        Case(
            text: "[{\"limit\": \"64cd52b6a62e431960edd5dd\", \"scopeKey\": \"9\", \"used\": 1}]",
            problems: [
                "[0].limit: found \"64cd52b6a62e431960edd5dd\", which is no limit of the map; did you mean \"\(id)\"?"
            ]),
        Case(
            text:
                "[{\"limit\": \"\(id)\", \"scopeKey\": 9, \"used\": 1}, "
                + "{\"limit\": \"\(id)\", \"scopeKey\": \"9\", \"used\": 1}]",
            problems: ["[1]: found a second balance of limit \(id) for \"9\""]),
    ]

    @Test(arguments: cases)
    func `everything that is wrong is told with its place`(_ example: Case) throws {
        let map = CompiledMap(try MapReader.read(Array(MapText.limited.utf8)).map)
        let failure = #expect(throws: Failure.self) {
            try StartingBalances(Array(example.text.utf8), name: "b", map: map)
        }
        #expect(failure?.lines == example.problems.map { "b: \($0)" })
    }

    @Test func `amounts are exact and stand for the limit's key`() throws {
        let map = CompiledMap(try MapReader.read(Array(MapText.limited.utf8)).map)
        let text = "[{\"limit\": \"\(MapText.limitId)\", \"scopeKey\": \"identifier:5\", \"used\": 0.0001}]"
        let balances = try StartingBalances(Array(text.utf8), name: "b", map: map)
        let hold = try #require(balances.holds(day: LocalDate(days: 3)).first)
        #expect(hold.amount == 1)
        #expect(hold.key.scopeKey == "identifier:5")
        #expect(hold.period == .undefined)
        let engine = try RehearsalEngine(map, explains: false, now: 0)
        try engine.start(balances, before: [])
    }
}
