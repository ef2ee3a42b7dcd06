internal import Catalogs
internal import Messages
internal import Storage

/// What became of a load.
struct ImportReport {
    let record: ImportRecord
    let errors: [ImportError]

    init(_ record: ImportRecord, in store: Store) throws(Failure) {
        self.record = record
        errors = try storage { () throws(StorageError) in try store.imports.errors(of: record.id) }
    }

    /// What the process ends with.
    var status: ExitStatus { record.state == .failed || record.refused > 0 ? .failed : .done }

    private var catalog: String { CatalogName(record.catalog)?.description ?? record.catalog }

    /// The report for people.
    func text(on terminal: Terminal) -> String {
        var text = ""
        if !errors.isEmpty {
            let rows = errors.map { [Table.Cell($0.place), Table.Cell($0.found), Table.Cell($0.allowed)] }
            text += Table("WHERE", "FOUND", "ALLOWED", rows: rows).text(on: terminal)
            if record.refused > Int64(errors.count) { text += "and \(record.refused - Int64(errors.count)) more\n" }
        }
        if record.state == .failed { text += "load \(record.id) failed: \(record.problem)\n" }
        let dynamic = CatalogName(record.catalog)?.isDynamic == true ? ", a dynamic field" : ""
        return text
            + """
            load \(record.id) of \(catalog)\(dynamic), company \(record.company): \(record.total) items, \
            \(record.loaded) loaded, \(record.removed) removed, \(record.refused) refused (\(record.state.rawValue))

            """
    }

    /// The report for programs.
    var json: JSONValue {
        .members(
            ("id", .whole(record.id)), ("company", .string(record.company)), ("catalog", .string(catalog)),
            ("source", .string(record.source)), ("state", .string(record.state.rawValue)),
            ("replaces", .bool(record.isReplacing)), ("items", .whole(record.total)),
            ("loaded", .whole(record.loaded)), ("removed", .whole(record.removed)),
            ("refused", .whole(record.refused)), ("problem", .string(record.problem)),
            ("createdAt", .string(Moment.text(record.createdAt))),
            (
                "errors",
                .array(
                    errors.map {
                        .members(
                            ("where", .string($0.place)), ("found", .string($0.found)),
                            ("allowed", .string($0.allowed)))
                    })
            ))
    }
}
