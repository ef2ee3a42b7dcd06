/// The phase of a transaction that a message belongs to; the raw value is the word on the wire.
public enum Status: String, Sendable, CaseIterable {
    /// Enter elements.
    case sale
    /// The same as `sale`.
    case sales
    /// The same as `sale`.
    case total
    /// The same as `sale`.
    case payment
    /// Check coupons, cards and customers.
    case loyaltyValidation
    /// Close the ticket.
    case finish
    /// Confirm what was finished.
    case commit
    /// Undo what was finished.
    case rollback

    private static let byLowercase: [String: Status] = {
        var statuses: [String: Status] = [:]
        for status in allCases { statuses[status.rawValue.lowercased()] = status }
        return statuses
    }()

    /// The status that a text names, in any letter case; nil for any other text.
    public init?(wire text: String) {
        guard let status = Status.byLowercase[text.lowercased()] else { return nil }
        self = status
    }
}
