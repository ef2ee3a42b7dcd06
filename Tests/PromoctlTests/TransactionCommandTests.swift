import Messages
import Promotions
import Storage
import Testing

@testable import Promoctl

struct TransactionCommandTests {
    private static let ticket = """
        {"item-add":[{"seq":"1","unitprice":"10","xprice":"20","qty":"2","code":"101"}]}
        """

    /// Ten o'clock of a day of August 2023; the first is day 19570.
    private static func ten(_ day: Int) -> LocalDateTime {
        LocalDateTime(date: LocalDate(days: 19_569 + day), secondOfDay: 36_000)
    }

    private func world() throws -> World {
        let world = try World()
        try world.database.transaction { () throws(StorageError) in
            for (store, terminal, day) in [
                ("5", "1", 7), ("5", "2", 7), ("5", "2", 8), ("50", "1", 7), ("5_1", "1", 7),
            ] {
                let key = TransactionKey(
                    session: SessionKey(company: "2", store: store, terminal: terminal),
                    opened: Self.ten(day))
                try world.store.transactions.open(
                    TransactionRecord(
                        key: key, state: .committed, mapVersion: 77, ticket: Self.ticket, total: Money(whole: 3),
                        lastDateTime: key.opened, lastMessageAt: world.milliseconds, closedAt: world.milliseconds))
            }
            let key = TransactionKey(
                session: SessionKey(company: "2", store: "5", terminal: "2"),
                opened: Self.ten(9))
            try world.store.transactions.open(
                TransactionRecord(
                    key: key, isReturn: true, original: "2_5_1_20230807100000",
                    ticket: #"{"return-add":[{"seq":"1","qty":"1"}]}"#, lastDateTime: key.opened,
                    lastMessageAt: world.milliseconds))
        }
        return world
    }

    struct Case: CustomTestStringConvertible {
        var words: [String]
        var found: [String]
        var testDescription: String { words.joined(separator: " ") }
    }

    static let cases = [
        Case(
            words: ["--store", "5"],
            found: [
                "2_5_1_20230807100000", "2_5_2_20230807100000", "2_5_2_20230808100000", "2_5_2_20230809100000",
            ]),
        Case(words: ["--store", "5", "--terminal", "1"], found: ["2_5_1_20230807100000"]),
        Case(words: ["--store", "5_1"], found: ["2_5%5F1_1_20230807100000"]),
        Case(
            words: ["--store", "5", "--day", "2023-08-07"], found: ["2_5_1_20230807100000", "2_5_2_20230807100000"]),
        Case(words: ["--store", "5", "--returns"], found: ["2_5_2_20230809100000"]),
        Case(
            words: ["--store", "5", "--count", "1", "--after", "2_5_2_20230807100000"], found: ["2_5_2_20230808100000"]
        ),
        Case(words: ["--store", "6"], found: []),
    ]

    @Test(arguments: cases)
    func `a store's transactions are listed, and no other's`(_ example: Case) throws {
        let world = try world()
        #expect(world.run(words: ["transactions", "list", "--company", "2", "--json"] + example.words) == .done)
        guard case .array(let lines) = try world.json() else {
            Issue.record("no list")
            return
        }
        #expect(lines.map { $0["id"] } == example.found.map { .string($0) })
        #expect(world.run(words: ["transactions", "list", "--company", "2"] + example.words) == .done)
        #expect(example.found.allSatisfy { world.text.contains($0) })
    }

    @Test func `a sale is shown with its lines and its returns`() throws {
        let world = try world()
        #expect(world.run("transactions", "show", "2_5_1_20230807100000", "--company", "2", "--json") == .done)
        let shown = try world.json()
        #expect(shown["discount"] == .string("3.00") && shown["returns"] == .number("1"))
        #expect(
            shown["lines"]
                == .array([
                    .members(
                        ("seq", .whole(1)), ("code", .string("101")), ("qty", .whole(2)), ("magnitude", .string("0")),
                        ("price", .string("20.00")))
                ]))
        #expect(shown["returnsOfIt"]?[0]?["transaction"] == .string("2_5_2_20230809100000"))
        #expect(world.run("transactions", "show", "2_5_1_20230807100000", "--company", "2") == .done)
        #expect(world.text.contains("RETURN ") && world.text.contains("2_5_2_20230809100000"))
        #expect(world.run("transactions", "show", "2_5_2_20230809100000", "--company", "2") == .done)
        #expect(world.text.contains("LINE RETURNED") && world.text.contains("2_5_1_20230807100000"))
    }

    @Test func `a store with an underscore is found by its string and by its id`() throws {
        let world = try world()
        for name in ["2_5_1_1_20230807100000", "2_5%5F1_1_20230807100000"] {
            #expect(world.run("transactions", "show", name, "--company", "2", "--json") == .done)
            #expect(try world.json()["transaction"] == .string("2_5_1_1_20230807100000"))
        }
    }

    @Test func `what is not there is said not to be`() throws {
        let world = try world()
        #expect(world.run("transactions", "show", "2_5_9_20230807100000", "--company", "2") == .failed)
        #expect(world.errors == "company 2 has no transaction 2_5_9_20230807100000\n")
        #expect(world.run("transactions", "show", "2_5_1_20230807100000", "--company", "3") == .failed)
        #expect(world.run("transactions", "list", "--company", "2") == .usage)
        #expect(world.run("transactions", "list", "--store", "5", "--day", "x", "--company", "2") == .usage)
    }
}

extension JSONValue {
    fileprivate subscript(index: Int) -> JSONValue? {
        guard case .array(let values) = self, values.indices.contains(index) else { return nil }
        return values[index]
    }
}
