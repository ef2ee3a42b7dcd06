public import Storage

/// Carries out loads that are written down, a slice at a time, each slice in one transaction.
///
/// How far a load has come is written in the same transaction, so that a crash repeats nothing and leaves nothing out.
public final class ImportWork {
    private let store: Store
    private let worker: String
    private let isTimeZone: (String) -> Bool
    /// The load under way, and where in it the next item is looked for.
    private var current: (record: ImportRecord, slicer: ItemSlicer)?

    /// What a slice did.
    public enum Step: Hashable, Sendable {
        /// Nothing waits.
        case idle
        /// A load got on, or was taken up.
        case advanced(ImportRecord)
        /// A load is over.
        case ended(ImportRecord)
    }

    /// Work on a store.
    ///
    /// - Parameters:
    ///   - store: the tables.
    ///   - worker: the worker's name, under which it takes loads.
    ///   - isTimeZone: whether a time zone is known on this machine.
    public init(_ store: Store, worker: String, isTimeZone: @escaping (String) -> Bool) {
        self.store = store
        self.worker = worker
        self.isTimeZone = isTimeZone
    }

    /// Does a slice.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: what it did.
    /// - Throws: `StorageError`; then the slice is done again later. Where that could not help, the load has failed.
    public func advance(now: Int64) throws(StorageError) -> Step {
        let before = current?.record
        do throws(StorageError) {
            let step = try store.database.transaction { () throws(StorageError) -> Step in
                guard let current else {
                    current = try begin(now: now)
                    // Whoever counts what a load gets on by has to know how far it had come.
                    if let taken = current { return .advanced(taken.record) }
                    _ = try store.imports.dropChunks(limit: Limits.chunksPerCommit)
                    return .idle
                }
                guard try store.imports.keep(current.record.id, by: worker, now: now) else { return .idle }
                return try slice(current.record, current.slicer, now: now)
            }
            if case .advanced = step { return step }
            current = nil
            return step
        } catch {
            // What was committed is read again.
            current = nil
            // What the database refuses of a load it would refuse for ever; all else ends without the load's doing.
            guard let before, !error.isOfTheWorld else { throw error }
            return try giveUp(before, error, now: now)
        }
    }

    /// Ends a load that the database refuses: others wait behind it.
    private func giveUp(_ before: ImportRecord, _ error: StorageError, now: Int64) throws(StorageError) -> Step {
        var record = before
        (record.state, record.problem, record.changedAt) = (.failed, error.description.storable, now)
        return try store.database.transaction { () throws(StorageError) in
            guard try store.imports.keep(record.id, by: worker, now: now) else { return .idle }
            try store.imports.save(record)
            return .ended(record)
        }
    }

    /// Gives back what it has, so that others need not wait.
    public func stop() throws(StorageError) {
        current = nil
        try store.database.transaction { () throws(StorageError) in try store.imports.release(by: worker) }
    }

    private func begin(now: Int64) throws(StorageError) -> (record: ImportRecord, slicer: ItemSlicer)? {
        guard let record = try store.imports.take(by: worker, now: now) else { return nil }
        return (record, ItemSlicer(at: record.position))
    }

    private func slice(
        _ before: ImportRecord, _ slicer: ItemSlicer, now: Int64
    ) throws(StorageError) -> Step {
        var (record, slicer) = (before, slicer)
        guard let catalog = CatalogName(record.catalog) else {
            throw StorageError(.corrupt, place: "import \(record.id)", text: "\(record.catalog) is no catalog")
        }
        let loading = RowLoading(
            store: store, catalog: catalog, company: record.company, number: record.id, isTimeZone: isTimeZone)
        record.changedAt = now
        var isOver = false
        if record.position < record.size {
            try load(&record, &slicer, loading)
            isOver = record.position == record.size && !record.isReplacing
        } else {
            isOver = try sweep(&record, loading)
        }
        if isOver, record.state == .waiting { record.state = .done }
        try store.imports.save(record)
        current = (record, slicer)
        return isOver ? .ended(record) : .advanced(record)
    }

    private func load(
        _ record: inout ImportRecord, _ slicer: inout ItemSlicer, _ loading: RowLoading
    ) throws(StorageError) {
        for _ in 0..<Limits.itemsPerSlice {
            let id = record.id
            let piece = try slicer.next { (number) throws(StorageError) in try store.imports.chunk(number, of: id) }
            if piece == .end {
                record.position = record.size
                return
            }
            record.total += 1
            record.position = slicer.position
            do throws(RowLoading.Refusal) {
                guard case .item(let bytes) = piece else {
                    throw .row(
                        RowError(field: "", found: "a longer item", allowed: "\(Limits.itemBytes) bytes at most"))
                }
                if try loading.load(bytes) { record.removed += 1 } else { record.loaded += 1 }
            } catch {
                switch error {
                case .storage(let error): throw error
                case .row(let error): try refuse(error, &record)
                }
            }
        }
    }

    private func refuse(_ error: RowError, _ record: inout ImportRecord) throws(StorageError) {
        record.refused += 1
        let place = error.field.isEmpty ? "item \(record.total)" : "item \(record.total), \(error.field)"
        try store.imports.add(
            ImportError(place: place, found: error.found.storable, allowed: error.allowed), number: record.refused,
            to: record.id)
    }

    /// Removes old rows of a catalog that is replaced; whether nothing is left to do.
    private func sweep(_ record: inout ImportRecord, _ loading: RowLoading) throws(StorageError) -> Bool {
        guard record.isReplacing else { return true }
        if record.loaded == 0, record.refused > 0 {
            record.state = .failed
            record.problem = "no item could be loaded, so that the catalog was left as it is"
            return true
        }
        let sweep = try loading.sweep(after: record.sweptAfter, limit: Limits.itemsPerSlice)
        record.removed += Int64(sweep.removed)
        guard let last = sweep.last else { return true }
        record.sweptAfter = last
        return false
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension ImportWork: Sendable {}
