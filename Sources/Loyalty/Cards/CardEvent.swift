public import Promotions

/// What can happen to a card, apart from movements.
public enum CardEvent: String, Hashable, Sendable, CaseIterable {
    /// An operator switches it off.
    case disable
    /// An operator switches it on again.
    case enable
    /// An operator ends it.
    case cancel
    /// Its last day has passed.
    case expire
}

extension Card.State {
    /// The state after an event; nil where the event is not allowed.
    ///
    /// - Parameter event: what happens to the card.
    /// - Returns: the next state.
    public func after(_ event: CardEvent) -> Card.State? {
        switch (self, event) {
        case (.active, .disable): .disabled
        case (.disabled, .enable): .active
        case (.active, .cancel), (.disabled, .cancel): .cancelled
        case (.active, .expire), (.disabled, .expire): .expired
        default: nil
        }
    }
}

extension Card {
    /// Lets an event happen.
    ///
    /// - Parameter event: the event.
    /// - Returns: whether it was allowed; the card is unchanged otherwise.
    public mutating func take(_ event: CardEvent) -> Bool {
        guard let next = state.after(event) else { return false }
        state = next
        return true
    }

    /// Moves a balance, which never falls below zero.
    ///
    /// - Parameters:
    ///   - account: which balance.
    ///   - points: by how much, negative for a debit.
    /// - Returns: whether there was enough; the card is unchanged otherwise.
    public mutating func move(_ account: Account, by points: Money) -> Bool {
        let balance = self[account] + points
        guard balance >= .zero else { return false }
        self[account] = balance
        return true
    }

    /// Whether its last day lies before a day, and nothing has ended it yet.
    public func isOverdue(on day: LocalDate) -> Bool {
        guard let validTo, state.after(.expire) != nil else { return false }
        return validTo < day
    }
}
