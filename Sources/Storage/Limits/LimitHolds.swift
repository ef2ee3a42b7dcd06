internal import Promotions

extension Limits {
    /// Replaces what a transaction holds of limits; what did not change is not written.
    ///
    /// - Parameters:
    ///   - transaction: Whose holds; not booked yet.
    ///   - company: The transaction's company.
    ///   - holds: All it holds from now on; amounts of zero are left out, those of one counter are added.
    /// - Throws: `StorageError`: code `limitOverrun` when a balance changed since it was read, after which the whole
    ///   database transaction is to be undone and tried again; `outOfRange` when an amount does not fit.
    public func replaceHolds(
        of transaction: String, company: String, with holds: [Hold]
    ) throws(StorageError) {
        let held = try self.holds(of: transaction)
        if let booked = held.values.first(where: { $0.state == .booked }) {
            throw StorageError(
                .constraint, place: "limit \(booked.counter.key.limit)",
                text: "transaction \(transaction) has booked already; only what it holds can be replaced")
        }
        let wanted = try merged(holds)
        let changed = Set(held.keys).union(wanted.keys)
            .filter { wanted[$0]?.amount != held[$0].map { Int128($0.amount) } }.sorted()
        let day = holds.map(\.day).max() ?? LocalDate(days: 0)
        try lock(changed.map(\.key), company: company, day: day)
        // Give back first: what a ticket moves from one day to another counts once.
        for counter in changed {
            let before = held[counter]?.amount ?? 0
            let after = Int64(wanted[counter]?.amount ?? 0)
            if after < before { try give(before - after, backTo: counter, company: company) }
        }
        for counter in changed {
            let before = held[counter]?.amount ?? 0
            guard let hold = wanted[counter] else { continue }
            let more = Int64(hold.amount) - before
            if more > 0 { try take(more, for: hold, company: company) }
        }
        for counter in changed {
            try write(wanted[counter].map { Int64($0.amount) }, of: transaction, counter, company: company)
        }
    }

    /// Adds up the holds of each counter; every amount fits into a column.
    private func merged(_ holds: [Hold]) throws(StorageError) -> [CounterKey: Hold] {
        var merged: [CounterKey: Hold] = [:]
        for hold in holds where hold.amount != 0 {
            var sum = hold
            if let other = merged[hold.counter] {
                let (amount, overflow) = hold.amount.addingReportingOverflow(other.amount)
                sum.amount = overflow ? .max : amount
                sum.max = min(hold.max, other.max)
            }
            guard hold.amount > 0, sum.amount <= Int128(Int64.max) else {
                throw StorageError(
                    .outOfRange, place: "limit \(hold.key.limit)",
                    text: "found \(sum.amount) ten-thousandths, allowed are 0 to \(Int64.max)")
            }
            merged[hold.counter] = sum
        }
        return merged
    }

    private func take(_ amount: Int64, for hold: Hold, company: String) throws(StorageError) {
        let room = min(hold.max, Int128(Int64.max)) - Int128(amount)
        guard room >= 0, try fitsEveryWindow(amount, hold, company: company) else { throw overrun(hold) }
        // The column's own room is what a sum may reach without overflow; windows were tested above.
        let most =
            switch hold.period {
            case .undefined: Int64(room)
            case .days: Int64.max - amount
            }
        let lock = LimitLock(company: company, key: hold.key)
        if let memory, isAlone(with: lock) {
            let day = Int(hold.counter.day)
            let used = try counters(hold.key, company: company, days: day...day).first?.used ?? 0
            guard used <= Int128(most) else { throw overrun(hold) }
            memory.counters[lock]?.take(amount, on: day, lastDay: hold.lastDay)
            return
        }
        let changed = try database.execute(
            """
            INSERT INTO limit_counters (company, limit_id, scope_key, day, used, last_day)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (company, limit_id, scope_key, day) DO UPDATE SET
                used = limit_counters.used + excluded.used,
                last_day = CASE WHEN limit_counters.last_day > excluded.last_day
                    THEN limit_counters.last_day ELSE excluded.last_day END
            WHERE limit_counters.used <= $7
            """,
            hold.counter.values(of: company) + [.integer(amount), .optional(hold.lastDay), .integer(most)])
        guard changed == 1 else { throw overrun(hold) }
    }

    private func fitsEveryWindow(_ amount: Int64, _ hold: Hold, company: String) throws(StorageError) -> Bool {
        guard case .days(let count) = hold.period else { return true }
        let length = DayWindows.sensible(count)
        let around = (hold.day.days - (length - 1))...(hold.day.days + (length - 1))
        let uses = try counters(hold.key, company: company, days: around)
        let largest = DayWindows.largest(uses, length: length, containing: hold.day.days)
        return largest + Int128(amount) <= hold.max
    }

    private func overrun(_ hold: Hold) -> StorageError {
        StorageError(
            .limitOverrun(limit: hold.key.limit), place: "limit \(hold.key.limit) of \(hold.key.scopeKey)",
            text: "\(hold.amount) ten-thousandths do not fit below \(hold.max) any more")
    }

    /// Writes what a transaction holds of a counter, whose state stays as it is; nil removes the hold.
    func write(
        _ amount: Int64?, of transaction: String, _ counter: CounterKey, company: String
    ) throws(StorageError) {
        if let memory, memory.holds[RowKey(transaction)] != nil {
            let state = memory.holds[RowKey(transaction)]?.current[counter]?.state ?? .held
            memory.holds[RowKey(transaction)]?.current[counter] = amount.map {
                StoredHold(transaction: transaction, company: company, counter: counter, amount: $0, state: state)
            }
            return
        }
        let key = [.text(transaction)] + counter.values(of: company)
        guard let amount else {
            _ = try database.execute(
                """
                DELETE FROM limit_holds WHERE transaction_id = $1
                AND company = $2 AND limit_id = $3 AND scope_key = $4 AND day = $5
                """, key)
            return
        }
        _ = try database.execute(
            """
            INSERT INTO limit_holds (transaction_id, company, limit_id, scope_key, day, amount, state)
            VALUES ($1, $2, $3, $4, $5, $6, 'held')
            ON CONFLICT (transaction_id, company, limit_id, scope_key, day) DO UPDATE SET amount = excluded.amount
            """, key + [.integer(amount)])
    }
}
