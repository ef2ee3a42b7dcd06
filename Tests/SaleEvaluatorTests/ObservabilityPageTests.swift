import Foundation
import Mailing
import Testing
import WorkerRuntime

@testable import CacheGenerator
@testable import Importer
@testable import ReturnProcessor
@testable import SaleEvaluator

/// What is written about metrics and log lines is what the programs have: the page, the dashboard and the alerts.
struct ObservabilityPageTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let page = root.appendingPathComponent("Deploy/observability.md")
    static let metrics =
        WorkerMetrics.all + SaleMetrics.all + ReturnMetrics.all + MailMetrics.all + ImportMetrics.all + CacheMetrics.all

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The cells of the first column of the table between two marks.
    static func names(in table: String, of text: String) throws -> [String] {
        let start = try #require(text.range(of: "<!-- \(table) -->\n"))
        let end = try #require(text.range(of: "<!-- /\(table) -->"))
        return text[start.upperBound..<end.lowerBound].split(separator: "\n").dropFirst(2).map { row in
            String(row.split(separator: "|")[0]).trimmingCharacters(in: CharacterSet(charactersIn: " `"))
        }
    }

    /// The Swift files of the programs that write a log; what tests of the program write is explained with them.
    static func sources() throws -> [(path: String, text: String)] {
        try [
            "WorkerRuntime", "SaleEvaluator", "ReturnProcessor", "Mailing", "ECouponMailer", "Importer",
            "CacheGenerator",
        ].flatMap { target -> [(path: String, text: String)] in
            let folder = root.appendingPathComponent("Sources/\(target)")
            let walk = FileManager.default.enumerator(atPath: folder.path)
            var found: [(path: String, text: String)] = []
            while let path = walk?.nextObject() as? String {
                guard path.hasSuffix(".swift"), !path.hasPrefix("Faults/") else { continue }
                let file = folder.appendingPathComponent(path)
                found.append((path, try String(contentsOf: file, encoding: .utf8)))
            }
            return found
        }
    }

    static func matches(_ pattern: String, in text: String) throws -> [String] {
        let expression = try NSRegularExpression(pattern: pattern)
        return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
            Range(match.range(at: 1), in: text).map { String(text[$0]) }
        }
    }

    static func metricNames(in text: String) throws -> Set<String> {
        Set(try matches("\\b((?:promo|process)_[a-z_]+)", in: text))
    }

    /// The names under which a metric is queried.
    static func queried(_ metric: MetricDescription) -> [String] {
        if case .histogram = metric.kind { return ["_bucket", "_sum", "_count"].map { metric.name + $0 } }
        return [metric.name]
    }

    /// With PROMO_RECORD set the table is written anew, and the run fails so that somebody looks at it.
    @Test func `the page lists the metrics as they are declared`() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let from = try #require(text.range(of: "<!-- metrics -->\n"))
        let to = try #require(text.range(of: "<!-- /metrics -->"))
        let table = MetricDescription.markdownTable(of: Self.metrics)
        #expect(text[from.upperBound..<to.lowerBound] == table)
        guard ProcessInfo.processInfo.environment["PROMO_RECORD"] != nil else { return }
        try (text[..<from.upperBound] + table + text[to.lowerBound...]).write(
            to: Self.page, atomically: false, encoding: .utf8)
        Issue.record("recorded; run again without PROMO_RECORD")
    }

    @Test(arguments: ["Deploy/prometheus/alerts.yml", "Deploy/grafana/promotions.json"])
    func `only metrics that exist are asked for`(_ path: String) throws {
        let known = Set(Self.metrics.flatMap(Self.queried))
        // Prose may speak of a histogram as such; a query cannot.
        let text = try Self.text(path).replacing("(promo_stage_seconds)", with: "").replacing(
            "(promo_publish_seconds)", with: "")
        let asked = try Self.metricNames(in: text)
        #expect(asked.count > 10)
        #expect(asked.subtracting(known).sorted() == [])
    }

    @Test func `every metric is shown on the dashboard`() throws {
        let shown = try Self.metricNames(in: try Self.text("Deploy/grafana/promotions.json"))
        let missing = Self.metrics.filter { metric in !Self.queried(metric).contains(where: shown.contains) }
        #expect(missing.map(\.name) == [])
    }

    @Test func `the dashboard is JSON, and each panel has a place of its own`() throws {
        let data = try Data(contentsOf: Self.root.appendingPathComponent("Deploy/grafana/promotions.json"))
        let dashboard = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        let places = panels.compactMap { $0["gridPos"] as? [String: Int] }
        #expect(Set(places).count == panels.count)
        #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
        for panel in panels where panel["type"] as? String != "row" {
            #expect((panel["description"] as? String)?.hasSuffix(".") == true, "\(panel["title"] ?? "")")
        }
    }

    @Test func `every sentence of the log is explained, and no other`() throws {
        let sources = try Self.sources()
        #expect(sources.count > 30)
        let written = try sources.flatMap { source in
            try Self.matches("log\\.(?:debug|info|warning|error)\\(\\s*\"([^\"]+)\"", in: source.text)
                + Self.matches("\\\\\"message\\\\\":\\\\\"([^\"\\\\]+)", in: source.text)
        }
        let explained = try Self.names(in: "sentences", of: try String(contentsOf: Self.page, encoding: .utf8))
        #expect(Set(written).subtracting(explained).sorted() == [], "not explained")
        #expect(Set(explained).subtracting(written).sorted() == [], "explained, but never written")
    }

    @Test func `every key of the log is explained, and no other`() throws {
        let literal = "\"([a-z]+(?:[.][a-z]+)*)\": [.](?:text|number|boolean)\\("
        let written = try Self.sources().flatMap { try Self.matches(literal, in: $0.text) }
        let always = ["time", "level", "message"]
        let explained = try Self.names(in: "keys", of: try String(contentsOf: Self.page, encoding: .utf8))
        #expect(Set(written).count > 20)
        #expect(Set(written + always).subtracting(explained).sorted() == [], "not explained")
        #expect(Set(explained).subtracting(written + always).sorted() == [], "explained, but never written")
    }
}
