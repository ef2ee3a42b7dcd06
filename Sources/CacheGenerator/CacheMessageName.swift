import Storage

/// The name under which the run loop knows a message of a run.
struct CacheMessageName: Hashable {
    var generation: Int
    var number: Int
    var company: String
    var store: String

    init(_ message: CacheMessage, of run: CacheRun) {
        (generation, number) = (run.generation, message.number)
        (company, store) = (run.company, run.store)
    }

    /// Reads a name; nil where it is none.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0] == "cache", let generation = Int(parts[1]), let number = Int(parts[2]),
            let length = Int(parts[3]), parts[4].count > length
        else { return nil }
        (self.generation, self.number) = (generation, number)
        company = String(parts[4].prefix(length))
        store = String(parts[4].dropFirst(length + 1))
    }

    /// The name; the company's length stands before it, so that no store can look like another company's.
    var text: String { "cache/\(generation)/\(number)/\(company.count)/\(company)/\(store)" }
}
