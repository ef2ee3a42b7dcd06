internal import Catalogs
internal import Promotions

/// A product on the way to its page: what is known before anybody asks for balances.
struct PageDraft: Sendable {
    let product: Product
    let listPrice: Money
    /// One piece at the page's moment.
    let ticket: Ticket
    let reading: TicketReading
    /// Positions of the promotions that the product may come to, ascending.
    let candidates: [Int]

    /// A draft; nil where the product has no price.
    init?(_ product: Product, in world: PageWorld) {
        guard let ticket = world.ticket(product), let price = product.price else { return nil }
        self.product = product
        self.ticket = ticket
        listPrice = price
        reading = world.map.read(ticket)
        candidates = world.reach.candidates(reading)
    }
}
