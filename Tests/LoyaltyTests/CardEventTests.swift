import Loyalty
import Promotions
import Testing

struct CardEventTests {
    /// The whole table: what is not here is not allowed.
    static let table: [Card.State: [CardEvent: Card.State]] = [
        .active: [.disable: .disabled, .cancel: .cancelled, .expire: .expired],
        .disabled: [.enable: .active, .cancel: .cancelled, .expire: .expired],
        .cancelled: [:],
        .expired: [:],
    ]

    @Test func `every state takes exactly the events of the table`() {
        for state in Card.State.allCases {
            for event in CardEvent.allCases {
                var card = Card(number: "1", type: "CLUB", state: state)
                let isAllowed = card.take(event)
                #expect(isAllowed == (Self.table[state]?[event] != nil), "\(state) \(event)")
                #expect(card.state == Self.table[state]?[event] ?? state, "\(state) \(event)")
            }
        }
    }

    @Test(arguments: [(Card.Account.balance1, 5, -6, false), (.balance1, 5, -5, true), (.balance2, 0, 3, true)])
    func `a balance never falls below zero`(_ account: Card.Account, _ before: Int, _ change: Int, _ isAllowed: Bool) {
        var card = Card(number: "1", type: "CLUB")
        card[account] = Money(whole: before)
        let isMoved = card.move(account, by: Money(whole: change))
        #expect(isMoved == isAllowed)
        #expect(card[account] == Money(whole: isAllowed ? before + change : before))
        #expect(card[account == .balance1 ? .balance2 : .balance1] == .zero)
    }

    @Test func `a card is overdue after its last day, unless something ended it`() {
        var card = Card(number: "1", type: "CLUB", validTo: LocalDate(days: 30))
        #expect(!card.isOverdue(on: LocalDate(days: 30)) && card.isOverdue(on: LocalDate(days: 31)))
        let isCancelled = card.take(.cancel)
        #expect(isCancelled && !card.isOverdue(on: LocalDate(days: 31)))
    }
}
