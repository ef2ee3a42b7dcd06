internal import Loyalty
internal import Storage

/// The command `promoctl customers import`.
enum CustomersImportCommand: Command {
    static let declaration = Declaration(
        "customers", "import", summary: "Saves customers from a file.", operands: .one("FILE"),
        options: [.company, .json],
        discussion: Declaration.importing + """


            Fields: code, identifier, name, lastName, email, type, segment, active.
            """)

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try ImportRun.run(
            arguments, context, noun: "customers", read: { row in Customer(&row) },
            save: { (run, customer) throws(StorageError) in
                try run.store.customers.save(customer, of: run.company)
                return nil
            })
    }
}
