import Synchronization
import Testing

@testable import WorkerRuntime

/// Collects what a log writes.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }

    func log(_ threshold: Log.Level = .debug, form: Log.Form = .json, common: LogFields = [:]) -> Log {
        Log(threshold: threshold, form: form, common: common, wallMilliseconds: { 1_700_000_000_017 }) { self.add($0) }
    }
}

@Suite struct LogTests {
    @Test func `a line is one JSON object`() {
        let lines = Lines()
        lines.log(common: ["worker": "w"]).info(
            "Done", ["message.id": "a\"\\\n\u{1}ñ\u{2028}", "count": 3, "ok": true])
        #expect(
            lines.all == [
                #"{"time":"2023-11-14T22:13:20.017Z","level":"info","message":"Done","worker":"w","#
                    + #""message.id":"a\"\\\n\u0001ñ\u2028","count":3,"ok":true}"# + "\n"
            ])
    }

    @Test func `lines are counted by level where somebody watches`() {
        let registry = Registry()
        let log = Lines().log(.info).counting(in: registry)
        log.debug("Silent")
        log.info("A")
        log.error("B")
        log.error("C")
        let counts = Log.Level.allCases.map { registry.counter(WorkerMetrics.logged, $0.rawValue).current }
        #expect(counts == [0, 1, 0, 2])
    }

    @Test func `people get words`() {
        let lines = Lines()
        lines.log(form: .text).error("Gone", ["key": "plain", "reason": "two words", "empty": "", "n": .number(7)])
        #expect(
            lines.all == ["2023-11-14T22:13:20.017Z error Gone key=plain reason=\"two words\" empty=\"\" n=7\n"])
    }

    @Test(arguments: Log.Level.allCases) func `less than the threshold is silent`(_ threshold: Log.Level) {
        let lines = Lines()
        let log = lines.log(threshold)
        log.debug("x")
        log.info("x")
        log.warning("x")
        log.error("x")
        #expect(lines.all.count == 4 - (Log.Level.allCases.firstIndex(of: threshold) ?? 0))
    }

    @Test(arguments: Log.Form.allCases) func `no value breaks a line`(_ form: Log.Form) {
        for scalar in (0...0x2030).compactMap(Unicode.Scalar.init) {
            let lines = Lines()
            lines.log(form: form).info("x", ["v": .text("a\(Character(scalar))b")])
            let line = lines.all.first ?? ""
            #expect(
                line.unicodeScalars.filter { $0 == "\n" || $0 == "\r" || $0 == "\u{2028}" }.count == 1,
                "\(scalar.value)")
            #expect(lines.all.count == 1 && line.hasSuffix("\n"))
        }
    }
}

@Suite struct TimestampTests {
    struct Moment: Sendable {
        let milliseconds: Int64
        let text: String
    }

    @Test(arguments: [
        Moment(milliseconds: 0, text: "1970-01-01T00:00:00.000Z"),
        Moment(milliseconds: 951_782_399_999, text: "2000-02-28T23:59:59.999Z"),
        Moment(milliseconds: 951_782_400_000, text: "2000-02-29T00:00:00.000Z"),
        Moment(milliseconds: 951_868_800_000, text: "2000-03-01T00:00:00.000Z"),
        Moment(milliseconds: 1_709_164_800_001, text: "2024-02-29T00:00:00.001Z"),
        Moment(milliseconds: 1_735_689_599_000, text: "2024-12-31T23:59:59.000Z"),
        Moment(milliseconds: 4_107_542_400_000, text: "2100-03-01T00:00:00.000Z"),
        Moment(milliseconds: -5, text: "1970-01-01T00:00:00.000Z"),
    ])
    func `moments are written in UTC`(_ moment: Moment) {
        #expect(Timestamp.iso8601(millisecondsSince1970: moment.milliseconds) == moment.text)
    }

    @Test func `days follow each other over 200 years`() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (year, month, day) = (1970, 1, 1)
        for number in Int64(0)..<73_000 {
            let text = Timestamp.iso8601(millisecondsSince1970: number * 86_400_000)
            let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
            if parts != [year, month, day] {
                Issue.record("day \(number): \(text)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            day += 1
            if day > lengths[month - 1] + (isLeap && month == 2 ? 1 : 0) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(year == 2169)
    }
}
