public import Storage
import Testing

extension StorageCheck {
    static let database: [StorageCheck] = [
        StorageCheck("values come back as they were") { database in
            let samples: [DatabaseValue] = [
                .null, .integer(.min), .integer(.max), .text(""), .text("a'b\"c\\ \u{1F600} e\u{301}"), .blob([]),
                .blob([0, 255, 39]),
            ]
            for sample in samples {
                _ = try database.execute("DELETE FROM outbox", [])
                switch sample {
                case .null, .integer:
                    _ = try database.execute(
                        "INSERT INTO store_maps (company, store, sequence, version, distributed_at, in_force_at) "
                            + "VALUES ('c', 's', (SELECT COUNT(*) FROM store_maps), 1, 1, $1)", [sample])
                    let row = try #require(
                        try database.query(
                            "SELECT in_force_at FROM store_maps ORDER BY sequence DESC LIMIT 1", []
                        ).first)
                    #expect(try row.value("in_force_at") == sample)
                case .text(let text):
                    try Store(database: database).outbox.add(message(id: text))
                    #expect(
                        try Store(database: database).outbox.next(limit: 1).first?.id.utf8.elementsEqual(text.utf8)
                            == true)
                case .blob(let bytes):
                    try Store(database: database).outbox.add(message(id: "x", body: bytes))
                    #expect(try Store(database: database).outbox.next(limit: 1).first?.body == bytes)
                }
            }
        },
        StorageCheck("a parameter may stand twice and out of order") { database in
            let rows = try database.query(
                "SELECT COUNT(*) AS value FROM outbox WHERE id = $2 OR (type = $1 AND exchange = $1 AND id = $2)",
                [.text("first"), .text("second")])
            #expect(try rows.first?.integer("value") == 0)
            try Store(database: database).outbox.add(message(id: "second"))
            let again = try database.query(
                "SELECT COUNT(*) AS value FROM outbox WHERE id = $2 AND id <> $1", [.text("first"), .text("second")])
            #expect(try again.first?.integer("value") == 1)
        },
        StorageCheck("execute says how many rows changed") { database in
            let outbox = Store(database: database).outbox
            for id in ["a", "b", "c"] { try outbox.add(message(id: id)) }
            #expect(try database.execute("UPDATE outbox SET type = 'x' WHERE id <> 'a'", []) == 2)
            #expect(try database.execute("UPDATE outbox SET type = 'x' WHERE id = 'z'", []) == 0)
        },
        StorageCheck("the outbox says how many messages wait, and since when") { database in
            let outbox = Store(database: database).outbox
            #expect(try outbox.backlog() == OutboxBacklog(count: 0, oldest: nil))
            for (index, id) in ["a", "b", "c"].enumerated() {
                var waiting = message(id: id)
                waiting.createdAt = 100 - Int64(index)
                try outbox.add(waiting)
            }
            #expect(try outbox.backlog() == OutboxBacklog(count: 3, oldest: 98))
            try outbox.delete(["c"])
            #expect(try outbox.backlog() == OutboxBacklog(count: 2, oldest: 99))
        },
        StorageCheck("a transaction happens as a whole or not at all") { database in
            let outbox = Store(database: database).outbox
            #expect(!database.isInTransaction)
            #expect(throws: StorageError.self) {
                try database.transaction { () throws(StorageError) in
                    try outbox.add(message(id: "a"))
                    throw StorageError(.other, place: "test", text: "stop")
                }
            }
            #expect(!database.isInTransaction)
            #expect(try outbox.count() == 0)
            try database.transaction { () throws(StorageError) in try outbox.add(message(id: "a")) }
            #expect(try outbox.count() == 1)
            try database.begin()
            #expect(database.isInTransaction)
            try outbox.add(message(id: "b"))
            try database.rollback()
            try database.rollback()
            #expect(try outbox.count() == 1)
        },
        StorageCheck("a broken rule is a constraint error, and the connection goes on") { database in
            let sql = "INSERT INTO workers (worker, kind, started_at, seen_at) VALUES ('w', 'k', 1, 1)"
            _ = try database.execute(sql, [])
            let error = #expect(throws: StorageError.self) { _ = try database.execute(sql, []) }
            #expect(error?.code == .constraint)
            #expect(error?.isOfTheWorld == false)
            #expect(try Store(database: database).workers.live(kind: "k", now: 2) == ["w"])
        },
        StorageCheck("a column that is missing or of another kind is named") { database in
            try Store(database: database).outbox.add(message(id: "a"))
            let row = try #require(try database.query("SELECT id, created_at, body FROM outbox", []).first)
            for (column, read) in [
                ("nothing", { try _ = row.text("nothing") }), ("id", { try _ = row.integer("id") }),
                ("created_at", { try _ = row.text("created_at") }), ("body", { try _ = row.flag("body") }),
                ("id", { try _ = row.blob("id") }),
            ] as [(String, () throws -> Void)] {
                let error = #expect(throws: StorageError.self) { try read() }
                #expect(error?.code == .corrupt)
                #expect(error?.place == "column \(column)")
            }
        },
        StorageCheck("migrating again changes nothing") { database in
            try Store(database: database).outbox.add(message(id: "a"))
            #expect(try Migrator.migrate(database, now: 5) == [])
            #expect(try Store(database: database).outbox.count() == 1)
            let rows = try database.query("SELECT number FROM migrations ORDER BY number", [])
            #expect(try rows.map { try $0.int("number") } == Array(1...Migrator.newest))
        },
        StorageCheck("a database of a newer program is refused and left alone") { database in
            let number = Migrator.newest + 1
            _ = try database.execute(
                "INSERT INTO migrations (number, name, applied_at) VALUES ($1, 'later', 1)", [.integer(Int64(number))])
            let error = #expect(throws: StorageError.self) { try Migrator.migrate(database, now: 5) }
            #expect(error?.code == .newerDatabase)
            #expect(error?.text.contains("\(number)") == true)
            #expect(!database.isInTransaction)
        },
    ]

    /// A message that says nothing.
    public static func message(id: String, body: [UInt8] = [], at time: Int64 = 1) -> OutboxMessage {
        OutboxMessage(
            id: id, exchange: "e", routingKey: "k", type: "t", contentType: "application/json", body: body,
            createdAt: time)
    }
}
