/// One of the operators' commands.
protocol Command {
    /// What it takes.
    static var declaration: Declaration { get }

    /// Does it.
    ///
    /// - Parameters:
    ///   - arguments: its arguments, as its declaration allows them.
    ///   - context: what it works with.
    /// - Returns: what the process ends with.
    /// - Throws: `Failure`, which says why it was not done.
    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus
}

/// All commands, in the order in which they are shown.
enum Commands {
    static var all: [any Command.Type] {
        [
            EvaluateCommand.self, PublishCommand.self, MapCheckCommand.self, MapDistributeCommand.self,
            MapListCommand.self, MapShowCommand.self, MapRollbackCommand.self, LimitsShowCommand.self,
            CouponTypesImportCommand.self, CouponTypesListCommand.self, CouponsShowCommand.self,
            CouponsIssueCommand.self, CouponsCancelCommand.self, CardTypesImportCommand.self,
            CardTypesListCommand.self, CardsImportCommand.self, CardsShowCommand.self, CardsCreditCommand.self,
            CardsDebitCommand.self, CardsBlockCommand.self, CardsUnblockCommand.self, CustomersImportCommand.self,
            CustomersShowCommand.self, ExpireCommand.self, TransactionsListCommand.self,
            TransactionsShowCommand.self, ReturnsListCommand.self, ReturnsShowCommand.self, ReturnsRetryCommand.self,
            LimitsAlarmsCommand.self, EcouponsListCommand.self, EcouponsShowCommand.self, EcouponsRetryCommand.self,
            EcouponsPreviewCommand.self, EcouponsTemplatesCommand.self,
            DeadListCommand.self, DeadShowCommand.self, DeadRequeueCommand.self, StatusCommand.self,
            ImportCatalogCommand.self, ImportListCommand.self, ImportShowCommand.self, CacheRefreshCommand.self,
            CacheStatusCommand.self, CacheVerifyCommand.self, CacheShowCommand.self,
            MigrateCommand.self, CompanyShowCommand.self, CompanySetCommand.self, CompletionCommand.self,
        ]
    }

    static var declarations: [Declaration] { all.map { $0.declaration } }
}
