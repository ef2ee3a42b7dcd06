public import Storage
public import Testing

/// What every database has to do for the storage on top of it; each check starts from a migrated, empty database.
public struct StorageCheck: Sendable, CustomTestStringConvertible {
    /// What is claimed.
    public let testDescription: String
    /// Makes the claim.
    public let run: @Sendable (any Database) throws -> Void

    init(_ claim: String, _ run: @escaping @Sendable (any Database) throws -> Void) {
        testDescription = claim
        self.run = run
    }

    /// All checks.
    public static let all =
        database + companies + maps + workers + listings + transactions + batches + limits + limitProperties
        + deliveries + retention + loyalty + mails + alarms + catalogs + cache

    /// Those of coupons, cards and returns.
    public static let loyalty = coupons + cards + returns + loyaltyProperties + loyaltyRetention
}
