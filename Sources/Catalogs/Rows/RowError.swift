/// What is wrong with an item of a load.
struct RowError: Error, Hashable, Sendable {
    /// The field; empty for the item as a whole.
    var field: String
    /// What was found there.
    var found: String
    /// What is allowed.
    var allowed: String
}
