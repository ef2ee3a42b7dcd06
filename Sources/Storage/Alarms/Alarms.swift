public import Promotions

/// The alarms of limits: raised in the commit that moves the counter, each once for its limit, window and mark.
///
/// Only bookings count, since a hold that lapses must not have warned anybody.
public struct Alarms {
    let database: any Database
    let limits: Limits

    /// A limit that warns, and whose it is.
    public struct Watched: Hashable, Sendable {
        /// The limit, with its alarms.
        public var limit: Limit
        /// The promotion's id.
        public var promotion: String

        /// A limit from its parts.
        public init(limit: Limit, promotion: String) {
            self.limit = limit
            self.promotion = promotion
        }
    }

    /// Raises what the bookings of a transaction reach; called after they were booked.
    ///
    /// - Parameters:
    ///   - transaction: The transaction.
    ///   - company: Whose it is.
    ///   - watched: The limits that warn, by their ids.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The alarms that are new.
    /// - Throws: `StorageError`, with code `conflict` where a limit is not free and the transaction may not wait.
    public func raise(
        bookedBy transaction: String, company: String, watched: [String: Watched], now: Int64
    ) throws(StorageError) -> [LimitAlarm] {
        guard !watched.isEmpty else { return [] }
        let booked = try limits.holds(of: transaction).values.filter {
            $0.state == .booked && watched[$0.counter.key.limit]?.limit.alarms.isEmpty == false
        }.sorted { $0.counter < $1.counter }
        guard !booked.isEmpty else { return [] }
        // Two that book at once would each see the other's booking as a hold.
        try limits.lock(booked.map(\.counter.key), company: company, day: StoredHold.latestDay(of: booked))
        try limits.settle()
        var raised: [LimitAlarm] = []
        for hold in booked {
            guard let watched = watched[hold.counter.key.limit] else { continue }
            let (before, after) = try sums(hold, watched.limit.period)
            for alarm in watched.limit.alarms where alarm.isReached(by: after, of: watched.limit.value) {
                // Windows of several days overlap: what was reached before is not reached again each day.
                if let before, alarm.isReached(by: before, of: watched.limit.value) { continue }
                let reached = LimitAlarm(
                    company: company, key: hold.counter.key, day: hold.counter.day, mark: alarm.mark,
                    promotion: watched.promotion, scope: watched.limit.scope, kind: watched.limit.kind,
                    used: Int64(clamping: after), maximum: Int64(clamping: watched.limit.value), email: alarm.email,
                    raisedAt: now)
                if try keep(reached) { raised.append(reached) }
            }
        }
        return raised
    }

    /// A company's alarms, the latest first.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - limit: How many at most.
    /// - Returns: The alarms.
    /// - Throws: `StorageError`.
    public func list(of company: String, limit: Int) throws(StorageError) -> [LimitAlarm] {
        try database.all(
            """
            SELECT * FROM alarms WHERE company = $1
            ORDER BY raised_at DESC, limit_id, scope_key, day, mark LIMIT $2
            """, [.text(company), bounded(limit)], LimitAlarm.init(row:))
    }

    /// The alarm that a mail tells of.
    public func find(_ mail: MailRecord) throws(StorageError) -> LimitAlarm? {
        try database.all(
            "SELECT * FROM alarms WHERE company = $1 AND raised_at = $2",
            [.text(mail.company), .integer(mail.createdAt)],
            LimitAlarm.init(row:)
        ).first { $0.id == mail.id }
    }

    /// Forgets alarms of windows that ended before a day; those of a promotion's whole life are kept, or they would be
    /// raised again.
    ///
    /// - Parameters:
    ///   - day: Days since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    func purge(beforeDay day: Int64, limit: Int) throws(StorageError) -> Int {
        try database.execute(
            """
            DELETE FROM alarms WHERE (company, limit_id, scope_key, day, mark) IN (
                SELECT company, limit_id, scope_key, day, mark FROM alarms
                WHERE day <> 0 AND day < $1 ORDER BY day LIMIT $2)
            """, [.integer(day), bounded(limit)])
    }

    /// What is booked with a hold, and before it; nothing before where each window stands for itself.
    private func sums(
        _ hold: StoredHold, _ period: Limit.Period
    ) throws(StorageError) -> (before: Int128?, after: Int128) {
        let day = Int(hold.counter.day)
        guard case .days(let count) = period, count > 1 else {
            return (nil, try booked(hold, day...day).first?.used ?? 0)
        }
        let length = DayWindows.sensible(count)
        let uses = try booked(hold, (day - length + 1)...(day + length - 1))
        let before = uses.map { use in
            DayWindows.Use(day: use.day, used: use.used - (use.day == day ? Int128(hold.amount) : 0))
        }
        return (
            DayWindows.largest(before, length: length, containing: day),
            DayWindows.largest(uses, length: length, containing: day)
        )
    }

    /// The bookings of a limit, day by day: all that is counted but what open tickets hold.
    private func booked(_ hold: StoredHold, _ days: ClosedRange<Int>) throws(StorageError) -> [DayWindows.Use] {
        let question = Limits.counting(LimitLock(company: hold.company, key: hold.counter.key), days)
        let used = try Limits.uses(try database.query(question.sql, question.values))
        var held: [Int: Int128] = [:]
        let rows = try database.query(
            """
            SELECT day, CAST(SUM(amount) AS BIGINT) AS used FROM limit_holds
            WHERE company = $1 AND limit_id = $2 AND scope_key = $3 AND day BETWEEN $4 AND $5 AND state = 'held'
            GROUP BY day
            """, question.values)
        for use in try Limits.uses(rows) { held[use.day] = use.used }
        return used.map { DayWindows.Use(day: $0.day, used: $0.used - held[$0.day, default: 0]) }
    }

    /// Keeps an alarm and causes its mail; false where it was raised before.
    private func keep(_ alarm: LimitAlarm) throws(StorageError) -> Bool {
        let isNew =
            try database.execute(
                """
                INSERT INTO alarms (
                    company, limit_id, scope_key, day, mark, promotion, scope, kind, used, maximum, email, raised_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                ON CONFLICT (company, limit_id, scope_key, day, mark) DO NOTHING
                """,
                [
                    .text(alarm.company), .text(alarm.key.limit), .text(alarm.key.scopeKey), .integer(alarm.day),
                    .text(alarm.mark), .text(alarm.promotion), .text(alarm.scope.rawValue),
                    .text(alarm.kind.rawValue), .integer(alarm.used), .integer(alarm.maximum), .text(alarm.email),
                    .integer(alarm.raisedAt),
                ]) == 1
        guard isNew, !alarm.email.isEmpty else { return isNew }
        let mail = MailRecord(
            id: alarm.id, kind: .alarm, company: alarm.company, element: alarm.mark, recipient: alarm.email,
            now: alarm.raisedAt)
        guard try Mails(database: database).queue(mail) else { return isNew }
        try Outbox(database: database).add(MailJob.alarm(mail, alarm))
        return isNew
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Alarms: Sendable {}
