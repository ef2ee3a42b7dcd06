import Foundation
import Messages
import PromotionLanguage
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

/// An engine on a database of its own, and the maps it sells under.
final class EngineWorld {
    let store: Store
    let engine: SaleEngine
    /// Milliseconds since 1970; tests move it.
    var now: Int64 = 1_700_000_000_000

    /// Which database a world is on.
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case sqlite = "on SQLite"
        case postgres = "on PostgreSQL"

        var testDescription: String { rawValue }

        /// Those that can be had; PostgreSQL where `PROMO_TEST_POSTGRES` says where.
        static let all = PostgresSchema.server == nil ? [.sqlite] : Kind.allCases
    }

    /// Goes with the world.
    private var schema: PostgresSchema?

    init(_ database: any Database) throws {
        try Migrator.migrate(database, now: now)
        store = Store(database: database)
        engine = SaleEngine(store)
    }

    convenience init(_ kind: Kind = .sqlite) throws {
        switch kind {
        case .sqlite: try self.init(SQLiteDatabase(path: ":memory:"))
        case .postgres:
            let schema = try PostgresSchema()
            try self.init(schema.open())
            self.schema = schema
        }
    }

    /// Distributes a map to stores, in force at once.
    func distribute(_ bytes: [UInt8], version: Int, stores: [String]) throws {
        let document = try MapReader.read(bytes, allowing: .all)
        let map = MapVersion(company: document.map.company, version: version)
        try store.database.transaction { () throws(StorageError) in
            try store.maps.insert(
                StoredMap(company: map.company, version: version, name: document.map.name, distributedAt: now),
                document: String(decoding: bytes, as: UTF8.self))
            try store.storeMaps.distribute(map, to: stores, now: now)
            try store.storeMaps.activate(map, now: now)
        }
        engine.library.add(CompiledMap(document.map), as: map)
    }

    /// Sends a body and gives the answer's text.
    func send(_ body: String, contentType: String? = nil) throws -> String {
        let message = IncomingMessage(body: Array(body.utf8), contentType: contentType)
        let results = try engine.process([message], now: now)
        now += 1_000
        return String(decoding: results[0].answer, as: UTF8.self)
    }

    /// An engine with the maps of the golden exchanges.
    static func golden(_ kind: Kind = .sqlite) throws -> EngineWorld {
        let world = try EngineWorld(kind)
        try world.distribute(Golden.bytes("setup/map-76.json"), version: 76, stores: ["3"])
        try world.distribute(Golden.bytes("setup/map-77.json"), version: 77, stores: ["5"])
        try world.distribute(
            Array(#"{"company": "napse", "levels": []}"#.utf8), version: 1, stores: ["1"])
        try world.register()
        return world
    }
}

/// The golden exchanges, which stand beside the tests of the codec.
enum Golden {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("MessagesTests/Golden")

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: directory.appendingPathComponent(name)))
    }

    static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}

extension EngineWorld {
    /// What limits have granted, by scope key, in ten-thousandths.
    func used() throws -> [String: Int64] {
        let counters = try store.limits.list(of: "2", count: 1_000)
        return Dictionary(uniqueKeysWithValues: counters.map { ($0.key.scopeKey, $0.used) })
    }

    /// Whether every counter is the sum of its holds and within its limit.
    func expectBooksInOrder() throws {
        #expect(try store.limits.mismatches(count: 10).isEmpty)
        #expect(try used().values.allSatisfy { $0 <= 50_000_000 })
    }
}
