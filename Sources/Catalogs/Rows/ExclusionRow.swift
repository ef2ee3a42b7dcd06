internal import Promotions

/// Reads an item of the catalog of exclusion dates.
enum ExclusionRow {
    /// The exclusions that an item names: every store with every promotion on every day.
    ///
    /// - Parameters:
    ///   - fields: the fields.
    ///   - isRemoval: whether they are taken away; then an empty name stands for every promotion.
    /// - Returns: the exclusions.
    /// - Throws: `RowError` for the first field that is not allowed.
    static func dates(_ fields: RowFields, isRemoval: Bool) throws(RowError) -> [ExclusionDate] {
        let stores = try fields.list("storeCode")
        guard !stores.isEmpty, stores.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 64 }) else {
            throw RowError(field: "storeCode", found: Flag.shown(fields["storeCode"]), allowed: "a store's code")
        }
        var names = try fields.list("promotionNames").filter { !$0.isEmpty }
        for name in names { try RowFields.check(name, "promotionNames") }
        if names.isEmpty {
            guard isRemoval else {
                throw RowError(field: "promotionNames", found: "nothing", allowed: "names of promotions")
            }
            names = [""]
        }
        let texts = try fields.list("exclusionDates")
        guard !texts.isEmpty else {
            throw RowError(field: "exclusionDates", found: "nothing", allowed: "days such as 2026-12-25")
        }
        guard stores.count * names.count * texts.count <= Limits.exclusionsPerItem else {
            throw RowError(
                field: "exclusionDates", found: "\(stores.count * names.count * texts.count) exclusions",
                allowed: "\(Limits.exclusionsPerItem) at most in one item")
        }
        var dates: [ExclusionDate] = []
        for text in texts {
            guard text.utf8.count == 10, let moment = LocalDateTime(text + " 00:00") else {
                throw RowError(
                    field: "exclusionDates", found: "\"\(text.prefix(60))\"", allowed: "days such as 2026-12-25")
            }
            for store in stores {
                dates += names.map { ExclusionDate(store: store, promotionName: $0, day: moment.date) }
            }
        }
        return dates
    }
}
