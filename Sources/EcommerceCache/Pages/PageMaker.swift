public import Catalogs
internal import Promotions
public import Storage

/// Makes the pages of a site's products, one after the other in the same room.
public final class PageMaker {
    /// The most moments of a day at which a product is looked at.
    static let mostEdges = 24
    /// The most numbers of pieces that are tried for a product.
    static let mostQuantities = 8

    private let world: PageWorld
    private let balances: LimitBalances
    private let completions: Completions
    private let workspace = EvaluationWorkspace()
    /// By promotion: when what it asks of time changes.
    private var edges: [Int: Set<LocalDateTime>] = [:]

    /// A maker of pages.
    ///
    /// - Parameters:
    ///   - world: what they have in common.
    ///   - store: where balances are read; each is read once.
    public init(_ world: PageWorld, in store: Store) {
        self.world = world
        balances = LimitBalances(world, in: store)
        completions = Completions(world.map)
    }

    /// A product's page.
    ///
    /// - Parameter product: the product.
    /// - Returns: the page; nil where the product has no price.
    /// - Throws: `StorageError` where balances cannot be read.
    public func page(of product: Product) throws(StorageError) -> ProductPage? {
        guard let ticket = world.ticket(product), let listPrice = product.price else { return nil }
        let candidates = world.reach.candidates(world.map.read(ticket))
        var page = ProductPage(
            product: product.code, listPrice: listPrice, price: listPrice, prices: [TimedPrice(price: listPrice)],
            offers: [])
        if candidates.isEmpty { return page }
        let given = try balances.balances(of: candidates)
        let starts = [world.moment] + moments(of: candidates)
        var timeline = Timeline()
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : nil
            let listing = Listing(
                world: world, product: product, moment: start, candidates: candidates, balances: given,
                completions: completions, workspace: workspace)
            timeline.add(listing.found(), from: index == 0 ? nil : start, to: end)
        }
        page.prices = timeline.prices
        page.price = timeline.prices.first?.price ?? listPrice
        page.offers = timeline.offers.map(ended)
        return page
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

    private func moments(of promotions: [Int]) -> [LocalDateTime] {
        var found: Set<LocalDateTime> = []
        for promotion in promotions { found.formUnion(edges(of: promotion)) }
        return Array(found.sorted().prefix(PageMaker.mostEdges))
    }

    private func edges(of position: Int) -> Set<LocalDateTime> {
        if let known = edges[position] { return known }
        let promotion = world.map.promotions[position]
        let own = DayEdges.moments(
            of: promotion, in: world.moment...world.end,
            hasExclusions: world.exclusions.contains { $0.promotionName == promotion.name })
        edges[position] = own
        return own
    }
}

@available(*, unavailable, message: "it reads from a connection, which belongs to one thread")
extension PageMaker: Sendable {}
