public import Storage

/// Writes a load down, piece by piece, so that it can be carried out later.
public struct ImportReceiver {
    private let store: Store
    private let company: String?
    private var scanner = EnvelopeScanner()
    private var pending: [[UInt8]] = []
    private var rest: [UInt8] = []
    private var next: Int64 = 0
    /// The load.
    public private(set) var record: ImportRecord

    /// Whether the load was handed over before, so that nothing is left to do.
    public var isKnown: Bool { record.state != .receiving }

    /// Begins a load.
    ///
    /// - Parameters:
    ///   - store: the tables.
    ///   - key: what makes it single.
    ///   - source: where it comes from, for people.
    ///   - company: the company of an envelope that names none; nil where it has to.
    ///   - now: milliseconds since 1970.
    /// - Throws: `StorageError`.
    public init(
        _ store: Store, key: String, source: String, company: String? = nil, now: Int64
    ) throws(StorageError) {
        self.store = store
        self.company = company
        record = try store.database.exclusiveTransaction { () throws(StorageError) in
            try store.imports.open(key, source: source, now: now)
        }
    }

    /// Takes the next bytes.
    ///
    /// - Parameter bytes: what follows what was taken before.
    /// - Returns: what is wrong with them; nil where nothing is.
    /// - Throws: `StorageError`.
    public mutating func take(_ bytes: [UInt8]) throws(StorageError) -> ImportProblem? {
        do throws(ImportProblem) { try scanner.take(bytes) } catch { return error }
        record.size += Int64(bytes.count)
        rest += bytes
        var start = 0
        while rest.count - start >= Limits.chunkBytes {
            pending.append(Array(rest[start..<start + Limits.chunkBytes]))
            start += Limits.chunkBytes
            if pending.count == Limits.chunksPerCommit { try flush() }
        }
        if start > 0 { rest.removeFirst(start) }
        return nil
    }

    /// Ends it: from now on it waits for its turn.
    ///
    /// Where another receiver of the same load was faster, the load is what that one left.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: what is wrong with it; then it is kept as failed.
    /// - Throws: `StorageError`.
    public mutating func finish(now: Int64) throws(StorageError) -> ImportProblem? {
        let envelope: Envelope
        do throws(ImportProblem) { envelope = try scanner.finish(company: company) } catch {
            try fail(error, now: now)
            return error
        }
        if !rest.isEmpty { pending.append(rest) }
        rest = []
        (record.company, record.catalog) = (envelope.company, envelope.catalog.key)
        (record.isReplacing, record.position) = (envelope.isReplacing, envelope.itemsAt)
        (record.state, record.changedAt) = (.waiting, now)
        try flush(andSave: true)
        return nil
    }

    /// Gives it up.
    ///
    /// - Parameters:
    ///   - problem: what is wrong with it.
    ///   - now: milliseconds since 1970.
    /// - Throws: `StorageError`.
    public mutating func fail(_ problem: ImportProblem, now: Int64) throws(StorageError) {
        pending = []
        (record.state, record.problem, record.changedAt) = (.failed, problem.description.storable, now)
        try flush(andSave: true)
    }

    private mutating func flush(andSave isLast: Bool = false) throws(StorageError) {
        let (pieces, first, record) = (pending, next, record)
        self.record = try store.database.transaction { () throws(StorageError) in
            if isLast, try !store.imports.saveReceived(record) {
                return try store.imports.find(record.id) ?? record
            }
            for (index, bytes) in pieces.enumerated() {
                try store.imports.add(bytes, number: first + Int64(index), to: record.id)
            }
            return record
        }
        next += Int64(pieces.count)
        pending = []
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension ImportReceiver: Sendable {}
