extension Limits {
    /// Writes the counters and holds that changed in memory, each row once, in one order.
    func settle() throws(StorageError) {
        guard let memory else { return }
        for lock in memory.counters.keys.sorted() {
            guard let counters = memory.counters[lock]?.days.filter({ $0.value.stored ?? 0 != $0.value.used }) else {
                continue
            }
            for (day, counter) in counters.sorted(by: { $0.key < $1.key }) {
                try write(counter, CounterKey(key: lock.key, day: Int64(day)), company: lock.company)
                memory.counters[lock]?.written(day)
            }
        }
        for (transaction, holds) in memory.holds {
            for counter in holds.changed {
                let company = (holds.current[counter] ?? holds.stored[counter])?.company ?? ""
                let owner = (holds.current[counter] ?? holds.stored[counter])?.transaction ?? ""
                try write(holds.current[counter], of: owner, counter, company: company)
            }
            memory.holds[transaction] = HoldMemory(holds.current)
        }
    }

    private func write(_ counter: CounterMemory.Day, _ key: CounterKey, company: String) throws(StorageError) {
        let moved = StorageError(
            .conflict, place: "limit \(key.key.limit) of \(key.key.scopeKey)",
            text: "the counter of day \(key.day) moved under its lock")
        let (row, stored) = (key.values(of: company), DatabaseValue.integer(counter.stored ?? 0))
        guard counter.isTaken || counter.stored == nil else {
            return try database.later(
                Change(
                    """
                    UPDATE limit_counters SET used = $5
                    WHERE company = $1 AND limit_id = $2 AND scope_key = $3 AND day = $4 AND used = $6
                    """, row + [.integer(counter.used), stored], otherwise: moved))
        }
        try database.later(
            Change(
                """
                INSERT INTO limit_counters (company, limit_id, scope_key, day, used, last_day)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (company, limit_id, scope_key, day) DO UPDATE SET
                    used = excluded.used,
                    last_day = CASE WHEN limit_counters.last_day > excluded.last_day
                        THEN limit_counters.last_day ELSE excluded.last_day END
                WHERE limit_counters.used = $7
                """, row + [.integer(counter.used), .optional(counter.lastDay), stored], otherwise: moved))
    }

    private func write(
        _ hold: StoredHold?, of transaction: String, _ counter: CounterKey, company: String
    ) throws(StorageError) {
        let key = [.text(transaction)] + counter.values(of: company)
        guard let hold else {
            return try database.later(
                Change(
                    """
                    DELETE FROM limit_holds WHERE transaction_id = $1
                    AND company = $2 AND limit_id = $3 AND scope_key = $4 AND day = $5
                    """, key))
        }
        try database.later(
            Change(
                """
                INSERT INTO limit_holds (transaction_id, company, limit_id, scope_key, day, amount, state)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (transaction_id, company, limit_id, scope_key, day)
                DO UPDATE SET amount = excluded.amount, state = excluded.state
                """, key + [.integer(hold.amount), .text(hold.state.rawValue)]))
    }
}
