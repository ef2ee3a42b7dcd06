internal import Loyalty
internal import Storage

/// Switches a card off or on by an operator's word.
enum CardSwitch {
    static func run(_ event: CardEvent, _ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let number = arguments.operands[0]
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let record = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.cards.take(event, number, of: company)
            }
        }
        guard let record else { throw .failed("company \(company) has no card \(number)") }
        if arguments.has("--json") {
            context.terminal.print(record.card.json)
        } else {
            context.terminal.print("card \(number) is \(record.card.state.rawValue)\n")
        }
        return .done
    }
}
