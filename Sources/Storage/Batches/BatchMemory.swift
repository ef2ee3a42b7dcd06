internal import Loyalty
internal import Promotions

/// What one database transaction has read and written: rows that nobody else can change before it ends.
///
/// Those are the rows of sessions it has locked and counters of limits it has locked; where one writer is alone, all.
/// Settings and kinds are those of its beginning. Each is read once. Counters and holds are written once as well, by
/// `Store.commit`, however often they changed.
public final class BatchMemory {
    /// The latest transaction of locked sessions.
    var sessions: [SessionKey: String?] = [:]
    /// Transactions of locked sessions; nil for those that are not there.
    var transactions: [RowKey: TransactionRecord?] = [:]
    /// What messages of locked sessions were answered; nil for those that are new.
    var answers: [ProcessedMessages.Message: ProcessedMessages.Answer?] = [:]
    /// The settings of companies.
    var companies: [RowKey: CompanySettings] = [:]
    /// The map versions in force, by company and store.
    var mapsInForce: [RowKey: Int?] = [:]
    /// What is off, by company, store and day.
    var exclusions: [RowKey: Set<ExclusionDate>] = [:]
    /// The kinds of coupons, by company and code; nil for those that are not there.
    var couponTypes: [RowKey: CouponType?] = [:]
    /// The kinds of cards, likewise.
    var cardTypes: [RowKey: CardType?] = [:]
    /// Transactions of locked sessions of which nothing is booked for coupons and cards.
    var unbooked: Set<RowKey> = []
    /// Counters of locked limits.
    var counters: [LimitLock: CounterMemory] = [:]
    /// The holds of transactions of locked sessions.
    var holds: [RowKey: HoldMemory] = [:]

    /// A memory for a transaction that begins.
    public init() {}
}

@available(*, unavailable, message: "it belongs to a transaction of one connection")
extension BatchMemory: Sendable {}

/// Texts that name a row, compared byte by byte.
struct RowKey: Hashable {
    private let parts: [String]

    init(_ parts: String...) { self.parts = parts }

    static func == (left: RowKey, right: RowKey) -> Bool {
        left.parts.count == right.parts.count && zip(left.parts, right.parts).allSatisfy { ByteOrder.same($0, $1) }
    }

    func hash(into hasher: inout Hasher) {
        for part in parts { hasher.combine(bytesOf: part) }
    }
}
