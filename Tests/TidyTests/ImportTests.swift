import Testing

/// Who may import whom: imports point downwards, and each C library has one door.
struct ImportTests {
    private static let libraries: Set<String> = [
        "Promotions", "Loyalty", "Messages", "PromotionLanguage", "Storage", "Engine", "Broker", "WorkerRuntime",
        "Catalogs", "EcommerceCache",
    ]
    /// What a program that has to do with mails may import besides.
    private static let mailing: Set<String> = libraries.union(["Mail", "Mailing"])
    static let table: [String: Set<String>] = [
        "Promotions": [],
        "Loyalty": ["Promotions"],
        "Messages": ["Promotions", "CXML2"],
        "PromotionLanguage": ["Promotions", "Messages"],
        "Storage": ["Promotions", "Loyalty", "CSQLite", "CPostgreSQL"],
        "Engine": ["Promotions", "Loyalty", "Messages", "PromotionLanguage", "Storage", "Catalogs"],
        "Catalogs": ["Promotions", "Loyalty", "Messages", "Storage"],
        "EcommerceCache": ["Promotions", "Messages", "Storage", "Catalogs"],
        "Broker": ["CRabbitMQ"],
        "Mail": ["CCurl", "CZint"],
        "WorkerRuntime": ["Broker", "Storage", "CMicroHTTPD"],
        "Mailing": ["Promotions", "Loyalty", "Messages", "Storage", "Broker", "Mail", "WorkerRuntime"],
        "SaleEvaluator": libraries,
        "ReturnProcessor": libraries,
        "ECouponMailer": mailing,
        "Importer": libraries,
        "CacheGenerator": libraries,
        "Promoctl": mailing,
        // It measures the engine beside bare loops of the client libraries.
        "Bench": mailing.union(["CRabbitMQ", "CSQLite", "CPostgreSQL", "CCurl"]),
    ]
    /// Of the toolchain, and for everyone but the core.
    static let toolchain: Set<String> = ["Glibc", "Synchronization", "FoundationEssentials"]
    static let doors: Set<String> = [
        "CCurl", "CMicroHTTPD", "CPostgreSQL", "CRabbitMQ", "CSQLite", "CXML2", "CZint",
    ]

    @Test func `every folder of Sources is in the table or a door`() {
        #expect(Set(Repository.sources.map(\.target)) == Set(Self.table.keys).union(Self.doors))
    }

    @Test func `modules import what the table allows and nothing else`() {
        expectNone(of: Self.forbidden(in: Repository.sources))
    }

    @Test func `no library imports the helpers of the tests`() {
        for (module, imports) in Self.table { #expect(!imports.contains("TestSupport"), "\(module)") }
    }

    @Test func `there is no Swift package dependency`() throws {
        let manifest = try #require(Repository.file("Package.swift"))
        #expect(manifest.lines.filter { $0.contains(".package(") } == [])
        #expect(manifest.lines.contains { $0.contains(".target(") })
    }

    @Test func `a forbidden import is found whatever its spelling`() {
        let text = """
            import Foundation
            public import Storage
            @preconcurrency internal import struct FoundationXML.XMLParser
            import Glibc
            // import Engine
            """
        let core = TextFile(path: "Sources/Promotions/A.swift", text: text)
        let language = TextFile(path: "Sources/PromotionLanguage/A.swift", text: text)
        let end = "is not allowed"
        #expect(
            Self.forbidden(in: [core]) == [
                "\(core.path):1: import of Foundation \(end)", "\(core.path):2: import of Storage \(end)",
                "\(core.path):3: import of FoundationXML \(end)", "\(core.path):4: import of Glibc \(end)",
            ])
        #expect(
            Self.forbidden(in: [language]) == [
                "\(language.path):1: import of Foundation \(end)", "\(language.path):2: import of Storage \(end)",
                "\(language.path):3: import of FoundationXML \(end)",
            ])
    }

    static func forbidden(in files: [TextFile]) -> [String] {
        files.filter { $0.path.hasSuffix(".swift") }.flatMap { file in
            let own = table[file.target] ?? []
            let allowed = file.target == "Promotions" ? own : own.union(toolchain)
            return file.lines.enumerated().compactMap { line -> String? in
                guard let module = Words.module(importedBy: line.element) else { return nil }
                guard !allowed.contains(module) else { return nil }
                return "\(file.path):\(line.offset + 1): import of \(module) is not allowed"
            }
        }
    }
}
