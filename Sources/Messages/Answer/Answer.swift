public import Promotions

/// An answer, described by values; what goes on the wire, and what of it an ack allows, is worked out from them.
public struct Answer: Sendable {
    /// The engine string where no setting gives another.
    public static let defaultEngine = "7.2.6#282"

    /// Result of the message.
    public var ack: Ack
    /// What of the request's header is repeated; nil for a request that cannot be read.
    public var echo: Echo?
    /// Protocol level and build.
    public var engine: String
    /// Map version of the transaction; printed with acks 0 and 9001 only.
    public var mapVersion = 0
    /// Transaction string, where the message calls for one.
    public var transaction: String?
    /// State after the message; likewise.
    public var state: TransactionState?
    /// The map that all positions and figures belong to; without it nothing of an evaluation is printed.
    public var map: CompiledMap?
    /// The alternatives; those without grants are left out.
    public var alternatives: [Alternative] = []
    /// Limit balances; nil where they were not asked for.
    public var limitBalances: [LimitBalance]?
    /// Suggestions; nil where they were not asked for.
    public var suggestions: [Suggestion]?
    /// Coupons, cards and customers; nil where the message does not report them.
    public var loyalty: LoyaltyReport?
    /// What a return refunds; nil where there is nothing to report.
    public var refund: Refund?
    /// Verdicts, one for each promotion of the map; nil where they were not asked for.
    public var verdicts: [Verdict]?
    /// Errors below `message`.
    public var errors: [AnswerError] = []

    /// An answer that repeats a header.
    public init(_ ack: Ack = .ok, to echo: Echo?, engine: String = Answer.defaultEngine) {
        self.ack = ack
        self.echo = echo
        self.engine = engine
    }

    /// The answer to a body that is no request.
    public init(_ error: UnreadableDocument, engine: String = Answer.defaultEngine) {
        self.init(error.ack, to: nil, engine: engine)
    }

    /// The answer to a request that failed validation.
    public init(_ error: InvalidRequest, engine: String = Answer.defaultEngine) {
        self.init(.invalid, to: error.echo, engine: engine)
        errors = error.errors
    }

    /// Takes from an evaluation what a request asked for.
    ///
    /// - Parameters:
    ///   - evaluation: what the ticket gets.
    ///   - map: the map it was evaluated under.
    ///   - header: the request's header.
    public mutating func report(_ evaluation: Evaluation, under map: CompiledMap, to header: RequestHeader) {
        self.map = map
        alternatives = evaluation.alternatives
        limitBalances = header.limitBalances ? evaluation.limitBalances : nil
        verdicts = header.explain ? evaluation.verdicts : nil
        suggestions = evaluation.suggestions?.list
    }

    /// The document.
    ///
    /// - Parameter format: its form, that of the request.
    /// - Returns: the bytes of the message.
    public func bytes(_ format: RequestFormat) -> [UInt8] { AnswerContents(self).write(format) }
}
