internal import Messages
internal import Promotions
internal import Storage

/// Finds the sale that a return names.
enum OriginalLookup {
    /// The sale, or why there is none.
    enum Found {
        case sale(TransactionRecord)
        case refused(Ack)
    }

    /// Finds it.
    ///
    /// - Parameters:
    ///   - header: the header of the message that opens the return.
    ///   - store: where sales are kept.
    /// - Returns: the committed sale, or the ack that says what is wrong with the reference.
    /// - Throws: `EngineError`.
    static func find(_ header: RequestHeader, in store: Store) throws(EngineError) -> Found {
        switch key(header) {
        case .missing: return .refused(.originalNotNamed)
        case .incomplete: return .refused(.originalIncomplete)
        case .unknown: return .refused(.originalUnknown)
        case .named(let key): return try find(key, in: store)
        }
    }

    /// Finds the committed sale of a key.
    static func find(_ key: TransactionKey, in store: Store) throws(EngineError) -> Found {
        let found = try storage { () throws(StorageError) in try store.transactions.find(key.id) }
        guard let record = found, record.state == .committed, !record.isReturn else {
            return .refused(.originalUnknown)
        }
        return .sale(record)
    }

    /// Whether the sale of a key is finished, and neither committed nor rolled back yet.
    static func isPending(_ key: TransactionKey, in store: Store) throws(EngineError) -> Bool {
        let found = try storage { () throws(StorageError) in try store.transactions.find(key.id) }
        return found.map { $0.state == .pending && !$0.isReturn } ?? false
    }

    /// Whether a later message of a return names another sale than the first.
    static func differs(_ header: RequestHeader, from original: String?) -> Bool {
        switch key(header) {
        case .missing: false
        case .incomplete, .unknown: true
        case .named(let key): key.id != original
        }
    }

    /// The id of the sale that a header names; nil where it names none.
    static func id(_ header: RequestHeader) -> String? {
        if case .named(let key) = key(header) { key.id } else { nil }
    }

    private enum Reference {
        case missing
        case incomplete
        /// It names nothing of this company.
        case unknown
        case named(TransactionKey)
    }

    private static func key(_ header: RequestHeader) -> Reference {
        if let text = header.originalTrx {
            return TransactionKey(company: header.companyId, text: text).map { .named($0) } ?? .unknown
        }
        switch (header.originalStore, header.originalTerminal, header.originalDateTime) {
        case (nil, nil, nil): return .missing
        case (let store?, let terminal?, let opened?):
            let session = SessionKey(company: header.companyId, store: store, terminal: terminal)
            return .named(TransactionKey(session: session, opened: opened))
        default: return .incomplete
        }
    }
}
