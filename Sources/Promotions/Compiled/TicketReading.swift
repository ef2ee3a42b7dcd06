/// A ticket as a map reads it: its values are looked up once, whatever is asked then.
public struct TicketReading: Sendable {
    let facts: TicketFacts
    /// Positions of the promotions that the ticket can concern, ascending.
    public let candidates: [Int]
}

extension CompiledMap {
    /// Looks a ticket's values up.
    ///
    /// - Parameter ticket: the ticket.
    /// - Returns: what this map reads in it; of use to no other map, and for no other ticket.
    public func read(_ ticket: Ticket) -> TicketReading {
        let facts = TicketFacts(ticket, slots: slots)
        return TicketReading(facts: facts, candidates: index.candidates(facts))
    }
}
