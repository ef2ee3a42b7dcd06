/// How long things are kept that nobody needs at once; in seconds.
public struct RetentionSettings: Hashable, Sendable {
    /// Closed sales and returns; a sale can be returned as long as it is kept.
    ///
    /// Coupons that ended, ledgers of cards and the work on returns are kept as long.
    public var transactions: Int
    /// Maps that no store uses and no kept sale was sold under.
    public var maps: Int
    /// Counters of days, after the last day whose window reaches back to them.
    public var limitDays: Int
    /// The record of messages that came back.
    public var deliveryAttempts: Int
    /// Worker processes that were not seen.
    public var workers: Int

    /// Mails that are over.
    public var mails: Int
    /// Reports on loads of catalogs and on runs for sites.
    public var imports: Int

    /// Settings from their parts: 13 months for what returns need, three months for mails, a month, a week or a day for
    /// what serves diagnosis.
    public init(
        transactions: Int = 397 * 86_400, maps: Int = 397 * 86_400, limitDays: Int = 397 * 86_400,
        deliveryAttempts: Int = 7 * 86_400, workers: Int = 86_400, mails: Int = 90 * 86_400,
        imports: Int = 30 * 86_400
    ) {
        self.transactions = transactions
        self.maps = maps
        self.limitDays = limitDays
        self.deliveryAttempts = deliveryAttempts
        self.workers = workers
        self.mails = mails
        self.imports = imports
    }
}
