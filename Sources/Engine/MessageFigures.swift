internal import Messages
internal import Promotions
public import Storage

/// What a message did, in numbers for those who watch; nothing of it says who bought what.
public struct MessageFigures: Hashable, Sendable {
    /// What limits did to an evaluation.
    public enum Limiting: String, CaseIterable, Hashable, Sendable {
        /// No limit took anything.
        case none
        /// A limit cut a benefit.
        case cut
        /// A limit left nothing of a benefit.
        case exhausted
    }

    /// What limits did to the message's evaluation; nil where it was not evaluated.
    public internal(set) var limiting: Limiting?
    /// How many promotions the first alternative grants.
    public internal(set) var promotions = 0
    /// Where the transaction stands after the message; nil where the message changed nothing.
    public internal(set) var state: TransactionRecord.State?
    /// What the message took off for good, in ten-thousandths: the ticket's discount when it is committed.
    public internal(set) var committed: Int64 = 0

    mutating func note(_ evaluation: Evaluation) {
        promotions = evaluation.alternatives.first?.grants.count ?? 0
        let isCut = evaluation.alternatives.contains { $0.grants.contains { $0.benefits.contains(where: \.isCut) } }
        limiting = isCut ? .cut : evaluation.isLimited ? .exhausted : Limiting.none
    }

    mutating func note(_ record: TransactionRecord) {
        state = record.state
        if record.state == .committed { committed = Int64(clamping: record.total.units) }
    }
}
