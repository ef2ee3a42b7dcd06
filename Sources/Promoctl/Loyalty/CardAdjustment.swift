internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// Moves a card's balance by an operator's word.
enum CardAdjustment {
    static func declaration(_ word: String, _ summary: String) -> Declaration {
        Declaration(
            "cards", word, summary: summary, operands: .init(name: "NUMBER AMOUNT", count: 2...2),
            options: [
                .init("--account", "ACCOUNT", "balance1 (the one that benefits credit) or balance2"), .company, .json,
            ])
    }

    static func run(_ arguments: Arguments, _ context: Context, isDebit: Bool) throws(Failure) -> ExitStatus {
        let (number, text) = (arguments.operands[0], arguments.operands[1])
        guard let units = DecimalText.parse(text, decimals: Money.decimals), units > 0 else {
            throw .usage("found \"\(text)\", expected an amount above 0, with at most \(Money.decimals) decimals")
        }
        let name = arguments["--account"] ?? Card.Account.balance1.rawValue
        guard let account = Card.Account(rawValue: name) else {
            throw .usage("--account: found \"\(name)\", expected balance1 or balance2")
        }
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let (now, points) = (context.time.now(), Money(units: isDebit ? -units : units))
        let result = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.cards.adjust(
                    by: points, LoyaltyOutcome.Account(card: number, balance: account), of: company,
                    day: Moment.dateTime(now).date, now: now)
            }
        }
        switch result {
        case .success(let movement):
            if arguments.has("--json") {
                context.terminal.print(movement.json)
            } else {
                context.terminal.print("\(account.rawValue) of card \(number) is \(movement.balance.plainText)\n")
            }
            return .done
        case .failure(let refused): throw .failed("card \(number): \(sentence(refused.reason))")
        }
    }

    private static func sentence(_ reason: CardRefusal) -> String {
        switch reason {
        case .notFound: "there is none of this number"
        case .disabled: "it has expired"
        case .cancelled: "it was cancelled"
        case .typeNotFound: "its type is not known"
        case .balanceExceeded: "it holds less than is to be taken"
        case .typeInactive, .needsCustomer, .notAuthorised: "it cannot be moved (\(reason.rawValue))"
        }
    }
}
