extension CompiledMap {
    /// The promotions whose state, time and place a ticket meets.
    ///
    /// - Parameters:
    ///   - promotions: positions in the map.
    ///   - ticket: the ticket.
    ///   - exclusions: days on which promotions are off in stores.
    /// - Returns: those of them that are open to it, in the same order.
    public func open(_ promotions: [Int], to ticket: Ticket, exclusions: Set<ExclusionDate>) -> [Int] {
        let open = circumstances.open(promotions, to: ticket)
        return exclusions.isEmpty ? open : open.filter { !exclusions.exclude(self.promotions[$0], ticket) }
    }

    /// Whether a condition compares the time of a ticket as text; otherwise two tickets that differ in nothing else,
    /// and to which the same promotions are open, get the same.
    public var comparesTimes: Bool {
        slots[.transaction]?.slots.contains { $0.name == TicketFacts.time } ?? false
    }
}
