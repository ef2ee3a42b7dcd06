internal import Catalogs
internal import Promotions

/// Puts pages together: a pure function of drafts and of what is read for them, so that any thread can do it.
struct PageAssembly: Sendable {
    /// The most moments of a day at which a product is looked at.
    static let mostEdges = 48
    /// The most numbers of pieces that are tried for a product.
    static let mostQuantities = 8

    let world: PageWorld
    let balances: Balances
    /// By promotion: when what it asks of time changes.
    let edges: [Int: Set<LocalDateTime>]
    private let comparesTimes: Bool

    init(_ world: PageWorld, balances: Balances, edges: [Int: Set<LocalDateTime>]) {
        self.world = world
        self.balances = balances
        self.edges = edges
        comparesTimes = world.map.comparesTimes
    }

    /// A product's page.
    ///
    /// - Parameters:
    ///   - draft: the product.
    ///   - workspace: room to work in.
    /// - Returns: the page.
    func page(_ draft: PageDraft, in workspace: EvaluationWorkspace) -> ProductPage {
        var page = ProductPage(
            product: draft.product.code, listPrice: draft.listPrice, price: draft.listPrice,
            prices: [TimedPrice(price: draft.listPrice)], offers: [])
        if draft.candidates.isEmpty { return page }
        let edges = moments(of: draft.candidates)
        let starts = [world.moment] + edges.prefix(PageAssembly.mostEdges)
        var timeline = Timeline()
        // Shops open and close: most days come back to what was.
        var known: [(open: [Int], found: Listing.Found)] = []
        for (index, start) in starts.enumerated() {
            var ticket = draft.ticket
            ticket.dateTime = start
            let open = world.map.open(draft.candidates, to: ticket, exclusions: world.exclusions)
            let found: Listing.Found
            if let same = known.first(where: { $0.open == open }), !comparesTimes {
                found = same.found
            } else {
                found = listing(draft, ticket, open, workspace).found()
                known.append((open, found))
            }
            // What comes after the last one told is not known, but that it ends is.
            let end = index < edges.count ? edges[index] : nil
            timeline.add(found, from: index == 0 ? nil : start, to: end)
        }
        page.prices = timeline.prices
        page.price = timeline.prices.first?.price ?? draft.listPrice
        page.offers = timeline.offers.map(ended)
        return page
    }

    private func listing(
        _ draft: PageDraft, _ ticket: Ticket, _ open: [Int], _ workspace: EvaluationWorkspace
    ) -> Listing {
        Listing(
            world: world, product: draft.product, price: draft.listPrice, ticket: ticket,
            reading: comparesTimes ? world.map.read(ticket) : draft.reading, open: open, balances: balances,
            workspace: workspace)
    }

    private func moments(of promotions: [Int]) -> [LocalDateTime] {
        var found: Set<LocalDateTime> = []
        for promotion in promotions { found.formUnion(edges[promotion] ?? []) }
        return found.sorted()
    }

    /// The same offer with the end that its promotion has, where none was in sight.
    private func ended(_ offer: Offer) -> Offer {
        guard offer.validTo == nil else { return offer }
        var offer = offer
        let ends = world.map.promotions[offer.promotion].condition.dateTimeRanges
            .filter { $0.contains(world.end) }.map(\.end)
        if !ends.isEmpty, !ends.contains(nil) {
            offer.validTo = ends.compactMap { $0 }.max().map(DayEdges.after)
        }
        return offer
    }
}
