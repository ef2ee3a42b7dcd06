import Storage
import Testing

@testable import Importer
@testable import WorkerRuntime

struct ImportMetricsTests {
    @Test(arguments: ImportMetrics.all)
    func `names follow the conventions`(_ metric: MetricDescription) {
        #expect(metric.name.hasPrefix("promo_") && metric.name.hasSuffix("_total"))
        #expect(metric.help.hasSuffix("."))
    }

    @Test func `items are counted once, whatever slices they came in`() {
        let registry = Registry()
        let metrics = ImportMetrics(registry)
        var record = ImportRecord(id: 1, key: "k", source: "s", now: 0)
        metrics.advanced(record)
        (record.loaded, record.refused) = (5, 1)
        metrics.advanced(record)
        metrics.advanced(record)
        (record.loaded, record.removed) = (7, 2)
        metrics.ended(record)
        let text = Exposition.text(registry)
        #expect(text.contains(#"promo_import_items_total{result="loaded"} 7"#))
        #expect(text.contains(#"promo_import_items_total{result="removed"} 2"#))
        #expect(text.contains(#"promo_import_items_total{result="refused"} 1"#))
    }
}
