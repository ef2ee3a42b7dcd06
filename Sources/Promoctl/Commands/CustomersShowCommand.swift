internal import Loyalty
internal import Messages
internal import Storage

/// The command `promoctl customers show`.
enum CustomersShowCommand: Command {
    static let declaration = Declaration(
        "customers", "show", summary: "Shows a customer.", operands: .one("CODE"),
        options: [.init("--identifier", nil, "CODE is the number of an identity document"), .company, .json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let code = arguments.operands[0]
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let found = try storage { () throws(StorageError) in
            arguments.has("--identifier")
                ? try store.customers.find(identifier: code, of: company) : try store.customers.find(code, of: company)
        }
        guard let customer = found else { throw .failed("company \(company) has no customer \(code)") }
        if arguments.has("--json") {
            context.terminal.print(customer.json)
            return .done
        }
        func shown(_ text: String) -> Table.Cell { .init(text.isEmpty ? "-" : text) }
        let rows: [[Table.Cell]] = [
            ["code", shown(customer.code)], ["identifier", shown(customer.identifier ?? "")],
            ["name", shown(customer.name)], ["last name", shown(customer.lastName)],
            ["email", shown(customer.email)], ["type", shown(customer.type)], ["segment", shown(customer.segment)],
            ["state", .init(customer.isActive ? "active" : "inactive", customer.isActive ? .green : .yellow)],
        ]
        context.terminal.print(Table("CUSTOMER", "", rows: rows).text(on: context.terminal))
        return .done
    }
}
