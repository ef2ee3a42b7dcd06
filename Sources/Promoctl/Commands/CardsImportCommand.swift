internal import Loyalty
internal import Promotions
internal import Storage

/// The command `promoctl cards import`.
enum CardsImportCommand: Command {
    static let declaration = Declaration(
        "cards", "import", summary: "Saves cards from a file.", operands: .one("FILE"), options: [.company, .json],
        discussion: Declaration.importing + """


            Fields: number, type, customer, validTo, and balance1 and balance2, with which a new card begins; those of a
            card that is there already stay as they are.
            """)

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try ImportRun.run(
            arguments, context, noun: "cards", read: { row in CardDraft(&row).card },
            prepare: { (run, cards) throws(StorageError) in
                // Sales lock several cards in this order; others would wait for one another.
                try run.store.loyalty.lockTogether(
                    Set(cards.map { LoyaltyLock(.card, company: run.company, element: $0.number) }))
            },
            save: { (run, card) throws(StorageError) in
                guard try run.store.cardTypes.find(card.type, of: run.company) != nil else {
                    return "type: company \(run.company) has no card type \(card.type)"
                }
                let isNew = try run.store.cards.save(card, of: run.company)
                guard isNew else { return nil }
                let now = run.context.time.now()
                for account in Card.Account.allCases where card[account] > .zero {
                    let target = LoyaltyOutcome.Account(card: card.number, balance: account)
                    _ = try run.store.cards.adjust(
                        by: card[account], target, of: run.company, day: Moment.dateTime(now).date, now: now)
                }
                return nil
            })
    }
}
