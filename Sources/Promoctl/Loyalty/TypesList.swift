internal import Messages
internal import Storage

/// Lists the kinds of something that a company has.
struct TypesList<Kind> {
    /// What they are called, in the plural.
    var noun: String
    var table: Table
    /// Reads a page of them: those of a company whose codes come after one, so many at most.
    var read: (Store, _ company: String, _ last: String, _ limit: Int) throws(StorageError) -> [Kind]
    var code: (Kind) -> String
    var row: (Kind) -> [Table.Cell]
    var json: (Kind) -> JSONValue

    /// Does what the command is asked for.
    func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let page = try Page(arguments)
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let types = try storage { () throws(StorageError) in try read(store, company, page.after, page.reading) }
        page.print(
            types, arguments, context.terminal, table: table, nothing: "company \(company) has no \(noun)", name: code,
            row: row, json: json)
        return .done
    }
}
