internal import Messages
internal import Storage

/// Reads an item of the catalog of stores.
enum StoreRow {
    /// The most messages that a site's queue is asked to keep.
    static let queueLengths = 1_000...50_000_000

    /// A store from its fields.
    ///
    /// - Parameters:
    ///   - fields: the fields, those of an earlier load included.
    ///   - code: the store.
    ///   - company: the company.
    ///   - isTimeZone: whether a time zone is known on this machine.
    /// - Returns: the store.
    /// - Throws: `RowError` for the first field that is not allowed.
    static func store(
        _ fields: RowFields, code: String, of company: String, isTimeZone: (String) -> Bool
    ) throws(RowError) -> StoreRecord {
        var store = StoreRecord(company: company, store: code)
        store.data = JSONValue.object(fields.members).text
        store.zone = try fields.text("zone") ?? ""
        if let kind = try fields.word("kind", as: StoreRecord.Kind.self) { store.kind = kind }
        if let isSite = try fields.flag("ecommerce") { store.kind = isSite ? .ecommerce : .pos }
        if let zone = try fields.text("timeZone") {
            guard isTimeZone(zone) else {
                throw RowError(
                    field: "timeZone", found: "\"\(zone.prefix(60))\"",
                    allowed: "a time zone such as America/Sao_Paulo")
            }
            store.timeZone = zone
        }
        store.channel = try fields.text("channel") ?? ""
        if let terminal = try fields.text("terminal") {
            guard terminal.count <= 10, terminal.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw RowError(field: "terminal", found: "\"\(terminal.prefix(60))\"", allowed: "1 to 10 digits")
            }
            store.terminal = terminal
        }
        if let minute = try minute(fields) { store.cacheMinute = minute }
        if let mode = try fields.word("cacheNightly", as: StoreRecord.CacheMode.self) { store.cacheNightly = mode }
        store.cacheOnDistribution = try fields.flag("cacheOnDistribution") ?? false
        if let length = try fields.whole("cacheQueueLength", in: queueLengths) { store.cacheQueueLength = length }
        return store
    }

    /// When the nightly run is due, in minutes since midnight.
    private static func minute(_ fields: RowFields) throws(RowError) -> Int? {
        guard let text = try fields.text("cacheTime") else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { throw RowError(field: "cacheTime", found: "\"\(text.prefix(60))\"", allowed: "a time such as 03:00") }
        return hour * 60 + minute
    }
}
