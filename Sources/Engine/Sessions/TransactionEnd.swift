internal import Storage

/// Ends transactions: by the till's word or by the clock.
struct TransactionEnd {
    let store: Store
    /// Milliseconds since 1970.
    let now: Int64

    /// Ends an open transaction whose time is over; its holds are given back.
    func lapse(_ id: String) throws(EngineError) {
        try end(id, from: .open, as: .lapsed, releases: true)
    }

    /// Ends a pending transaction that the till left alone, as its company decided.
    func settle(_ id: String, _ action: CompanySettings.PendingAction) throws(EngineError) {
        switch action {
        case .commit: try end(id, from: .pending, as: .committed, releases: false)
        case .rollback: try end(id, from: .pending, as: .rolledBack, releases: true)
        }
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

    private func end(
        _ id: String, from: TransactionRecord.State, as state: TransactionRecord.State, releases: Bool
    ) throws(EngineError) {
        try storage { () throws(StorageError) in
            guard var record = try store.transactions.find(id), record.state == from else { return }
            if releases { try store.limits.release(id) }
            record.state = state
            record.closedAt = now
            try store.transactions.save(record)
        }
    }
}
