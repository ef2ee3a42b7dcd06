internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// Writes the items of a load to the tables they belong to.
struct RowLoading {
    let store: Store
    let catalog: CatalogName
    let company: String
    /// The load's number.
    let number: Int64
    let isTimeZone: (String) -> Bool

    /// Why an item is not written.
    enum Refusal: Error {
        /// The item is at fault.
        case row(RowError)
        /// The database is.
        case storage(StorageError)
    }

    /// Writes an item.
    ///
    /// - Parameter bytes: the item's.
    /// - Returns: whether it removes something.
    /// - Throws: `Refusal`.
    func load(_ bytes: [UInt8]) throws(Refusal) -> Bool {
        let (fields, operation) = try row { () throws(RowError) in
            let fields = try RowFields(bytes)
            return (fields, try fields.operation())
        }
        if catalog.kind == .exclusionDates {
            let dates = try row { () throws(RowError) in
                try ExclusionRow.dates(fields, isRemoval: operation == .remove)
            }
            try stored { () throws(StorageError) in
                if operation == .remove {
                    try store.exclusionDates.remove(dates, of: company, by: number)
                } else {
                    try store.exclusionDates.add(dates, of: company, by: number)
                }
            }
            return operation == .remove
        }
        let code = try row { () throws(RowError) in try fields.code() }
        if operation == .remove {
            try stored { () throws(StorageError) in try remove(code) }
            return true
        }
        try save(fields, code, isUpdate: operation == .update)
        return false
    }

    /// Removes what this load, which replaces the catalog, did not bring: a page of it.
    ///
    /// - Parameters:
    ///   - last: the last row looked at before.
    ///   - limit: how many rows are looked at.
    /// - Returns: how far it came.
    /// - Throws: `StorageError`.
    func sweep(after last: String, limit: Int) throws(StorageError) -> CatalogSweep {
        switch catalog.kind {
        case .entries, .items:
            try store.catalogs.sweep(catalog.key, of: company, before: number, after: last, limit: limit)
        case .stores: try store.stores.sweep(of: company, before: number, after: last, limit: limit)
        case .customers: try store.customers.sweep(of: company, before: number, after: last, limit: limit)
        case .exclusionDates:
            CatalogSweep(last: nil, removed: try store.exclusionDates.sweep(of: company, before: number))
        }
    }

    private func save(_ fields: RowFields, _ code: String, isUpdate: Bool) throws(Refusal) {
        switch catalog.kind {
        case .entries, .items:
            let before = isUpdate ? try stored { () throws(StorageError) in try known(code) } : nil
            let entry = try row { () throws(RowError) in
                try EntryRow.entry(EntryRow.merged(fields, into: before), code: code, in: catalog.kind)
            }
            try stored { () throws(StorageError) in
                try store.catalogs.save(entry, in: catalog.key, of: company, by: number)
            }
        case .stores:
            let before =
                isUpdate ? try stored { () throws(StorageError) in try store.stores.find(code, of: company) } : nil
            let entry = before.map { CatalogEntry(code: code, data: $0.data) }
            let record = try row { () throws(RowError) in
                try StoreRow.store(
                    EntryRow.merged(fields, into: entry), code: code, of: company, isTimeZone: isTimeZone)
            }
            try stored { () throws(StorageError) in try store.stores.save(record, by: number) }
        case .customers:
            let before =
                isUpdate
                ? try stored { () throws(StorageError) in try store.customers.find(code, of: company) } : nil
            let customer = try row { () throws(RowError) in
                try CustomerRow.customer(fields, code: code, known: before)
            }
            try stored { () throws(StorageError) in try store.customers.save(customer, of: company, by: number) }
        case .exclusionDates: preconditionFailure("exclusion dates have no code")
        }
    }

    private func known(_ code: String) throws(StorageError) -> CatalogEntry? {
        try store.catalogs.find(code, in: catalog.key, of: company)
    }

    private func remove(_ code: String) throws(StorageError) {
        switch catalog.kind {
        case .entries, .items, .exclusionDates:
            try store.catalogs.remove(code, from: catalog.key, of: company, by: number)
        case .stores: try store.stores.remove(code, of: company, by: number)
        case .customers: try store.customers.remove(code, of: company, by: number)
        }
    }

    private func row<Result>(_ work: () throws(RowError) -> Result) throws(Refusal) -> Result {
        do throws(RowError) { return try work() } catch { throw .row(error) }
    }

    private func stored<Result>(_ work: () throws(StorageError) -> Result) throws(Refusal) -> Result {
        do throws(StorageError) { return try work() } catch { throw .storage(error) }
    }
}
