import Broker
import Engine
import Foundation
import Storage
import TestSupport

@testable import Promoctl

/// A machine to run commands on: a database and a broker in memory, a clock that moves when somebody waits, and all
/// that was written.
final class World {
    let broker = MemoryBroker()
    let database: SQLiteDatabase
    let topology = PromoTopology(prefix: "test")
    var milliseconds: Int64 = 1_700_000_000_000
    var isBrokerUp = true
    var isDatabaseUp = true
    var isColoured = false
    /// Called whenever a command sleeps.
    var onSleep: () -> Void = {}
    private(set) var output: [UInt8] = []
    private(set) var errors = ""
    private var files: [String] = []

    init(migrated: Bool = true) throws {
        database = try SQLiteDatabase(path: ":memory:")
        if migrated { try Migrator.migrate(database, now: milliseconds) }
        broker.onWait = { [unowned self] waited in milliseconds += Int64(waited) }
    }

    deinit {
        for file in files { try? FileManager.default.removeItem(atPath: file) }
    }

    var store: Store { Store(database: database) }
    var text: String { String(decoding: output, as: UTF8.self) }

    var terminal: Terminal {
        Terminal(
            out: { self.output += $0 }, err: { self.errors += $0 }, isColoured: isColoured, showsProgress: false)
    }

    var installation: Installation {
        Installation(
            topology: topology,
            openDatabase: { (_) throws(Failure) in
                guard self.isDatabaseUp else { throw .outOfReach("database: it is away") }
                return self.database
            },
            connect: { () throws(Failure) in
                guard self.isBrokerUp else { throw .outOfReach("broker: it is away") }
                return try Promoctl.broker { () throws(BrokerError) in try self.broker.connect() }
            })
    }

    var time: Timepiece {
        Timepiece(
            now: { self.milliseconds }, microseconds: { self.milliseconds * 1_000 },
            sleep: { waited in
                self.milliseconds += waited
                self.onSleep()
            })
    }

    /// Runs a command line; what it writes replaces what was written before.
    func run(_ words: String...) -> ExitStatus { run(words: words) }

    /// The same, of words that are a list already.
    func run(words: [String]) -> ExitStatus {
        (output, errors) = ([], "")
        let installation = installation
        return Program.run(
            words,
            Context(terminal: terminal, time: time, installation: { () throws(Failure) in installation }))
    }

    /// Writes a file that is gone with the world.
    func file(_ text: String, ending: String = "json") -> String {
        let path = NSTemporaryDirectory() + "promoctl-\(UUID().uuidString).\(ending)"
        _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
        files.append(path)
        return path
    }

    /// Makes what workers make when they start.
    func declareTopology() throws {
        let transport = try broker.connect()
        try transport.declare(topology.declarations)
        transport.close()
    }

    /// Brings a map into force, as if long ago.
    func distribute(_ map: String, version: Int, stores: [String]) throws {
        let status = run(
            "map", "distribute", file(map), "--stores", stores.joined(separator: ","), "--version", "\(version)")
        guard status == .done else { throw Failure.failed(errors) }
    }

    /// Announces a worker that sells.
    func startWorker(_ name: String) throws {
        try database.transaction { () throws(StorageError) in
            try store.workers.start(name, kind: MapLoading.workerKind, now: milliseconds)
        }
    }

    /// Announces that a worker has loaded a map.
    func load(_ version: Int, by worker: String) throws {
        try database.transaction { () throws(StorageError) in
            try store.workers.loaded(MapVersion(company: "2", version: version), by: worker, now: milliseconds)
        }
    }
}

/// The sample messages, which stand beside the tests of the codec.
enum Golden {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("MessagesTests/Golden").path

    static func path(_ name: String) -> String { "\(directory)/\(name)" }
    static func text(_ name: String) throws -> String { String(decoding: try Files.read(path(name)), as: UTF8.self) }
}

/// Small maps of company 2.
enum MapText {
    /// 30 % of everything, with a customer's limit of 5000.
    static let limited = """
        {"company": "2", "name": "Limited", "levels": [{"promotions": [{"id": "64cd5282a62e431960edd5d5",
        "name": "Thirty", "condition": {"simple": [{"element": "item"}]},
        "benefits": [{"id": "64cd52b6a62e431960edd5dd", "type": "PercentageDiscount", "percent": 30, "unit": "qty",
        "limits": [{"id": "64cd52b6a62e431960edd5de", "scope": "customer", "period": "undefined",
        "type": "benefitAmount", "value": 5000}]}]}]}]}
        """
    static let limitId = "64cd52b6a62e431960edd5de"
    static let empty = #"{"company": "2", "name": "Empty", "levels": []}"#
}
