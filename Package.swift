// swift-tools-version: 6.2
import PackageDescription

/// Settings shared by every Swift target; a target adds to them, never drops one.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .treatWarning("ExplicitSendable", as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// For the targets that call C: every use of a pointer says `unsafe`.
let wrapsC: [SwiftSetting] = strict + [.strictMemorySafety()]

let package = Package(
    name: "promotions",
    products: [
        .executable(name: "sale-evaluator", targets: ["SaleEvaluator"]),
        .executable(name: "ecoupon-mailer", targets: ["ECouponMailer"]),
        .executable(name: "return-processor", targets: ["ReturnProcessor"]),
        .executable(name: "importer", targets: ["Importer"]),
        .executable(name: "cache-generator", targets: ["CacheGenerator"]),
        .executable(name: "promoctl", targets: ["Promoctl"]),
        .executable(name: "promo-bench", targets: ["Bench"]),
    ],
    targets: [
        .systemLibrary(name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
        .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        // Debian ships no .pc file for it.
        .systemLibrary(name: "CZint", providers: [.apt(["libzint-dev"])]),

        .target(name: "Promotions", swiftSettings: strict),
        .target(name: "Loyalty", dependencies: ["Promotions"], swiftSettings: strict),
        .target(name: "Messages", dependencies: ["Promotions", "CXML2"], swiftSettings: wrapsC),
        .target(name: "PromotionLanguage", dependencies: ["Promotions", "Messages"], swiftSettings: strict),
        .target(
            name: "Storage", dependencies: ["Promotions", "Loyalty", "CSQLite", "CPostgreSQL"], swiftSettings: wrapsC),
        .target(
            name: "Engine",
            dependencies: ["Promotions", "Loyalty", "Messages", "PromotionLanguage", "Storage", "Catalogs"],
            swiftSettings: strict),
        .target(
            name: "Catalogs", dependencies: ["Promotions", "Loyalty", "Messages", "Storage"], swiftSettings: strict),
        .target(
            name: "EcommerceCache", dependencies: ["Promotions", "Messages", "Storage", "Catalogs"],
            swiftSettings: strict),
        .target(name: "Broker", dependencies: ["CRabbitMQ"], swiftSettings: wrapsC),
        .target(name: "Mail", dependencies: ["CCurl", "CZint"], swiftSettings: wrapsC),
        .target(
            name: "WorkerRuntime", dependencies: ["Broker", "Storage", "CMicroHTTPD"], swiftSettings: wrapsC),

        .target(
            name: "Mailing",
            dependencies: ["Promotions", "Loyalty", "Messages", "Storage", "Broker", "Mail", "WorkerRuntime"],
            swiftSettings: strict),
        .executableTarget(
            name: "ECouponMailer", dependencies: ["Broker", "Mail", "Mailing", "WorkerRuntime"], swiftSettings: strict),
        .executableTarget(
            name: "SaleEvaluator", dependencies: ["Engine", "Messages", "Storage", "Broker", "WorkerRuntime"],
            swiftSettings: strict),
        .executableTarget(
            name: "ReturnProcessor", dependencies: ["Engine", "Storage", "Broker", "WorkerRuntime"],
            swiftSettings: strict),
        .executableTarget(
            name: "Importer", dependencies: ["Catalogs", "Storage", "Broker", "WorkerRuntime"],
            swiftSettings: strict),
        .executableTarget(
            name: "CacheGenerator",
            dependencies: [
                "Catalogs", "EcommerceCache", "Engine", "Messages", "Promotions", "Storage", "Broker", "WorkerRuntime",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Promoctl",
            dependencies: [
                "Promotions", "Loyalty", "Messages", "PromotionLanguage", "Engine", "Storage", "Broker", "Mail",
                "Mailing", "WorkerRuntime", "Catalogs", "EcommerceCache",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Promotions", "Messages", "PromotionLanguage", "Engine", "Storage", "Broker", "WorkerRuntime",
                "CRabbitMQ", "CSQLite", "CPostgreSQL", "CCurl", "Catalogs", "EcommerceCache", "Loyalty", "Mail",
                "Mailing",
            ],
            swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["Promotions", "Loyalty", "Broker", "Storage"],
            path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "PromotionsTests", dependencies: ["Promotions", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "LoyaltyTests", dependencies: ["Loyalty", "Promotions", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "MessagesTests", dependencies: ["Messages", "Promotions", "TestSupport"],
            resources: [.copy("Golden")], swiftSettings: strict),
        .testTarget(
            name: "PromotionLanguageTests", dependencies: ["PromotionLanguage", "Promotions", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "StorageTests", dependencies: ["Storage", "Loyalty", "Promotions", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "EngineTests", dependencies: ["Engine", "Loyalty", "Storage", "Messages", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CatalogsTests", dependencies: ["Catalogs", "Storage", "Messages", "Promotions", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "EcommerceCacheTests",
            dependencies: [
                "EcommerceCache", "Catalogs", "Engine", "PromotionLanguage", "Storage", "Messages", "Promotions",
                "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ImporterTests",
            dependencies: ["Importer", "Catalogs", "Storage", "Broker", "WorkerRuntime", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CacheGeneratorTests",
            dependencies: [
                "CacheGenerator", "EcommerceCache", "Catalogs", "Engine", "Messages", "Storage", "Broker",
                "WorkerRuntime", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(name: "BrokerTests", dependencies: ["Broker", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "MailTests", dependencies: ["Mail"], swiftSettings: strict),
        .testTarget(
            name: "WorkerRuntimeTests", dependencies: ["WorkerRuntime", "Broker", "Storage", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "MailingTests",
            dependencies: [
                "Mailing", "Mail", "Promotions", "Loyalty", "Storage", "Broker", "WorkerRuntime", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SaleEvaluatorTests",
            dependencies: [
                "SaleEvaluator", "ReturnProcessor", "Importer", "CacheGenerator", "Engine", "Messages", "Storage",
                "Broker", "Mailing", "WorkerRuntime",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ReturnProcessorTests",
            dependencies: ["ReturnProcessor", "Engine", "Loyalty", "Promotions", "Storage", "Broker", "WorkerRuntime"],
            swiftSettings: strict),
        .testTarget(
            name: "PromoctlTests",
            dependencies: [
                "Promoctl", "Promotions", "Loyalty", "Messages", "PromotionLanguage", "Engine", "Storage", "Broker",
                "TestSupport", "Catalogs", "EcommerceCache",
            ],
            swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
