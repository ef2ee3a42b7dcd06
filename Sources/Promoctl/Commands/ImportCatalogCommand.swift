internal import Catalogs
internal import Glibc
internal import Storage

/// The command `promoctl import catalog`.
enum ImportCatalogCommand: Command {
    static let declaration = Declaration(
        "import", "catalog", summary: "Loads a catalog from a file.", operands: .one("FILE"),
        options: [
            .init("--company", "COMPANY", "whose, where the file does not say"),
            .init("--catalog", "NAME", "which, for rows of cells, such as catalogItem"),
            .init("--replace", nil, "rows of cells replace the catalog"), .json,
        ],
        discussion: """
            FILE is an envelope in JSON, as back offices publish it, or CSV whose first row names the columns; - is
            standard input. Every bad row is reported with what was found and what is allowed; good rows are loaded.
            What was begun goes on when this process is killed: an importer finishes it.
            """)

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let catalog = try arguments["--catalog"].map { (text) throws(Failure) -> CatalogName in
            guard let name = CatalogName(text) else {
                throw .usage("--catalog: found \"\(text)\", expected the name of a catalog such as catalogItem")
            }
            return name
        }
        guard catalog != nil || !arguments.has("--replace") else {
            throw .usage("--replace is for rows of cells; an envelope says deleteAllCollectionFirst itself")
        }
        let store = try context.installation().store()
        let file = CatalogFile(
            path: arguments.operands[0], company: arguments["--company"], catalog: catalog,
            isReplacing: arguments.has("--replace"))
        let name = "promoctl-\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        let written = try file.write(to: store, key: name, context)
        let record = try finish(written, in: store, by: name, context)
        context.terminal.endProgress()
        let report = try ImportReport(record, in: store)
        if arguments.has("--json") {
            context.terminal.print(report.json)
        } else {
            context.terminal.print(report.text(on: context.terminal))
        }
        return report.status
    }

    /// Carries the load out, and what waits before it; a worker may be doing it already.
    private static func finish(
        _ written: ImportRecord, in store: Store, by name: String, _ context: Context
    ) throws(Failure) -> ImportRecord {
        let zones = ZoneDatabase()
        let work = ImportWork(store, worker: name) { zones.zone($0) != nil }
        defer { try? work.stop() }
        while true {
            let step = try storage { () throws(StorageError) in try work.advance(now: context.time.now()) }
            switch step {
            case .ended(let record) where record.id == written.id: return record
            case .advanced(let record):
                let part = record.size == 0 ? 100 : record.position * 100 / record.size
                context.terminal.progress("load \(record.id): \(record.total) items, \(part) %")
            case .idle:
                let record = try storage { () throws(StorageError) in try store.imports.find(written.id) }
                guard let record else { throw .failed("load \(written.id) is not kept any more") }
                if record.state != .waiting { return record }
                context.terminal.progress("load \(record.id): \(record.total) items; a worker has it")
                context.time.sleep(200)
            case .ended: break
            }
        }
    }
}
