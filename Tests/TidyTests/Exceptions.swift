/// Files that a house rule does not bind, each with its reason; one that is no longer needed fails its test.
///
/// A key is a path, or a folder with a `/` at its end, which stands for all that lies in it.
enum Exceptions {
    private static let entry = "an entry point; what it decides is in a library, and the scripts of Deploy run it"
    private static let measurement = "a part of the benchmark; what it measures is tested where it lives"
    private static let words = "words of the vocabulary; the tests of what computes with them stand for them"

    private static let wire = "what RabbitMQ is asked for; the conformance suite runs it against a real broker"
    private static let session = "a step of one message; the conversations of SessionTests run it through the engine"
    private static let language = "a part of the reader or the writer; maps are read and written through those"
    private static let tables = "rows of one table; the conformance suite of storage runs them through the store"
    private static let smtp = "what libcurl is asked for; the scripts of Deploy run it against real mail servers"
    private static let command = "behind a command line; tests run the command by its words"
    private static let page = "a step of making pages or runs; PageTests and CacheWorkTests run it through its owner"
    private static let process = "where the process meets its system; the scripts of Deploy run it"

    /// Source files without a test that names one of their types.
    static let withoutTest: [String: String] = [
        "Sources/Bench/": measurement,
        "Sources/Broker/Wire/": wire,
        "Sources/ECouponMailer/Main.swift": entry,
        "Sources/Engine/Evaluation/TicketEvaluation.swift": session,
        "Sources/Engine/Loyalty/LoyaltyDesk.swift": session,
        "Sources/Engine/Returns/OriginalLookup.swift": session,
        "Sources/Engine/Returns/RefundWork.swift": session,
        "Sources/Engine/Returns/ReturnEnd.swift": session,
        "Sources/Engine/Sessions/MessageWork.swift": session,
        "Sources/Engine/Sessions/TransactionEnd.swift": session,
        "Sources/PromotionLanguage/Fields/": language,
        "Sources/PromotionLanguage/Reading/ObjectReader.swift": language,
        "Sources/PromotionLanguage/Writing/": language,
        "Sources/Mail/SMTP/RawTransfer.swift": smtp,
        "Sources/Promoctl/Commands/": command,
        "Sources/Promoctl/Loyalty/": command,
        "Sources/Promoctl/Main.swift": entry,
        "Sources/Promoctl/Transactions/": command,
        "Sources/ReturnProcessor/Main.swift": entry,
        "Sources/CacheGenerator/Main.swift": entry,
        "Sources/Catalogs/Rows/RowError.swift": "RowTests reads its parts where a row is refused",
        "Sources/EcommerceCache/Pages/": page,
        "Sources/EcommerceCache/Runs/": page,
        "Sources/Importer/Main.swift": entry,
        "Sources/Promoctl/Caches/": command,
        "Sources/Promoctl/Catalogs/": command,
        "Sources/SaleEvaluator/Main.swift": entry,
        "Sources/Storage/Cache/": tables,
        "Sources/Storage/Catalogs/": tables,
        "Sources/Storage/Companies/Companies.swift": tables,
        "Sources/Storage/Database/ByteOrder.swift": tables,
        "Sources/Storage/Deliveries/": tables,
        "Sources/Storage/Loyalty/": tables,
        "Sources/Storage/Mails/": tables,
        "Sources/Storage/Migrations/": tables,
        "Sources/Storage/SQLite/": tables,
        "Sources/Storage/Transactions/": tables,
        "Sources/WorkerRuntime/Configuration/": process,
        "Sources/WorkerRuntime/Log/": process,
        "Sources/WorkerRuntime/Loop/Session.swift": process,
        "Sources/WorkerRuntime/Health/RawStatusLoop.swift": process,
        "Sources/WorkerRuntime/Process/": process,
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
