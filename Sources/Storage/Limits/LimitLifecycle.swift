extension Limits {
    /// Turns what a transaction holds into bookings, which do not lapse.
    public func book(_ transaction: String) throws(StorageError) {
        if let memory {
            for counter in try holds(of: transaction).keys {
                memory.holds[RowKey(transaction)]?.current[counter]?.state = .booked
            }
            return
        }
        _ = try database.execute(
            "UPDATE limit_holds SET state = 'booked' WHERE transaction_id = $1 AND state = 'held'",
            [.text(transaction)])
    }

    /// Gives back all that a transaction holds or has booked.
    public func release(_ transaction: String) throws(StorageError) {
        let holds = try holds(of: transaction).values.sorted { $0.counter < $1.counter }
        guard let company = holds.first?.company else { return }
        try lock(holds.map(\.counter.key), company: company, day: StoredHold.latestDay(of: holds))
        for hold in holds { try give(hold.amount, backTo: hold.counter, company: company) }
        if let memory {
            memory.holds[RowKey(transaction)]?.current = [:]
            return
        }
        _ = try database.execute("DELETE FROM limit_holds WHERE transaction_id = $1", [.text(transaction)])
    }

    /// Gives back a part of what a sale has booked of a limit, after a return.
    ///
    /// - Parameters:
    ///   - amount: How much, in ten-thousandths.
    ///   - key: The limit.
    ///   - transaction: The sale's id.
    /// - Returns: How much was given back: no more than is booked.
    /// - Throws: `StorageError`.
    public func giveBack(
        _ amount: Int128, of key: LimitKey, bookedBy transaction: String
    ) throws(StorageError) -> Int128 {
        let booked = try holds(of: transaction).values
            .filter { $0.counter.key == key && $0.state == .booked }.sorted { $0.counter < $1.counter }
        guard let company = booked.first?.company else { return 0 }
        try lock([key], company: company, day: StoredHold.latestDay(of: booked))
        var rest = max(amount, 0)
        for hold in booked where rest > 0 {
            let part = Int64(min(rest, Int128(hold.amount)))
            try give(part, backTo: hold.counter, company: company)
            let left = hold.amount - part
            try write(left == 0 ? nil : left, of: transaction, hold.counter, company: company)
            rest -= Int128(part)
        }
        return max(amount, 0) - rest
    }

    /// Open transactions that hold of a limit and whose last message arrived before a moment.
    ///
    /// A grant that would be cut lapses them first.
    ///
    /// - Parameters:
    ///   - key: The limit.
    ///   - company: Whose it is.
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: Their keys, oldest message first.
    /// - Throws: `StorageError`.
    public func lapsedHolders(
        of key: LimitKey, company: String, before moment: Int64, limit: Int
    ) throws(StorageError) -> [TransactionKey] {
        try settle()
        return try database.all(
            """
            SELECT company, store, terminal, opened FROM transactions
            WHERE state = 'open' AND last_message_at < $4 AND id IN (
                SELECT transaction_id FROM limit_holds
                WHERE company = $1 AND limit_id = $2 AND scope_key = $3 AND state = 'held')
            ORDER BY last_message_at, id LIMIT $5
            """,
            [.text(company), .text(key.limit), .text(key.scopeKey), .integer(moment), bounded(limit)],
            TransactionKey.init(row:))
    }

    /// Takes an amount off a counter.
    func give(_ amount: Int64, backTo counter: CounterKey, company: String) throws(StorageError) {
        let lock = LimitLock(company: company, key: counter.key)
        if let memory, isAlone(with: lock) {
            let day = Int(counter.day)
            let used = try counters(counter.key, company: company, days: day...day).first?.used ?? 0
            guard used >= Int128(amount) else { throw tooMuch(amount, counter) }
            memory.counters[lock]?.give(amount, on: day)
            return
        }
        let changed = try database.execute(
            """
            UPDATE limit_counters SET used = used - $5
            WHERE company = $1 AND limit_id = $2 AND scope_key = $3 AND day = $4 AND used >= $5
            """, counter.values(of: company) + [.integer(amount)])
        guard changed == 1 else { throw tooMuch(amount, counter) }
    }

    private func tooMuch(_ amount: Int64, _ counter: CounterKey) -> StorageError {
        StorageError(
            .corrupt, place: "limit \(counter.key.limit) of \(counter.key.scopeKey)",
            text: "the counter of day \(counter.day) holds less than the \(amount) that are given back")
    }
}
