/// Tells which promotions a ticket may come to by a little more, whatever a map says of suggesting them.
public struct PromotionsInReach: Sendable {
    private let map: CompiledMap
    private let index: PromotionIndex

    /// Prepares a map; who lists many products prepares it once.
    public init(_ map: CompiledMap) {
        self.map = map
        index = PromotionIndex(map.compiled, slots: map.slots, of: .inReach)
    }

    /// The promotions whose condition a ticket may meet, in whole or in part, at some time and in some store.
    ///
    /// - Parameter reading: what the map reads in the ticket.
    /// - Returns: positions in the map, ascending.
    public func candidates(_ reading: TicketReading) -> [Int] {
        let partly = index.candidates(reading.facts)
        if partly == reading.candidates { return partly }
        return Set(partly).union(reading.candidates).sorted()
    }
}
