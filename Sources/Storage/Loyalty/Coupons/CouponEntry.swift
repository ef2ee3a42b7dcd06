public import Loyalty

/// An entry in a coupon's history.
public struct CouponEntry: Hashable, Sendable {
    /// What happened.
    public enum Kind: Hashable, Sendable {
        /// It was issued.
        case issue
        /// A return changed its worth.
        case revalue
        /// Something that its state follows.
        case event(CouponEvent)

        /// The word it is kept under.
        public var text: String {
            switch self {
            case .issue: "issue"
            case .revalue: "revalue"
            case .event(let event): event.rawValue
            }
        }

        init?(text: String) {
            switch text {
            case "issue": self = .issue
            case "revalue": self = .revalue
            default:
                guard let event = CouponEvent(rawValue: text) else { return nil }
                self = .event(event)
            }
        }
    }

    /// Its place in the history, from 1.
    public var number: Int
    /// What happened.
    public var kind: Kind
    /// The transaction that made it happen; nil where none did.
    public var transaction: String?
    /// When, in milliseconds since 1970.
    public var at: Int64

    init(row: Row) throws(StorageError) {
        let word = try row.text("event")
        guard let kind = Kind(text: word) else {
            throw StorageError(
                .corrupt, place: "column event", text: "found \"\(word.prefix(40))\", expected the name of an event")
        }
        self.kind = kind
        number = try row.int("number")
        transaction = try row.optionalText("transaction_id")
        at = try row.integer("at")
    }
}
