internal import Loyalty
internal import Promotions
internal import Storage

/// Ends transactions: by the till's word or by the clock.
struct TransactionEnd {
    let store: Store
    /// Milliseconds since 1970.
    let now: Int64

    /// Ends an open transaction whose time is over; its holds are given back.
    func lapse(_ id: String) throws(EngineError) {
        guard let record = try find(id, .open) else { return }
        try storage { () throws(StorageError) in try store.limits.release(id) }
        try close(record, as: .lapsed)
    }

    /// Ends a pending transaction that the till left alone, as its company decided.
    func settle(_ id: String, _ action: CompanySettings.PendingAction) throws(EngineError) {
        guard let record = try find(id, .pending) else { return }
        if record.isReturn { return try settle(record, action) }
        switch action {
        case .commit:
            try confirmLoyalty(record)
            try close(record, as: .committed)
        case .rollback:
            try storage { () throws(StorageError) in try store.limits.release(id) }
            _ = try undoLoyalty(record)
            try close(record, as: .rolledBack)
        }
    }

    /// A return that is left alone is worked on as if the till had committed it.
    private func settle(
        _ record: TransactionRecord, _ action: CompanySettings.PendingAction
    ) throws(EngineError) {
        let end = ReturnEnd(store: store, now: now)
        switch action {
        case .commit:
            try end.commit(record)
            try close(record, as: .committed)
        case .rollback:
            try end.rollBack(record)
            try close(record, as: .rolledBack)
        }
    }

    /// Makes usable the coupons that a sale issued.
    func confirmLoyalty(_ record: TransactionRecord) throws(EngineError) {
        try storage { () throws(StorageError) in _ = try store.loyalty.commit(record.key.id, now: now) }
    }

    /// Undoes what a finished sale did to coupons and cards.
    ///
    /// - Parameter record: the sale.
    /// - Returns: what stays as it is, for operators; nil where all was undone.
    /// - Throws: `EngineError`.
    func undoLoyalty(_ record: TransactionRecord) throws(EngineError) -> String? {
        let refusals = try storage { () throws(StorageError) in
            try store.loyalty.rollback(
                record.key.id, of: record.key.session.company, day: record.lastDateTime.date, now: now)
        }
        guard let first = refusals.first else { return nil }
        return
            "rolled back, but for \(refusals.count) coupons or cards that others used since (\(first.reason.rawValue))"
    }

    /// Ends a transaction by the clock, where its time is over.
    ///
    /// - Parameters:
    ///   - record: the transaction.
    ///   - settings: its company's.
    /// - Returns: whether it was ended.
    /// - Throws: `EngineError`.
    func endIfOverdue(_ record: TransactionRecord, _ settings: CompanySettings) throws(EngineError) -> Bool {
        let age = now - record.lastMessageAt
        switch record.state {
        case .open where age > Int64(settings.transactionLifetime) * 1_000: try lapse(record.key.id)
        case .pending where age > Int64(settings.pendingLifetime) * 1_000:
            try settle(record.key.id, settings.pendingAction)
        default: return false
        }
        return true
    }

    private func find(
        _ id: String, _ state: TransactionRecord.State
    ) throws(EngineError) -> TransactionRecord? {
        let record = try storage { () throws(StorageError) in try store.transactions.find(id) }
        return record?.state == state ? record : nil
    }

    private func close(_ record: TransactionRecord, as state: TransactionRecord.State) throws(EngineError) {
        var record = record
        record.state = state
        record.closedAt = now
        try storage { () throws(StorageError) in try store.transactions.save(record) }
    }
}
