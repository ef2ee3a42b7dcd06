/// Files that a house rule does not bind, each with its reason; one that is no longer needed fails its test.
///
/// A key is a path, or a folder with a `/` at its end, which stands for all that lies in it.
enum Exceptions {
    private static let entry = "an entry point; what it decides is in a library, and the scripts of Deploy run it"
    private static let measurement = "a part of the benchmark; what it measures is tested where it lives"
    private static let words = "words of the vocabulary; the tests of what computes with them stand for them"

    /// Source files without a test that names one of their types.
    static let withoutTest: [String: String] = [
        "Sources/Bench/": measurement,
        "Sources/Promoctl/Main.swift": entry,
        "Sources/SaleEvaluator/Main.swift": entry,
        "Sources/Messages/JSON/": words,
        "Sources/Promotions/Evaluation/": words,
        "Sources/Promotions/Map/": words,
        "Sources/Promotions/Numbers/": words,
        "Sources/Promotions/Ticket/": words,
    ]

    /// Files that import a C library without being called `Raw….swift`.
    static let callCOutsideRaw: [String: String] = [:]

    /// The offenders that no key excuses.
    static func uncovered(_ offenders: [String], by keys: [String]) -> [String] {
        offenders.filter { offender in !keys.contains { excuses($0, offender) } }
    }

    /// The keys that excuse nobody.
    static func stale(_ keys: [String], for offenders: [String]) -> [String] {
        keys.filter { key in !offenders.contains { excuses(key, $0) } }.sorted()
    }

    private static func excuses(_ key: String, _ path: String) -> Bool {
        key.hasSuffix("/") ? path.hasPrefix(key) : key == path
    }
}
