public import Catalogs
internal import Promotions
public import Storage

/// Makes the pages of a site's products.
public final class PageMaker {
    private let world: PageWorld
    private let crew: Crew
    private let balances: LimitBalances
    private let workspace = EvaluationWorkspace()
    /// By promotion: when what it asks of time changes.
    private var edges: [Int: Set<LocalDateTime>] = [:]

    /// A maker of pages.
    ///
    /// - Parameters:
    ///   - world: what they have in common.
    ///   - store: where balances are read; each is read once.
    ///   - threads: how many threads make pages, which do not depend on it; 0 is one for each of the machine's
    ///     processors.
    public init(_ world: PageWorld, in store: Store, threads: Int = 1) {
        self.world = world
        crew = Crew(threads: threads)
        balances = LimitBalances(world, in: store)
    }

    /// A product's page.
    ///
    /// - Parameter product: the product.
    /// - Returns: the page; nil where the product has no price.
    /// - Throws: `StorageError` where balances cannot be read.
    public func page(of product: Product) throws(StorageError) -> ProductPage? {
        guard let draft = PageDraft(product, in: world) else { return nil }
        return try assembly(of: [draft]).page(draft, in: workspace)
    }

    /// The pages of promoted products, as a site is sent them.
    ///
    /// - Parameter entries: entries of the catalog of products.
    /// - Returns: one for each, in their order; nil where nothing applies, or the product has no price.
    /// - Throws: `StorageError` where balances cannot be read.
    func published(_ entries: [CatalogEntry]) throws(StorageError) -> [PublishedPage?] {
        let drafts = crew.map(entries) { [world] part in
            part.map { entry in Product(entry).flatMap { PageDraft($0, in: world) } }
        }
        let assembly = try assembly(of: drafts.compactMap { $0 })
        return crew.map(drafts) { [world] part in
            let workspace = EvaluationWorkspace()
            return part.map { draft in
                guard let page = draft.map({ assembly.page($0, in: workspace) }), !page.offers.isEmpty else {
                    return nil
                }
                return PublishedPage(page, in: world)
            }
        }
    }

    private func assembly(of drafts: [PageDraft]) throws(StorageError) -> PageAssembly {
        var promotions: Set<Int> = []
        for draft in drafts { promotions.formUnion(draft.candidates) }
        for promotion in promotions where edges[promotion] == nil { edges[promotion] = moments(of: promotion) }
        return PageAssembly(world, balances: try balances.balances(of: promotions), edges: edges)
    }

    private func moments(of position: Int) -> Set<LocalDateTime> {
        let promotion = world.map.promotions[position]
        return DayEdges.moments(
            of: promotion, in: world.moment...world.end,
            hasExclusions: world.exclusions.contains { $0.promotionName == promotion.name })
    }
}

@available(*, unavailable, message: "it reads from a connection, which belongs to one thread")
extension PageMaker: Sendable {}
