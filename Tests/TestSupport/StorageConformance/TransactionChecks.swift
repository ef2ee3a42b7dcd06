import Promotions
import Storage
import Testing

extension StorageCheck {
    /// What transactions and sessions have to do.
    public static let transactions: [StorageCheck] = [
        StorageCheck("a transaction comes back as it was kept, opened or saved") { database in
            let transactions = Store(database: database).transactions
            var record = sale("1", second: 5, at: 10)
            try transactions.open(record)
            #expect(try transactions.find(record.key.id) == record)
            record.state = .committed
            record.isReturn = true
            record.original = "c_1_1_20240101000000"
            record.mapVersion = 7
            record.choice = "1,4"
            record.ticket = "{\"é\":1}"
            record.summary = "s"
            record.total = Money(units: Int128(Int64.max))
            record.isEvaluated = true
            record.lastMessageAt = 11
            record.closedAt = 12
            try transactions.save(record)
            #expect(try transactions.find(record.key.id) == record)
            #expect(try transactions.returns(of: "c_1_1_20240101000000", limit: 5) == [record])
            #expect(try transactions.find("c_1_1_2") == nil)
        },
        StorageCheck("a session is at its latest transaction, open or closed") { database in
            let transactions = Store(database: database).transactions
            var first = sale("1", second: 1)
            #expect(try transactions.current(of: first.key.session) == nil)
            try transactions.open(first)
            #expect(try transactions.current(of: first.key.session) == first)
            try transactions.open(sale("2", second: 1))
            (first.state, first.closedAt) = (.rolledBack, 3)
            try transactions.save(first)
            #expect(try transactions.current(of: first.key.session) == first)
            let second = sale("1", second: 2)
            try transactions.open(second)
            #expect(try transactions.current(of: first.key.session) == second)
            #expect(try transactions.find(first.key.id) == first)
        },
        StorageCheck("a key is used once, and only what is there is saved") { database in
            let transactions = Store(database: database).transactions
            try transactions.open(sale("1", second: 1))
            #expect(throws: StorageError.self) { try transactions.open(sale("1", second: 1)) }
            #expect(throws: StorageError.self) { try transactions.save(sale("1", second: 2)) }
        },
        StorageCheck("a total that no column holds, and a closing without its time, are refused") { database in
            let transactions = Store(database: database).transactions
            var record = sale("1", second: 1)
            record.total = Money(units: Int128(Int64.max) + 1)
            let error = #expect(throws: StorageError.self) { try transactions.open(record) }
            #expect(error?.code == .outOfRange)
            record.total = .zero
            record.state = .committed
            #expect(throws: StorageError.self) { try transactions.open(record) }
            let kept = try transactions.current(of: record.key.session)
            #expect(kept == nil)
        },
        StorageCheck("what lapses is open, and what is overdue is pending, of the company, oldest first") { database in
            let transactions = Store(database: database).transactions
            for (terminal, time) in [("1", Int64(30)), ("2", 10), ("3", 20), ("4", 40)] {
                try transactions.open(sale(terminal, second: 1, at: time))
                var pending = sale(terminal, second: 2, at: time)
                pending.state = .pending
                try transactions.open(pending)
                var closed = sale(terminal, second: 3, at: time)
                (closed.state, closed.closedAt) = (.lapsed, time)
                try transactions.open(closed)
            }
            let lapsable = try transactions.lapsable(of: "c", before: 40, limit: 2)
            #expect(lapsable.map(\.session.terminal) == ["2", "3"])
            #expect(lapsable.allSatisfy { $0.opened.secondOfDay == 1 })
            let overdue = try transactions.pendingOverdue(of: "c", before: 40, limit: 9)
            #expect(overdue.map(\.session.terminal) == ["2", "3", "1"])
            #expect(overdue.allSatisfy { $0.opened.secondOfDay == 2 })
            #expect(try transactions.lapsable(of: "d", before: 40, limit: 2) == [])
        },
        StorageCheck("keys that look alike to people are different rows") { database in
            let transactions = Store(database: database).transactions
            let alike = [
                SessionKey(company: "c", store: "a_b", terminal: "1"),
                SessionKey(company: "c_a", store: "b", terminal: "1"),
                SessionKey(company: "c", store: "\u{e9}", terminal: "1"),
                SessionKey(company: "c", store: "e\u{301}", terminal: "1"),
                SessionKey(company: "c", store: "a", terminal: "1"),
                SessionKey(company: "c", store: "a", terminal: "01"),
                SessionKey(company: "c", store: "A", terminal: "1"),
                SessionKey(company: "c", store: "a ", terminal: "1"),
            ]
            for (index, session) in alike.enumerated() {
                var record = sale("", second: 1)
                record.key.session = session
                record.choice = "\(index)"
                try transactions.open(record)
            }
            for (index, session) in alike.enumerated() {
                #expect(try transactions.current(of: session)?.choice == "\(index)")
            }
        },
    ]

    static func sale(
        _ terminal: String, second: Int, at time: Int64 = 1, company: String = "c"
    ) -> TransactionRecord {
        let moment = LocalDateTime(date: LocalDate(days: 19_800), secondOfDay: second)
        return TransactionRecord(
            key: TransactionKey(
                session: SessionKey(company: company, store: "1", terminal: terminal), opened: moment),
            lastDateTime: moment, lastMessageAt: time)
    }
}
