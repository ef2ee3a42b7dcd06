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
