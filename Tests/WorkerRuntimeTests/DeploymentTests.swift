import Foundation
import Testing
import WorkerRuntime

/// What deploys the product names settings and programs that exist, and leaves none of the programs out.
struct DeploymentTests {
    static let root = ReadmeTests.readme.deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path).sorted()
    }

    /// The programs that Package.swift makes, but for the one that measures.
    static func programs() throws -> [String] {
        try text("Package.swift").split(separator: "\n").filter { $0.contains(".executable(name:") }
            .compactMap { line in line.split(separator: "\"").dropFirst().first.map(String.init) }
            .filter { $0 != "promo-bench" }
    }

    static func workers() throws -> [String] { try programs().filter { $0 != "promoctl" } }

    /// The words of a text that begin like our settings.
    static func settings(in text: String) -> Set<String> {
        Set(
            text.split { !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_") }
                .filter { $0.hasPrefix("PROMO_") && $0 != "PROMO_" }.map(String.init))
    }

    static func unknown(_ names: Set<String>, besides others: Set<String> = []) -> [String] {
        let keys = Set(Settings.all.map(\.key)).union(others)
        return names.filter { name in
            !keys.contains(name) && !(name.hasSuffix("_FILE") && keys.contains(String(name.dropLast(5))))
        }.sorted()
    }

    @Test func `compose, image and units name settings that exist`() throws {
        let folders = try ["Deploy/systemd", "Deploy/docker"].flatMap { folder in
            try Self.names(in: folder).map { "\(folder)/\($0)" }
        }
        for path in ["docker-compose.yml", "Deploy/Dockerfile"] + folders {
            #expect(Self.unknown(Self.settings(in: try Self.text(path)), besides: [Settings.fileKey]) == [], "\(path)")
        }
        #expect(Self.unknown(["PROMO_PREFX", "PROMO_PREFIX", "PROMO_PREFIX_FILE"]) == ["PROMO_PREFX"])
    }

    @Test func `the guides name settings that exist`() throws {
        let pages = try Self.names(in: "Deploy").filter { $0.hasSuffix(".md") }
        #expect(pages.contains("README.md") && pages.contains("security.md"))
        // What scripts are told, and not programs.
        let others: Set = [Settings.fileKey, "PROMO_HOME", "PROMO_DEMO_DEBUG"]
        for page in pages {
            let named = Self.settings(in: try Self.text("Deploy/\(page)")).filter { !$0.hasPrefix("PROMO_TEST_") }
            #expect(Self.unknown(named, besides: others) == [], "\(page)")
        }
    }

    @Test func `secrets are files, never values`() throws {
        let secret = Set(Settings.all.filter(\.isSecret).map(\.key))
        #expect(secret.count >= 3)
        for path in ["docker-compose.yml", "Deploy/systemd/confinement.conf", "Deploy/systemd/promotions.conf"] {
            #expect(Self.settings(in: try Self.text(path)).isDisjoint(with: secret), "\(path)")
        }
    }

    @Test func `every program is in the image, and every worker is started everywhere`() throws {
        let programs = try Self.programs()
        #expect(programs.contains("sale-evaluator") && programs.contains("promoctl"))
        let (image, installer) = (try Self.text("Deploy/Dockerfile"), try Self.text("Deploy/systemd/install.sh"))
        for program in programs {
            #expect(image.contains("--product \(program)") && image.contains(".build/release/\(program)"))
            #expect(installer.contains(program))
        }
        let (compose, scripts) = (try Self.text("docker-compose.yml"), try Self.text("Deploy/lib/installation.sh"))
        for worker in try Self.workers() {
            #expect(compose.contains("\n  \(worker):\n") && compose.contains("command: [\"\(worker)\"]"))
            #expect(scripts.contains("$BIN/\(worker)\""))
            let unit = try Self.text("Deploy/systemd/\(worker)@.service")
            #expect(unit.contains("ExecStart=/usr/local/bin/\(worker)\n"))
        }
    }

    @Test func `images are pinned, and nothing runs with more rights than it needs`() throws {
        let compose = try Self.text("docker-compose.yml").split(separator: "\n").map(String.init)
        let images =
            compose.filter { $0.contains("image:") }
            + (try Self.text("Deploy/Dockerfile").split(separator: "\n").filter { $0.hasPrefix("FROM ") }.map(
                String.init))
        #expect(images.count >= 5)
        for image in images where !image.contains("promotions:latest") {
            let tag = image.split(separator: ":").last?.split(separator: " ").first ?? ""
            #expect(tag.contains(".") && tag != "latest", "\(image)")
        }
        #expect(compose.contains("  read_only: true") && compose.contains("  cap_drop: [ALL]"))
        #expect(!compose.contains { $0.contains("privileged: true") || $0.contains("network_mode") })
        #expect(try Self.text("Deploy/Dockerfile").contains("\nUSER 10001:10001\n"))
    }
}
