internal import Messages
internal import Promotions
internal import Storage

/// Whether a message continues its session's transaction, opens a new one, or is refused.
enum TransactionDecision: Hashable {
    /// The open or pending transaction takes it.
    case proceed
    /// A new transaction begins.
    case open
    /// The open transaction begins again: its elements, holds and stored answers are dropped.
    case restart
    /// The message changes nothing and gets this ack.
    case refuse(Ack)

    /// Decides by the rules of sessions.
    ///
    /// - Parameters:
    ///   - header: the message's header.
    ///   - current: the session's latest transaction, open or closed; nil before the first.
    ///   - isStrict: whether a later message without an open transaction is refused.
    ///   - isRehearsal: whether every first message is a ticket of its own.
    init(_ header: RequestHeader, current: TransactionRecord?, isStrict: Bool, isRehearsal: Bool = false) {
        let isClosing = header.status == .commit || header.status == .rollback
        let open = current.flatMap { $0.state == .open ? $0 : nil }
        if current?.state == .pending, !isRehearsal || isClosing {
            self = isClosing ? .proceed : .refuse(.otherPending)
        } else if isClosing {
            self = open == nil ? .refuse(.nothingPending) : .proceed
        } else if isRehearsal, header.initTck || header.messageId == 1 {
            self = .open
        } else if header.initTck {
            self = open?.key.opened == header.dateTime ? .restart : .open
        } else if let open {
            self = header.messageId == 1 && header.dateTime > open.lastDateTime ? .open : .proceed
        } else if isStrict, header.messageId > 1 {
            self = .refuse(current?.state == .lapsed ? .sessionTimedOut : .noSession)
        } else {
            self = .open
        }
    }
}
