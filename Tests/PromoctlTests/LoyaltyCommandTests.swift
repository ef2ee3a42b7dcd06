import Loyalty
import Messages
import Promotions
import Storage
import Testing

@testable import Promoctl

extension World {
    /// What a command printed as JSON.
    func json() throws -> JSONValue { try JSONReader.read(output) }
}

extension JSONValue {
    fileprivate var array: [JSONValue] { if case .array(let values) = self { values } else { [] } }
}

struct LoyaltyImportTests {
    static let couponTypes = """
        [ {"code": "7", "format": "PPPSSSTTTnnnc", "validDays": 30, "prefix": "207"},
          {"code": "8", "format": "PPPnnnnnnnnnn", "kind": "calculated", "maxUses": 3, "nominative": true},
          {"code": "9", "base": "Code128", "format": "Pnnnn", "validFrom": "2026-01-01", "validTo": "2026-02-01"},
          {"code": "10", "format": "PPPSSSTTTnnn"},
          {"code": "11", "format": "PPPSSSTTTnnnc", "validTo": "2026-01-01", "maxUses": 0, "colour": "red"} ]
        """

    @Test func `good rows of coupon types are taken, bad ones are named with line and reason`() throws {
        let world = try World()
        let path = world.file(Self.couponTypes)
        #expect(world.run("coupons", "types", "import", path, "--company", "2") == .failed)
        #expect(world.text == "3 coupon types taken, 2 rejected\n")
        #expect(world.errors.contains("\(path):4: format: 12 characters; expected 13\n"))
        #expect(world.errors.contains("\(path):5: maxUses: found \"0\", expected a whole number from 1 to 1000000\n"))
        #expect(world.errors.contains("\(path):5: validTo: it needs a validFrom\n"))
        #expect(world.errors.contains("\(path):5: colour: unknown field\n"))
        #expect(world.errors.contains("type 8: its numbers do not end in the check digit"))
        #expect(!world.errors.contains("type 7: "))
        let saved = try world.store.couponTypes.list(of: "2", limit: 10)
        #expect(saved.map(\.code) == ["7", "8", "9"])
        // A prefix that is left out is the one after the highest.
        #expect(saved.map(\.prefix) == ["207", "208", "209"])
    }

    struct RoundTrip: CustomTestStringConvertible {
        var group: [String]
        var file: String
        var testDescription: String { group.joined(separator: " ") }
    }

    static let roundTrips = [
        RoundTrip(
            group: ["coupons", "types"],
            file: """
                code,format,prefix,base,kind,validDays,validFrom,validTo,maxUses,nominative,active,mailTemplate
                7,PPPSSSTTTnnnc,207,EAN13,normal,30,,,1,false,true,
                8,PPPSSSTTTnnc,208,UPCA,calculated,,2026-01-01,,5,true,false,welcome
                """),
        RoundTrip(
            group: ["cards", "types"],
            file: "code;unit;kind;needsCustomer;pointsLifetime\nCLUB;points;loyalty;true;365\n"
                + "GIFT;money;giftCard;0;\n"),
    ]

    @Test(arguments: roundTrips)
    func `what a list prints for programs is an import that changes nothing`(_ example: RoundTrip) throws {
        let world = try World()
        func run(_ words: [String]) -> Promoctl.ExitStatus {
            world.run(words: example.group + words + ["--company", "2"])
        }
        #expect(run(["import", world.file(example.file, ending: "csv")]) == .done)
        #expect(run(["list", "--json"]) == .done)
        let listed = world.text
        #expect(try world.json().array.count == 2)
        #expect(run(["import", world.file(listed), "--json"]) == .done)
        #expect(try world.json() == .members(("taken", .number("2")), ("rejected", .array([]))))
        #expect(run(["list", "--json"]) == .done)
        #expect(world.text == listed)
        #expect(run(["list"]) == .done && world.text.hasPrefix("CODE"))
        #expect(run(["list", "--count", "1"]) == .done)
        #expect(world.errors.hasPrefix("there are more: --after "))
    }

    @Test func `cards begin with what they hold, once`() throws {
        let world = try World()
        #expect(
            world.run("cards", "types", "import", world.file(#"[{"code":"CLUB"}]"#), "--company", "2") == .done)
        let path = world.file("number,type,customer,balance1\n6001,CLUB,12,100\n6002,GOLD,,\n6003,CLUB,,-1\n")
        for _ in 0..<2 {
            #expect(world.run("cards", "import", path, "--company", "2", "--json") == .failed)
            let rejected = try #require(try world.json()["rejected"]).array
            #expect(rejected.map { $0["line"] } == [.number("3"), .number("4")])
        }
        #expect(world.errors.contains("\(path):3: type: company 2 has no card type GOLD\n"))
        let card = try #require(try world.store.cards.find("6001", of: "2")).card
        #expect(card.balance1 == Money(whole: 100) && card.customer == "12")
        #expect(try world.store.loyalty.mismatches(count: 10) == [])
    }

    @Test func `customers are saved, shown, and shown by their document`() throws {
        let world = try World()
        let lines = "{\"code\":\"12\",\"identifier\":\"5690012\",\"name\":\"Ana\"}\n{\"identifier\":\"1\"}\n"
        let path = world.file(lines, ending: "ndjson")
        #expect(world.run("customers", "import", path, "--company", "2") == .failed)
        #expect(world.errors == "\(path):2: code is missing\n")
        #expect(world.run("customers", "show", "12", "--company", "2", "--json") == .done)
        let byCode = world.text
        #expect(try world.json()["name"] == .string("Ana"))
        #expect(world.run("customers", "show", "5690012", "--identifier", "--company", "2", "--json") == .done)
        #expect(world.text == byCode)
        #expect(world.run("customers", "show", "12", "--company", "2") == .done && world.text.contains("Ana"))
        #expect(world.run("customers", "show", "13", "--company", "2") == .failed)
        #expect(world.errors == "company 2 has no customer 13\n")
    }

    @Test func `an import of many rows is taken in slices, all of it`() throws {
        let world = try World()
        let rows = (1...(2 * ImportRun.slice + 1)).map { "\($0)" }
        #expect(
            world.run("customers", "import", world.file("code\n" + rows.joined(separator: "\n")), "--company", "2")
                == .done)
        #expect(world.text == "401 customers taken\n")
        #expect(try world.store.customers.list(of: "2", limit: 1_000).count == rows.count)
    }

    @Test func `prefixes run out in words`() throws {
        let world = try World()
        let row = #"[{"code":"1","format":"PPPnnnnnnnnnc","prefix":"999"},{"code":"2","format":"PPPnnnnnnnnnc"}]"#
        #expect(world.run("coupons", "types", "import", world.file(row), "--company", "2") == .failed)
        #expect(world.errors.contains("prefix: none is left"))
    }
}

struct CouponCommandTests {
    private func world() throws -> World {
        let world = try World()
        let types = """
            [{"code":"7","prefix":"207","format":"PPPSSSTTTnnnc"},
             {"code":"8","prefix":"208","format":"PPPnnnnnnnnnc","kind":"calculated","nominative":true}]
            """
        #expect(world.run("coupons", "types", "import", world.file(types), "--company", "2") == .done)
        return world
    }

    @Test func `a coupon is issued, shown and cancelled, and that is its history`() throws {
        let world = try world()
        #expect(
            world.run("coupons", "issue", "7", "--store", "5", "--terminal", "2", "--count", "2", "--company", "2")
                == .done)
        let numbers = world.text.split(separator: "\n").map(String.init)
        #expect(numbers == ["2070050020011", "2070050020028"])
        #expect(world.run("coupons", "cancel", numbers[0], "--company", "2") == .done)
        #expect(world.text == "coupon 2070050020011 is cancelled\n")
        #expect(world.run("coupons", "show", numbers[0], "--company", "2", "--json") == .done)
        #expect(try world.json()["state"] == .string("cancelled"))
        let history = try #require(try world.json()["history"]).array.map { $0["event"] }
        #expect(history == ["issue", "activate", "cancel"].map { JSONValue.string($0) })
        #expect(world.run("coupons", "show", numbers[1], "--company", "2") == .done)
        #expect(world.text.contains("active") && world.text.contains("an operator"))
        // What is cancelled stays cancelled.
        #expect(world.run("coupons", "cancel", numbers[0], "--company", "2") == .failed)
        #expect(world.errors.contains("it is cancelled, which does not allow the event cancel"))
    }

    @Test func `a calculated coupon carries its value and its customer`() throws {
        let world = try world()
        #expect(
            world.run(
                "coupons", "issue", "8", "--amount", "5.5", "--customer", "12", "--company", "2", "--json") == .done)
        let coupon = try #require(try world.json().array.first)
        #expect(coupon["value"] == .string("5.50") && coupon["customer"] == .string("12"))
        #expect(
            world.run("coupons", "issue", "8", "--percentage", "10", "--customer", "12", "--company", "2", "--json")
                == .done)
        #expect(try world.json().array.first?["value"] == .string("10 %"))
    }

    struct Misuse: CustomTestStringConvertible {
        var words: [String]
        var status: Promoctl.ExitStatus
        var complaint: String
        var testDescription: String { words.joined(separator: " ") }
    }

    static let misuses = [
        Misuse(words: ["issue", "9"], status: .failed, complaint: "company 2 has no coupon type 9"),
        Misuse(words: ["issue", "7", "--amount", "5"], status: .usage, complaint: "coupons of type 7 carry no value"),
        Misuse(
            words: ["issue", "8", "--customer", "1"], status: .usage,
            complaint: "coupons of type 8 need --amount or --percentage"),
        Misuse(
            words: ["issue", "8", "--amount", "5"], status: .usage,
            complaint: "--customer is missing: coupons of type 8 are for one customer each"),
        Misuse(
            words: ["issue", "8", "--amount", "5", "--percentage", "5"], status: .usage,
            complaint: "--amount and --percentage exclude each other"),
        Misuse(
            words: ["issue", "8", "--percentage", "100.0001"], status: .usage,
            complaint: "--percentage: found \"100.0001\", expected more than 0, and 100 at most"),
        Misuse(
            words: ["issue", "8", "--amount", "0"], status: .usage,
            complaint: "--amount: found \"0\", expected an amount above 0"),
        Misuse(words: ["show", "1"], status: .failed, complaint: "company 2 has no coupon 1"),
        Misuse(words: ["cancel", "1"], status: .failed, complaint: "company 2 has no coupon 1"),
    ]

    @Test(arguments: misuses)
    func `what cannot be done is said, and nothing is issued`(_ misuse: Misuse) throws {
        let world = try world()
        #expect(world.run(words: ["coupons"] + misuse.words + ["--company", "2"]) == misuse.status)
        #expect(world.errors == misuse.complaint + "\n")
        #expect(try world.store.couponCounters.last(of: "P208", company: "2") == 0)
    }
}

struct CardCommandTests {
    private func world() throws -> World {
        let world = try World()
        #expect(world.run("cards", "types", "import", world.file(#"[{"code":"CLUB"}]"#), "--company", "2") == .done)
        let cards = "number,type,balance1\n6001,CLUB,100\n"
        #expect(world.run("cards", "import", world.file(cards), "--company", "2") == .done)
        return world
    }

    @Test func `credits and debits are entries in the ledger, and the balance never falls below zero`() throws {
        let world = try world()
        #expect(world.run("cards", "credit", "6001", "15.5", "--company", "2") == .done)
        #expect(world.text == "balance1 of card 6001 is 115.50\n")
        #expect(world.run("cards", "credit", "6001", "3", "--account", "balance2", "--company", "2", "--json") == .done)
        #expect(try world.json()["balance"] == .string("3.00"))
        #expect(world.run("cards", "debit", "6001", "115.51", "--company", "2") == .failed)
        #expect(world.errors == "card 6001: it holds less than is to be taken\n")
        #expect(world.run("cards", "debit", "6001", "115.5", "--company", "2") == .done)
        #expect(world.run("cards", "show", "6001", "--company", "2", "--json") == .done)
        let shown = try world.json()
        #expect(shown["card"]?["balance1"] == .string("0.00") && shown["card"]?["balance2"] == .string("3.00"))
        let points = try #require(shown["movements"]).array.map { $0["points"] }
        #expect(points == ["100.00", "15.50", "3.00", "-115.50"].map { JSONValue.string($0) })
        #expect(world.run("cards", "show", "6001", "--company", "2", "--count", "2") == .done)
        #expect(world.text.contains("15.50") && !world.text.contains("-115.50"))
        #expect(world.errors == "there are more: --after 2 goes on\n")
        #expect(world.run("cards", "show", "6001", "--company", "2", "--after", "2") == .done)
        #expect(world.text.contains("-115.50"))
        #expect(try world.store.loyalty.mismatches(count: 10) == [])
    }

    @Test func `a blocked card is off until it is unblocked`() throws {
        let world = try world()
        #expect(world.run("cards", "block", "6001", "--company", "2") == .done)
        #expect(world.text == "card 6001 is disabled\n")
        #expect(world.run("cards", "block", "6001", "--company", "2") == .failed)
        #expect(world.run("cards", "unblock", "6001", "--company", "2", "--json") == .done)
        #expect(try world.json()["state"] == .string("active"))
        #expect(world.run("cards", "unblock", "6002", "--company", "2") == .failed)
        #expect(world.errors == "company 2 has no card 6002\n")
    }

    @Test(arguments: [["6001", "0"], ["6001", "-5"], ["6001", "x"], ["6001", "1", "--account", "balance3"]])
    func `amounts and accounts that are none are refused`(_ words: [String]) throws {
        let world = try world()
        #expect(world.run(words: ["cards", "credit"] + words + ["--company", "2"]) == .usage)
        #expect(try world.store.cards.ledger(of: "6001", company: "2", limit: 10).count == 1)
    }

    @Test func `a card that is not there is said not to be`() throws {
        let world = try world()
        #expect(world.run("cards", "debit", "9", "1", "--company", "2") == .failed)
        #expect(world.errors == "card 9: there is none of this number\n")
        #expect(world.run("cards", "show", "9", "--company", "2") == .failed)
        #expect(world.run("cards", "show", "6001", "--after", "x", "--company", "2") == .usage)
    }
}

struct ExpireCommandTests {
    @Test func `coupons end on their day, once, and a day that has not begun is refused`() throws {
        let world = try World()
        let types = #"[{"code":"7","prefix":"207","format":"PPPnnnnnnnnnc","validDays":0}]"#
        #expect(world.run("coupons", "types", "import", world.file(types), "--company", "2") == .done)
        #expect(world.run("coupons", "issue", "7", "--count", "101", "--company", "2") == .done)
        #expect(world.run("expire", "--company", "2") == .done)
        #expect(world.text == "company 2: 0 ended, last day before 2023-11-14\n")
        let day: Int64 = 86_400_000
        world.milliseconds += day
        #expect(world.run("expire", "--company", "2", "--day", "2023-11-17") == .usage)
        #expect(world.errors.contains("2023-11-17 has not begun anywhere"))
        #expect(world.run("expire", "--company", "2") == .done)
        #expect(world.text == "company 2: 101 ended, last day before 2023-11-15\n")
        #expect(world.run("expire", "--company", "2", "--day", "2023-11-16") == .done)
        #expect(world.text == "company 2: 0 ended, last day before 2023-11-16\n")
        #expect(world.run("expire", "--day", "16.11.2023") == .usage)
        // Without a company it is all that are known.
        #expect(world.run("company", "set", "autoCommit=true", "--company", "3") == .done)
        #expect(world.run("expire") == .done)
        #expect(world.text.contains("company 3: 0 ended"))
    }
}
