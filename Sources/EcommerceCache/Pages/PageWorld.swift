public import Catalogs
public import Promotions
public import Storage

/// What the pages of a site at one moment have in common.
public struct PageWorld: Sendable {
    /// How long after its moment a page looks ahead: until the nightly run after the next one's day begins.
    public static let hours = 24

    /// The site.
    public let site: StoreRecord
    /// Its map.
    public let map: CompiledMap
    /// The site's local time.
    public let moment: LocalDateTime
    /// The last moment that pages look at.
    public let end: LocalDateTime
    /// How the company works payment plans out.
    public let paymentCalculation: PromotionMap.PaymentCalculation
    /// What is off in the site on its days.
    public let exclusions: Set<ExclusionDate>
    let reach: PromotionsInReach

    /// The world of a site.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - map: its map.
    ///   - moment: its local time.
    ///   - store: where its company's settings and exclusions are.
    ///   - reach: what was prepared of the map before; nil prepares it.
    /// - Throws: `StorageError`.
    public init(
        _ site: StoreRecord, map: CompiledMap, at moment: LocalDateTime, in store: Store,
        reach: PromotionsInReach? = nil
    ) throws(StorageError) {
        self.site = site
        self.map = map
        self.moment = moment
        end = LocalDateTime(
            date: LocalDate(days: moment.date.days + PageWorld.hours / 24), secondOfDay: moment.secondOfDay)
        paymentCalculation = try store.companies.settings(of: site.company).paymentCalculation
        exclusions = try store.exclusionDates.list(
            store: site.store, of: site.company, days: moment.date...end.date)
        self.reach = reach ?? PromotionsInReach(map)
    }

    /// A ticket of one line, as a shopper's at the site; nil where the product has no price.
    public func ticket(_ product: Product, pieces: Int = 1, at moment: LocalDateTime? = nil) -> Ticket? {
        guard let line = product.line(pieces: pieces) else { return nil }
        return Ticket(
            company: site.company, store: site.store, terminal: site.terminal, dateTime: moment ?? self.moment,
            channel: site.channel, items: [line])
    }
}
