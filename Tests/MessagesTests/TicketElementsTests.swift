import Messages
import Promotions
import TestSupport
import Testing

@Suite struct TicketElementsTests {
    private func ticket(_ messages: String...) throws -> TicketElements {
        var elements = TicketElements()
        for message in messages { elements.apply(try commands(message)) }
        return elements
    }

    private func item(_ seq: Int, _ code: String = "c") -> String {
        "<item-add seq='\(seq)' unitprice='1' xprice='1' code='\(code)'/>"
    }

    @Test func `elements ascend by seq, whatever the order in the document`() throws {
        let elements = try ticket(item(3) + item(1) + "<payment-add seq='9'/><payment-add seq='2'/>", item(2))
        #expect(elements.items.map(\.seq) == [1, 2, 3])
        #expect(elements.payments.map(\.seq) == [2, 9])
    }

    @Test func `each kind counts its own`() throws {
        let all = "<coupon-add seq='1' id='1'/><customer-add seq='1' id='1'/><payment-add seq='1'/>"
        var elements = try ticket(all + "<loyaltycard-add seq='1' number='1'/>" + item(1))
        elements.apply([.void(.payment, seq: 1)])
        #expect(elements.payments.isEmpty)
        #expect(elements.items.count == 1 && elements.coupons.count == 1)
        #expect(elements.customers.count == 1 && elements.loyaltyCards.count == 1)
        elements.apply(CommandName.kinds.map { .void($0, seq: 1) })
        #expect(elements == TicketElements())
    }

    @Test func `an add replaces the element whole`() throws {
        let elements = try ticket(
            "<coupon-add seq='1' id='9' amount='5' mine='x'/>", "<coupon-add seq='1' id='9' type='3'/>")
        #expect(elements.coupons == [Element(seq: 1, attributes: ["seq": "1", "id": "9", "type": "3"])])
    }

    @Test func `of several adds with one seq the last counts`() throws {
        #expect(try ticket(item(1, "a") + item(1, "b")).items.map { $0.attributes["code"] } == ["b"])
    }

    @Test func `voids come before adds, wherever they stand`() throws {
        let elements = try ticket(item(1, "old") + item(2), item(1, "new") + "<item-void seq='1'/><item-void seq='2'/>")
        #expect(elements.items.map { $0.attributes["code"] } == ["new"])
    }

    @Test func `a void of an unused seq changes nothing`() throws {
        let before = try ticket(item(1))
        var after = before
        after.apply(CommandName.kinds.map { .void($0, seq: 7) })
        #expect(after == before)
    }

    @Test func `lines of a return are entered and removed by the original's seq`() throws {
        var elements = TicketElements()
        elements.apply(try commands("<item-add seq='2' qty='1'/><item-add seq='1'/>", asReturn: true))
        #expect(elements.returnLines == [ReturnLine(seq: 1), ReturnLine(seq: 2, qty: 1)])
        elements.apply(try commands("<item-void seq='1'/>", asReturn: true))
        #expect(elements.returnLines == [ReturnLine(seq: 2, qty: 1)])
        #expect(elements.items.isEmpty)
    }

    @Test func `header attributes are kept as sent last`() throws {
        var elements = TicketElements()
        elements.apply([], attributes: ["a": "1", "b": "2"])
        elements.apply([], attributes: ["a": "3"])
        #expect(elements.attributes == ["a": "3", "b": "2"])
        var header = RequestHeader(
            companyId: "2", store: "3", terminal: "1", dateTime: try #require(LocalDateTime("2023-08-04 17:05:00")),
            messageId: 1)
        header.channel = "web"
        header.attributes = ["b": "4"]
        let ticket = elements.ticket(for: header)
        #expect(ticket.attributes == ["a": "3", "b": "4"])
        #expect(ticket.company == "2" && ticket.store == "3" && ticket.terminal == "1" && ticket.channel == "web")
        #expect(ticket.dateTime == header.dateTime)
    }

    @Test func `the ticket holds what was entered`() throws {
        let elements = try ticket(
            item(1) + "<coupon-add seq='1' id='1'/><customer-add seq='1' id='1'/><payment-add seq='1'/>"
                + "<loyaltycard-add seq='1' number='1'/>")
        let header = try Request(read(message(""))).header
        let ticket = elements.ticket(for: header)
        #expect(ticket.items == elements.items && ticket.coupons == elements.coupons)
        #expect(ticket.customers == elements.customers && ticket.payments == elements.payments)
        #expect(ticket.loyaltyCards == elements.loyaltyCards)
    }

    @Test func `applying is the same as a dictionary by kind and seq`() throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<200 {
            var elements = TicketElements()
            var model: [Int: Element] = [:]
            for _ in 0..<5 {
                let commands: [Command] = (0..<random.below(6)).map { _ in
                    let seq = 1 + random.below(5)
                    let element = Element(seq: seq, count: random.below(1_000))
                    return random.below(3) == 0 ? .void(.coupon, seq: seq) : .add(.coupon, element)
                }
                elements.apply(commands)
                for case .void(_, let seq) in commands { model[seq] = nil }
                for case .add(_, let element) in commands { model[element.seq] = element }
            }
            #expect(elements.coupons == model.values.sorted { $0.seq < $1.seq })  // seed 3
        }
    }
}
