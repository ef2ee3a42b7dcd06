import Testing

@testable import Engine

struct GoldenTests {
    struct Exchange: CustomTestStringConvertible {
        var requests: [String]
        var testDescription: String { requests.joined(separator: ", ") }
    }

    /// Each runs on an engine of its own; what a row lists comes in that order.
    static let exchanges = [
        Exchange(
            requests: [
                "01-limit-first", "02-limit-second", "03-limit-cut", "04-unclosed", "05-limit-exhausted",
                "06-limit-explained", "07-doctype", "08-invalid", "09-customer-unknown",
            ]),
        Exchange(requests: ["22-payment-offers", "23-payment-plans"]),
        Exchange(requests: ["24-options", "25-option-chosen"]),
        Exchange(requests: ["26-books-sale", "27-return", "28-return-commit", "29-return-again"]),
        Exchange(requests: ["30-explain"]),
        Exchange(requests: [
            "12-ticket-open", "13-ticket-coupon-check", "14-ticket-coupon-typed", "15-rival-coupon",
            "16-ticket-finish", "17-ticket-pending", "18-ticket-commit", "19-rival-finish", "20-rival-rollback",
            "21-nothing-pending",
        ]),
    ]

    @Test(arguments: exchanges, EngineWorld.Kind.all)
    func `answers are the published bytes, also when asked twice`(_ exchange: Exchange, _ kind: EngineWorld.Kind) throws
    {
        let world = try EngineWorld.golden(kind)
        for name in exchange.requests {
            let request =
                try name == "04-unclosed" ? Golden.text("\(name).request.txt") : Golden.text("\(name).request.xml")
            let response = try Golden.text("\(name).response.xml")
            #expect(try world.send(request) == response, "\(name)")
            #expect(try world.send(request) == response, "\(name), repeated")
        }
    }

    @Test(arguments: ["08-invalid", "09-customer-unknown"], EngineWorld.Kind.all)
    func `the JSON twin is answered in JSON`(_ name: String, _ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        #expect(try world.send(Golden.text("\(name).request.json")) == Golden.text("\(name).response.json"))
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a suggestion, and the combination that follows it, in both forms`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        #expect(
            try world.send(Golden.text("10-suggestion.request.xml")) == Golden.text("10-suggestion.response.xml"))
        #expect(try world.send(Golden.text("11-combo.request.xml")) == Golden.text("11-combo.response.xml"))
        let twin = try EngineWorld.golden(kind)
        #expect(
            try twin.send(Golden.text("10-suggestion.request.json")) == Golden.text("10-suggestion.response.json"))
        #expect(try twin.send(Golden.text("11-combo.request.json")) == Golden.text("11-combo.response.json"))
    }
}
