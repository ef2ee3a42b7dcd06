internal import Catalogs
internal import Messages
internal import Storage

/// The command `promoctl import list`.
enum ImportListCommand: Command {
    static let declaration = Declaration(
        "import", "list", summary: "Lists the loads of catalogs, newest first.",
        options: [.init("--count", "N", "how many at most (20)"), .json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let count = try arguments.number("--count", in: 1...1_000) ?? 20
        let store = try context.installation().store()
        let records = try storage { () throws(StorageError) in try store.imports.list(limit: count) }
        if arguments.has("--json") {
            let reports = try records.map { (record) throws(Failure) in try ImportReport(record, in: store).json }
            context.terminal.print(JSONValue.array(reports))
            return .done
        }
        if records.isEmpty {
            context.terminal.print("no catalog was loaded yet\n")
            return .done
        }
        var table = Table("LOAD#", "COMPANY", "CATALOG", "BEGUN", "ITEMS#", "LOADED#", "REMOVED#", "REFUSED#", "STATE")
        for record in records {
            let isBad = record.refused > 0
            table.rows.append([
                .init("\(record.id)"), .init(record.company),
                .init(CatalogName(record.catalog)?.description ?? record.catalog),
                .init(Moment.text(record.createdAt)), .init("\(record.total)"), .init("\(record.loaded)"),
                .init("\(record.removed)"), .init("\(record.refused)", isBad ? .red : nil),
                .init(record.state.rawValue, record.state == .failed ? .red : nil),
            ])
        }
        context.terminal.print(table.text(on: context.terminal))
        return .done
    }
}
