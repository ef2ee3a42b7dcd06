public import Promotions

/// The attributes of a request's `message`, typed.
public struct RequestHeader: Hashable, Sendable {
    /// Company that sends.
    public var companyId: String
    /// Store.
    public var store: String
    /// Terminal, digits as sent.
    public var terminal: String
    /// Date and time of the message, local to the store.
    public var dateTime: LocalDateTime
    /// Number of the message within its transaction.
    public var messageId: Int
    /// Sales channel; empty where none was sent.
    public var channel = ""
    /// Phase.
    public var status = Status.sale
    /// Whether the message starts a new transaction.
    public var initTck = false
    /// Whether promotions are computed.
    public var evaluate = false
    /// Whether the transaction is a return; nil where the message does not say.
    public var voidTrx: Bool?
    /// Whether an answer is wanted; without effect.
    public var response = false
    /// Version of the message, for the log.
    public var msgVersion = ""
    /// The map asked for.
    public var mapVersion: Int?
    /// Whether suggestions are asked for.
    public var suggest = false
    /// The element that suggestions must concern.
    public var suggestSeq: Int?
    /// Its kind.
    public var suggestSeqType = ElementKind.item
    /// Whether limit balances are asked for.
    public var limitBalances = false
    /// Whether the till was offline.
    public var offline = false
    /// The alternative chosen, from 1; 0 withdraws the choice.
    public var option: Int?
    /// Whether a finish commits as well.
    public var autoCommit = false
    /// Whether verdicts are asked for.
    public var explain = false
    /// Transaction string of the sale that a return is about.
    public var originalTrx: String?
    /// Store of that sale.
    public var originalStore: String?
    /// Terminal of that sale.
    public var originalTerminal: String?
    /// Date and time of the message that opened that sale.
    public var originalDateTime: LocalDateTime?
    /// What no table names, for conditions on the transaction.
    public var attributes = Attributes()

    /// A header with what every message must have.
    public init(companyId: String, store: String, terminal: String, dateTime: LocalDateTime, messageId: Int) {
        self.companyId = companyId
        self.store = store
        self.terminal = terminal
        self.dateTime = dateTime
        self.messageId = messageId
    }

    /// What an answer repeats.
    public var echo: Echo { Echo(companyId: companyId, store: store, terminal: terminal, messageId: messageId) }

    /// The transaction string of a transaction that this message opens.
    public var transactionString: String {
        RequestHeader.transactionString(companyId: companyId, store: store, terminal: terminal, opened: dateTime)
    }

    /// The sale that a return names.
    public var original: OriginalSale {
        if let originalTrx { return .transaction(originalTrx) }
        if let originalStore, let originalTerminal, let originalDateTime {
            return .transaction(
                RequestHeader.transactionString(
                    companyId: companyId, store: originalStore, terminal: originalTerminal, opened: originalDateTime))
        }
        let isEmpty = originalStore == nil && originalTerminal == nil && originalDateTime == nil
        return isEmpty ? .none : .incomplete
    }

    /// `<companyId>_<store>_<terminal>_<yyyyMMddHHmmss>`.
    ///
    /// - Parameters:
    ///   - companyId: the company.
    ///   - store: the store.
    ///   - terminal: the terminal.
    ///   - opened: date and time of the message that opened the transaction.
    /// - Returns: the transaction string.
    public static func transactionString(
        companyId: String, store: String, terminal: String, opened: LocalDateTime
    ) -> String {
        "\(companyId)_\(store)_\(terminal)_\(opened.compactText)"
    }
}

/// Which sale a return names.
public enum OriginalSale: Hashable, Sendable {
    /// None.
    case none
    /// Some of its parts, but not all.
    case incomplete
    /// The one with this transaction string.
    case transaction(String)
}
