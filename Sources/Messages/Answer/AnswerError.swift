/// An error that an answer lists.
public struct AnswerError: Error, Hashable, Sendable {
    /// What `type` says of an error in the header.
    public static let headerType = "message"
    /// What `type` says of a coupon that a finish could not consume.
    public static let couponRedeem = "coupon-redeem"
    /// What `type` says of a card that a finish could not use.
    public static let cardRedeem = "card-redeem"
    /// What `type` says of coupons that a finish could not issue; the finish took effect all the same.
    public static let couponIssue = "coupon-issue"
    /// What `type` says of a customer that a validation does not accept.
    public static let customerValidation = "customer-validation"
    /// What `type` says where suggesting failed.
    public static let suggestion = "suggestion"

    /// The code.
    public var ack: Ack
    /// Bar code or card number; for invalid fields the attribute, a colon, and a text for people.
    public var info: String
    /// The element concerned; 0 where there is none or it cannot be read.
    public var seq: Int
    /// What kind of error it is, or the name of the command.
    public var type: String

    /// An error from its parts.
    public init(ack: Ack, info: String, seq: Int, type: String) {
        self.ack = ack
        self.info = info
        self.seq = seq
        self.type = type
    }

    /// An error about an attribute.
    public init(ack: Ack = .invalid, attribute: String, text: String, seq: Int, type: String) {
        self.init(ack: ack, info: "\(attribute): \(text)", seq: seq, type: type)
    }
}
