public import Promotions

/// What a company may decide about its sales; durations in seconds.
public struct CompanySettings: Hashable, Sendable {
    /// What the clock does with a transaction that is left pending.
    public enum PendingAction: String, Sendable, CaseIterable {
        /// Its effects stay.
        case commit
        /// Its effects are undone.
        case rollback
    }

    /// How long an open transaction and its holds live after its last message.
    public var transactionLifetime: Int
    /// How long a pending transaction waits after its last message.
    public var pendingLifetime: Int
    /// What happens then.
    public var pendingAction: PendingAction
    /// How long answers are kept after their transaction closed.
    public var answerRetention: Int
    /// Whether a later message without an open transaction is refused.
    public var strictSessions: Bool
    /// Whether a customer nobody knows is refused.
    public var refuseUnknownCustomers: Bool
    /// Whether every finish commits.
    public var autoCommit: Bool
    /// How payment plans are computed where the map does not say.
    public var paymentCalculation: PromotionMap.PaymentCalculation
    /// Whether a line gets what the catalog of products knows of its code and the till did not send.
    public var completesItems: Bool

    /// Settings from their parts; what is left out has its default.
    public init(
        transactionLifetime: Int = 86_400, pendingLifetime: Int = 86_400, pendingAction: PendingAction = .commit,
        answerRetention: Int = 86_400, strictSessions: Bool = false, refuseUnknownCustomers: Bool = false,
        autoCommit: Bool = false, paymentCalculation: PromotionMap.PaymentCalculation = .none,
        completesItems: Bool = false
    ) {
        self.transactionLifetime = transactionLifetime
        self.pendingLifetime = pendingLifetime
        self.pendingAction = pendingAction
        self.answerRetention = answerRetention
        self.strictSessions = strictSessions
        self.refuseUnknownCustomers = refuseUnknownCustomers
        self.autoCommit = autoCommit
        self.paymentCalculation = paymentCalculation
        self.completesItems = completesItems
    }
}

extension CompanySettings {
    init(row: Row) throws(StorageError) {
        self.init(
            transactionLifetime: try row.int("transaction_lifetime"),
            pendingLifetime: try row.int("pending_lifetime"),
            pendingAction: try row.word("pending_action", as: PendingAction.self),
            answerRetention: try row.int("answer_retention"),
            strictSessions: try row.flag("strict_sessions"),
            refuseUnknownCustomers: try row.flag("refuse_unknown_customers"),
            autoCommit: try row.flag("auto_commit"),
            paymentCalculation: try row.word("payment_calculation", as: PromotionMap.PaymentCalculation.self),
            completesItems: try row.flag("complete_items"))
    }

    var values: [DatabaseValue] {
        [
            .int(transactionLifetime), .int(pendingLifetime), .text(pendingAction.rawValue), .int(answerRetention),
            .flag(strictSessions), .flag(refuseUnknownCustomers), .flag(autoCommit),
            .text(paymentCalculation.rawValue), .flag(completesItems),
        ]
    }
}
