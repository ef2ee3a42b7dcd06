/// Files that a house rule does not bind, each with its reason; one that is no longer needed fails its test.
enum Exceptions {
    private static let entry = "an entry point; what it decides is in a library, and the scripts of Deploy run it"
    private static let measurement = "a part of the benchmark; what it measures is tested where it lives"
    private static let word = "a word of the vocabulary; the tests of what computes with it stand for it"

    /// Source files without a test that names one of their types.
    static let withoutTest: [String: String] = [
        "Sources/Bench/Arguments.swift": measurement,
        "Sources/Bench/BenchError.swift": measurement,
        "Sources/Bench/Evaluate/EvaluateCommand.swift": measurement,
        "Sources/Bench/Evaluate/EvaluationRun.swift": measurement,
        "Sources/Bench/Evaluate/LoadedMap.swift": measurement,
        "Sources/Bench/Evaluate/TicketFile.swift": measurement,
        "Sources/Bench/Main.swift": entry,
        "Sources/Bench/RawProcess.swift": measurement,
        "Sources/Bench/Report/Latencies.swift": measurement,
        "Sources/Bench/Report/Report.swift": measurement,
        "Sources/Bench/Wire/WireCommand.swift": measurement,
        "Sources/Bench/World/Catalog.swift": measurement,
        "Sources/Bench/World/GenerateCommand.swift": measurement,
        "Sources/Bench/World/GeneratedMap.swift": measurement,
        "Sources/Bench/World/GeneratedMessage.swift": measurement,
        "Sources/Bench/World/GeneratedTickets.swift": measurement,
        "Sources/Bench/World/MetPromotions.swift": measurement,
        "Sources/Bench/World/SeededRandom.swift": measurement,
        "Sources/Promoctl/Main.swift": entry,
        "Sources/SaleEvaluator/Main.swift": entry,
        "Sources/Messages/JSON/JSONReader.swift": word,
        "Sources/Messages/JSON/JSONValue.swift": word,
        "Sources/Promotions/Evaluation/CompiledMap.swift": word,
        "Sources/Promotions/Evaluation/Evaluation.swift": word,
        "Sources/Promotions/Evaluation/LimitUse.swift": word,
        "Sources/Promotions/Evaluation/Run.swift": word,
        "Sources/Promotions/Evaluation/Verdict.swift": word,
        "Sources/Promotions/Map/Benefit.swift": word,
        "Sources/Promotions/Map/BenefitKind.swift": word,
        "Sources/Promotions/Map/CompositionSet.swift": word,
        "Sources/Promotions/Map/Condition.swift": word,
        "Sources/Promotions/Map/Limit.swift": word,
        "Sources/Promotions/Map/Measure.swift": word,
        "Sources/Promotions/Map/Promotion.swift": word,
        "Sources/Promotions/Map/PromotionMap.swift": word,
        "Sources/Promotions/Map/Time.swift": word,
        "Sources/Promotions/Numbers/Currency.swift": word,
        "Sources/Promotions/Numbers/DecimalText.swift": word,
        "Sources/Promotions/Numbers/LocalDateTime.swift": word,
        "Sources/Promotions/Numbers/Money.swift": word,
        "Sources/Promotions/Numbers/Quantity.swift": word,
        "Sources/Promotions/Numbers/Rounding.swift": word,
        "Sources/Promotions/Ticket/Attributes.swift": word,
        "Sources/Promotions/Ticket/Element.swift": word,
        "Sources/Promotions/Ticket/Item.swift": word,
        "Sources/Promotions/Ticket/Ticket.swift": word,
    ]

    /// Files that import a C library without being called `Raw….swift`.
    static let callCOutsideRaw: [String: String] = [:]
}
