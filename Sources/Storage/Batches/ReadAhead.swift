public import Promotions

/// What a batch of messages is going to read, as far as the messages themselves tell.
public struct ReadAhead: Sendable {
    /// Each message.
    public var messages: [ProcessedMessages.Message] = []
    /// When each was sent: the second in which it may open a transaction.
    public var sentAt: [LocalDateTime] = []

    /// Nothing yet.
    public init() {}
}

/// A row or rows that a batch is going to ask for.
private enum Wanted: Hashable {
    case transaction(String)
    case holds(transaction: String)
    case answer(ProcessedMessages.Message)
    case exclusions(company: String, store: String, day: LocalDate)

    var question: Statement {
        switch self {
        case .transaction(let id): Transactions.finding(id)
        case .holds(let id): Limits.findingHolds(of: id)
        case .answer(let message): ProcessedMessages.finding(message)
        case .exclusions(let company, let store, let day):
            ExclusionDates.finding(store, of: company, days: day...day)
        }
    }
}

extension BatchMemory {
    fileprivate func learn(_ rows: [Row], for wanted: Wanted) throws(StorageError) {
        switch wanted {
        case .transaction(let id):
            let record = try rows.first.map { (row) throws(StorageError) in try TransactionRecord(row: row) }
            transactions.updateValue(record, forKey: RowKey(id))
        case .holds(let id): holds[RowKey(id)] = HoldMemory(try Limits.holds(rows))
        case .answer(let message):
            answers.updateValue(try ProcessedMessages.answer(to: message, rows), forKey: message)
        case .exclusions(let company, let store, let day):
            exclusions[RowKey(company, store, day.text)] = try ExclusionDates.dates(rows)
        }
    }
}

extension Store {
    /// Locks the sessions of a batch in their order, and reads together what its messages will ask for one by one.
    ///
    /// Where one writer is alone on a file beside it, it does nothing: reading is as fast later.
    ///
    /// - Parameter batch: The messages.
    /// - Throws: `StorageError`.
    public func read(_ batch: ReadAhead) throws(StorageError) {
        guard let memory, !database.rowLock.isEmpty else { return }
        try sessions.lockTogether(Set(batch.messages.map(\.session)).sorted())
        var wanted: Set<Wanted> = []
        for (message, sentAt) in zip(batch.messages, batch.sentAt) {
            if let latest = memory.sessions[message.session] ?? nil {
                wanted.insert(.transaction(latest))
                wanted.insert(.holds(transaction: latest))
            }
            wanted.insert(.transaction(TransactionKey(session: message.session, opened: sentAt).id))
            wanted.insert(.answer(message))
            wanted.insert(
                .exclusions(company: message.session.company, store: message.session.store, day: sentAt.date))
        }
        let order = Array(wanted)
        for (rows, wanted) in zip(try database.queryTogether(order.map(\.question)), order) {
            try memory.learn(rows, for: wanted)
        }
    }

    /// Writes what is still in memory and makes the transaction last.
    public func commit() throws(StorageError) {
        try limits.settle()
        try database.commit()
    }
}
