import Promotions
import Testing

@testable import PromotionLanguage

private func moment(_ text: String) throws -> LocalDateTime { try #require(LocalDateTime(text)) }

private struct SpanCase: Sendable, CustomTestStringConvertible {
    /// The value of the field, as JSON.
    let written: String
    /// What an export writes.
    let exported: [String]

    var testDescription: String { written }
}

private let ranges: [SpanCase] = [
    SpanCase(written: #""30/05/2020 10:30""#, exported: ["30/05/2020 10:30"]),
    SpanCase(
        written: #"["30/05/2020 10:30 - 02/07/2020 02:30"]"#, exported: ["30/05/2020 10:30 - 02/07/2020 02:30"]),
    SpanCase(
        written: #""30/05/2020 10:30 - 02/07/2020 02:30, 01/07/2020 09:00 - 01/09/2020 18:15""#,
        exported: ["30/05/2020 10:30 - 02/07/2020 02:30", "01/07/2020 09:00 - 01/09/2020 18:15"]),
    SpanCase(
        written: #"["01/01/0001 00:00-31/12/9999 23:59", "29/02/2024 12:00,  01/03/2024  00:00 "]"#,
        exported: ["01/01/0001 00:00 - 31/12/9999 23:59", "29/02/2024 12:00", "01/03/2024 00:00"]),
]

private let hours: [SpanCase] = [
    SpanCase(written: #""08:00-18:00""#, exported: ["08:00-18:00"]),
    SpanCase(
        written: #"["22:00 - 02:00,12:00-13:30", "00:00-23:59"]"#,
        exported: ["22:00-02:00", "12:00-13:30", "00:00-23:59"]),
]

@Suite("Time texts")
struct TimeTextTests {
    @Test("Ranges may be one text or a list, each with commas", arguments: ranges)
    private func range(_ testCase: SpanCase) throws {
        let map = try document(mapText(condition: #""dateTimeRanges": \#(testCase.written)"#)).map
        let read = map.levels[0].promotions[0].condition.dateTimeRanges
        #expect(read.map(TimeText.text) == testCase.exported)
        for text in testCase.exported { #expect(throws: Never.self) { try TimeText.range(text[...]) } }
    }

    @Test("Hours likewise", arguments: hours)
    private func hour(_ testCase: SpanCase) throws {
        let map = try document(mapText(condition: #""hourIntervals": \#(testCase.written)"#)).map
        #expect(map.levels[0].promotions[0].condition.hourIntervals.map(TimeText.text) == testCase.exported)
    }

    @Test("A range counts from its first second to the end of its last minute")
    func rangeEnds() throws {
        let range = try TimeText.range("30/05/2020 10:30 - 02/07/2020 02:30")
        #expect(try range.contains(moment("2020-05-30 10:30:00")))
        #expect(try !range.contains(moment("2020-05-30 10:29:59")))
        #expect(try range.contains(moment("2020-07-02 02:30:59")))
        #expect(try !range.contains(moment("2020-07-02 02:31:00")))
        #expect(try TimeText.range("30/05/2020 10:30").contains(moment("2999-01-01 00:00:00")))
    }

    @Test("Hours whose end is before their start cross midnight")
    func midnight() throws {
        let night = try TimeText.hours("22:00-02:00")
        #expect(night.contains(minute: 22 * 60) && night.contains(minute: 0) && night.contains(minute: 120))
        #expect(!night.contains(minute: 121) && !night.contains(minute: 22 * 60 - 1))
    }

    @Test("Every three days from Tuesday 31/03/2020: 31/03, 03/04, 06/04")
    func days() throws {
        let frequency = try TimeText.frequency("31/03/2020 3d")
        #expect(try hits(frequency, from: "2020-03-25", days: 15) == ["2020-03-31", "2020-04-03", "2020-04-06"])
        #expect(TimeText.text(frequency) == "31/03/2020 3d")
    }

    @Test("Every three weeks on Sunday and Monday: next Sunday 19/04 and Monday 20/04/2020")
    func weeks() throws {
        let frequency = try TimeText.frequency("31/03/2020 3s(1,2)")
        #expect(try hits(frequency, from: "2020-03-22", days: 35) == ["2020-04-19", "2020-04-20"])
        #expect(TimeText.text(frequency) == "31/03/2020 3s(1,2)")
        #expect(try TimeText.frequency(" 31/03/2020  3s ( 1 , 2 ) ") == frequency)
    }

    @Test(
        "A text that is no time is refused",
        arguments: [
            "", " ", "31/03/2020", "31/03/2020 0d", "31/03/2020 3", "31/03/2020 3w(1)", "31/03/2020 3s",
            "31/04/2020 3d",
            "31/03/2020 3s()", "31/03/2020 3s(0)", "31/03/2020 3s(1,1)", "31/03/2020 3s(1) x", "31/03/2020 3dd",
            "31/03/2020 99999d", "31/3/2020 3d", "2020-03-31 3d", "31/03/2020 3s(1", "31/03/2020 -3d",
            "30/05/2020 24:00", "30/05/2020 10:60", "30/05/2020T10:30", "30/05/2020 10:30 -", "30/05/2020 10:30 x",
            "30/05/2020 10:30 - 10:45", "8:00-18:00", "08:00", "08:00-18:00-20:00", "08:00–18:00", "٠٨:00-18:00",
        ])
    func refused(_ text: String) {
        #expect(throws: Refusal.self) { try TimeText.range(text[...]) }
        #expect(throws: Refusal.self) { try TimeText.hours(text[...]) }
        #expect(throws: Refusal.self) { try TimeText.frequency(text[...]) }
    }

    private func hits(_ frequency: Frequency, from day: String, days: Int) throws -> [String] {
        let first = try moment(day + " 00:00").date.days
        return (first..<first + days).map(LocalDate.init(days:)).filter(frequency.hits).map(\.text)
    }
}
