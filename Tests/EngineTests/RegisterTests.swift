import Promotions
import Testing

@testable import Engine

struct RegisterTests {
    static func ticket() throws -> Ticket {
        var ticket = Ticket(
            company: "2", store: "3", terminal: "1",
            dateTime: try #require(LocalDateTime("2026-03-01 10:00:00")))
        ticket.items = [
            Item(seq: 1, unitPrice: .zero, price: Money(whole: 10), attributes: ["code": "1", "brand": "sent"]),
            Item(seq: 2, unitPrice: .zero, price: Money(whole: 10), attributes: ["code": "2"]),
        ]
        ticket.customers = [Element(seq: 1, attributes: ["id": "9", "name": "sent"])]
        return ticket
    }

    static func register() -> Register {
        var register = Register()
        register.articles = ["1": ["code": "1", "brand": "known", "level1": "DAIRY"]]
        register.customers = [["id": "9", "name": "known", "type": "gold", "points": "12.5"]]
        register.couponTypes = ["3"]
        register.coupons = ["good": .init(type: "3", isUsable: true), "used": .init(type: "3", isUsable: false)]
        register.cards = [
            "6001": .init(type: "CLUB", balance: Money(whole: 100), isUsable: true),
            "6002": .init(type: "CLUB", balance: .zero, isUsable: false),
        ]
        return register
    }

    @Test
    func `what is known completes what was sent, and never replaces it`() throws {
        let completed = Self.register().completed(try Self.ticket())
        #expect(completed.items[0].attributes == ["code": "1", "brand": "sent", "level1": "DAIRY"])
        #expect(completed.items[1].attributes == ["code": "2"])
        #expect(completed.customers[0].attributes == ["id": "9", "name": "sent", "type": "gold", "points": "12.5"])
        #expect(completed.customers[0].points == Money(units: 125_000))
    }

    @Test
    func `what benefits may draw on is what the ticket presents and the customer has`() throws {
        var register = Self.register()
        register.coupons["good"]?.value = .amount(Money(whole: 5))
        register.cards["6003"] = .init(
            type: "GIFT", balance: Money(whole: 7), balance2: Money(whole: 2), isUsable: true, customer: "9")
        register.cards["6004"] = .init(type: "GIFT", balance: Money(whole: 7), isUsable: true, customer: "8")
        register.cards["6000"] = .init(type: "GIFT", balance: Money(whole: 7), isUsable: false, customer: "9")
        var ticket = try Self.ticket()
        ticket.loyaltyCards = ["6001", "6002", "6009"].enumerated().map {
            Element(seq: $0.offset + 1, attributes: ["number": $0.element])
        }
        ticket.coupons = ["good", "used", "stranger"].enumerated().map {
            Element(seq: $0.offset + 1, attributes: ["id": $0.element])
        }
        let holdings = register.holdings(for: register.completed(ticket))
        #expect(holdings.cards.keys.sorted() == ["6001", "6003"] && holdings.ownCards == ["6003"])
        #expect(holdings.cards["6001"] == .init(number: "6001", type: "CLUB", balance1: Money(whole: 100)))
        #expect(holdings.cards["6003"]?.balance2 == Money(whole: 2))
        #expect(holdings.coupons == ["good": .amount(Money(whole: 5))])
        #expect(Register().holdings(for: ticket) == Holdings())
    }

    struct CouponCase: CustomTestStringConvertible {
        var id: String
        var type: String?
        var counts: Bool
        var testDescription: String { "\(id) sent as \(type ?? "nothing")" }
    }

    @Test(arguments: [
        CouponCase(id: "good", type: nil, counts: true), CouponCase(id: "good", type: "3", counts: true),
        CouponCase(id: "good", type: "4", counts: false), CouponCase(id: "used", type: "3", counts: false),
        CouponCase(id: "stranger", type: nil, counts: true), CouponCase(id: "stranger", type: "3", counts: false),
        CouponCase(id: "stranger", type: "4", counts: true),
    ])
    func `a coupon counts while it can be used and is what it says`(_ example: CouponCase) throws {
        var ticket = try Self.ticket()
        var attributes: Attributes = ["id": example.id]
        attributes["type"] = example.type
        ticket.coupons = [Element(seq: 1, attributes: attributes)]
        #expect(Self.register().completed(ticket).coupons.isEmpty == !example.counts)
        #expect(Register().completed(ticket) == ticket)
    }

    @Test
    func `a known card has its own type and balance`() throws {
        var ticket = try Self.ticket()
        ticket.loyaltyCards = [
            Element(seq: 1, attributes: ["number": "6001", "type": "GOLD"]),
            Element(seq: 2, attributes: ["number": "6002"]), Element(seq: 3, attributes: ["number": "7"]),
        ]
        let cards = Self.register().completed(ticket).loyaltyCards
        #expect(cards.map(\.seq) == [1, 3])
        #expect(cards[0].attributes["type"] == "CLUB")
        #expect(cards[0].amount == Money(whole: 100))
        #expect(cards[1] == ticket.loyaltyCards[2])
    }
}
