internal import Messages
internal import Promotions
internal import Storage

/// Ends returns that are finished: by the till's word or by the clock.
struct ReturnEnd {
    let store: Store
    /// Milliseconds since 1970.
    let now: Int64

    /// Hands a return to the processors, in the transaction that commits it.
    ///
    /// - Parameters:
    ///   - record: the return.
    ///   - wanted: the lines that it names, for the message that tells processors at once; nil where they find the
    ///     work by themselves.
    /// - Throws: `EngineError`.
    func commit(_ record: TransactionRecord, announcing wanted: [ReturnLine]? = nil) throws(EngineError) {
        guard let original = record.original else { return }
        let company = record.key.session.company
        try storage { () throws(StorageError) in
            try store.transactions.lock(original)
            // The returns of a sale are worked on in the order in which they were committed, whoever's clock is behind.
            let last = try store.returnJobs.list(ofSale: original, limit: SaleReturns.most).last?.createdAt
            let moment = max(now, (last ?? .min) &+ 1)
            try store.returnJobs.add(
                ReturnJob(id: record.key.id, original: original, company: company, now: last == nil ? now : moment))
            guard let wanted else { return }
            let message = ReturnMessage(
                transaction: record.key.text, original: original, session: record.key.session,
                moment: record.lastDateTime, lines: wanted)
            try store.outbox.add(
                OutboxMessage(
                    id: "return/\(record.key.id)", exchange: OutboxMessage.ownQueues, routingKey: ReturnMessage.queue,
                    type: ReturnMessage.type, contentType: "application/json", body: message.bytes, createdAt: now))
        }
    }

    /// Frees what a return blocks that is rolled back.
    func rollBack(_ record: TransactionRecord) throws(EngineError) {
        try storage { () throws(StorageError) in try store.loyalty.unblock(record.key.id, now: now) }
    }
}
