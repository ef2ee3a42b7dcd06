/// A step from one shape of the database to the next; never edited once it was released.
struct Migration: Sendable {
    /// Its place in the order, from 1 without gaps.
    let number: Int
    /// What it brings, in a few words.
    let name: String
    /// What is run, in order; `BYTEA` is the one type name for bytes that both databases take.
    let statements: [String]

    /// Every migration, in order.
    static let all: [Migration] = [
        .companiesAndMaps, .workers, .transactions, .limits, .deliveries,
    ]
}
