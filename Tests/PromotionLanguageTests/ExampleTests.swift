import Promotions
import Testing

@testable import PromotionLanguage

private func example(_ members: String) -> String { mapText(more: #""examples": [{\#(members)}]"#) }
private func expecting(_ members: String) -> String {
    example(#""name": "e", "ticket": "t.xml", "expect": {\#(members)}"#)
}

private let cases: [ProblemCase] = [
    ProblemCase(
        "nothing in it", example(""), "examples[0].name: missing, expected a text",
        "examples[0].ticket: missing, expected a text", "examples[0].expect: missing, expected an object"),
    ProblemCase(
        "nothing expected", expecting(#""lines": {}"#),
        "examples[0].expect: found nothing, expected total, promotions or lines"),
    ProblemCase(
        "unknown keys", expecting(#""promotions": {"Promo X": 1}, "lines": {"0": 1, "01": 1, "999": 1, "1000": 1}"#),
        #"examples[0].expect.promotions["Promo X"]: found "Promo X", "#
            + "expected the id or the name of a promotion of the map",
        #"examples[0].expect.lines.0: found "0", expected a seq from 1 to 999"#,
        #"examples[0].expect.lines.01: found "01", expected a seq from 1 to 999"#,
        #"examples[0].expect.lines.1000: found "1000", expected a seq from 1 to 999"#),
    ProblemCase(
        "amounts", expecting(#""total": true, "promotions": {"P": "x"}, "lines": {"1": 1e1}"#),
        "examples[0].expect.total: found true, expected a number",
        #"examples[0].expect.promotions.P: found "x", expected a number"#,
        "examples[0].expect.lines.1: found 1e1, expected a number without an exponent"),
]

/// A ticket as a map writes it, and what it is.
private struct TicketCase: Sendable, CustomTestStringConvertible {
    let written: String
    let ticket: MapExample.Ticket

    var testDescription: String { written }
}

private let tickets: [TicketCase] = [
    TicketCase(written: #""examples/a.xml""#, ticket: .path("examples/a.xml")),
    TicketCase(written: #"" \n<message/>""#, ticket: .document(" \n<message/>")),
    TicketCase(written: #""\uFEFF{\"message\": {}}""#, ticket: .document("\u{FEFF}{\"message\": {}}")),
    TicketCase(written: #"{"message": {"store": 1.50}}"#, ticket: .document(#"{"message":{"store":1.50}}"#)),
]

private struct NoFile: Error, CustomStringConvertible {
    let description = "no such file"
}

@Suite("Examples of maps")
struct ExampleTests {
    @Test("Each problem has its path, what was found and what is expected", arguments: cases)
    func problem(_ testCase: ProblemCase) {
        #expect(problems(testCase.text) == testCase.problems)
    }

    @Test("A ticket is a path, or a document as text or as JSON", arguments: tickets)
    private func ticket(_ testCase: TicketCase) throws {
        let text = example(#""name": "e", "ticket": \#(testCase.written), "expect": {"total": 0}"#)
        let read = try document(text)
        #expect(read.examples[0].ticket == testCase.ticket)
        #expect(try document(MapWriter.text(read)) == read)
    }

    @Test("What is known of cards and coupons is read, and survives being written")
    func holdings() throws {
        let text = example(
            #"""
            "name": "e", "ticket": "t.xml", "expect": {"total": 0}, "holdings": {
              "cards": [{"number": "6", "type": "CLUB", "balance1": "7.5", "own": true},
                        {"number": "7", "type": "GIFT", "balance2": 3}],
              "coupons": [{"id": "c1", "amount": "5.00"}, {"id": "c2", "percentage": 12.5}]}
            """#)
        let read = try document(text)
        #expect(
            read.examples[0].holdings
                == Holdings(
                    cards: [
                        .init(number: "6", type: "CLUB", balance1: Money(units: 75_000)),
                        .init(number: "7", type: "GIFT", balance2: Money(whole: 3)),
                    ], ownCards: ["6"],
                    coupons: ["c1": .amount(Money(whole: 5)), "c2": .percentage(125_000)]))
        #expect(try document(MapWriter.text(read)) == read)
        let wrong = text.replacing(#""percentage": 12.5"#, with: #""percentage": 12.5, "amount": 1"#)
        #expect(
            problems(wrong) == ["examples[0].holdings.coupons[1]: found both, expected one of amount and percentage"])
    }

    @Test("Paths are replaced by what they name, documents are left alone")
    func resolve() throws {
        let expect = MapExample.Expectation(total: .zero)
        var read = try document(mapText())
        read.examples = [
            MapExample(name: "a", ticket: .path("a.xml"), expect: expect),
            MapExample(name: "b", ticket: .document("<b/>"), expect: expect),
        ]
        let resolved = try read.resolvingExamples { path in Array("<\(path)/>".utf8) }
        #expect(resolved.examples.map(\.ticket) == [.document("<a.xml/>"), .document("<b/>")])
        #expect(resolved.map == read.map)
        #expect(try resolved.resolvingExamples { _ in throw NoFile() } == resolved)
    }

    @Test("Every ticket that cannot be read is told")
    func unresolved() throws {
        let files: [String: [UInt8]] = [
            "binary": [0xFF, 0xFE], "text": Array("hello".utf8), "long": Array(repeating: 60, count: 1 << 20),
        ]
        var read = try document(mapText())
        read.examples = ["binary", "gone", "text", "long"].map { path in
            MapExample(name: path, ticket: .path(path), expect: MapExample.Expectation(total: .zero))
        }
        let errors = #expect(throws: MapErrors.self) {
            try read.resolvingExamples { path in
                guard let bytes = files[path] else { throw NoFile() }
                return bytes
            }
        }
        let expected = [
            #"examples[0].ticket: found "binary", expected a file in UTF-8"#,
            #"examples[1].ticket: found "gone", expected a file that can be read: no such file"#,
            #"examples[2].ticket: found "text", expected a file that begins with < or {"#,
            #"examples[3].ticket: found "long", expected a file of at most 262144 bytes"#,
        ]
        #expect(errors?.problems.map(\.description) == expected)
    }
}

@Suite("Outcomes of examples")
struct ExampleOutcomeTests {
    private let map: CompiledMap
    private let evaluation: Evaluation

    init() throws {
        let promotion =
            #"{"name": "A", "condition": {"stores": ["1"]}, "benefits": [{"type": "NewPrice", "price": 1}]}"#
        let other = promotion.replacing(#""A""#, with: #""B""#)
        map = CompiledMap(try document(mapText(levels: #""levels": [{"promotions": [\#(promotion), \#(other)]}]"#)).map)
        func grant(_ promotion: Int, _ values: [Int128]) -> Grant {
            let shares = values.enumerated().map { index, units in
                Share(
                    seq: index + 1, pieces: .zero, magnitude: .zero, price: .zero, value: Money(units: units))
            }
            let value = Money(units: values.reduce(0, +))
            let benefit = BenefitGrant(benefit: 0, order: 1, base: .zero, value: value, shares: shares)
            return Grant(promotion: promotion, benefits: [benefit])
        }
        evaluation = Evaluation(alternatives: [
            Alternative(grants: [grant(0, [10_000, 0]), grant(1, [5_000, 25])]), Alternative(grants: [grant(1, [1])]),
        ])
    }

    @Test("What is as expected is no problem, and what is not named is not checked")
    func asExpected() {
        let lines = [1: Money(units: 15_000), 2: Money(units: 25), 3: Money.zero]
        let full = MapExample.Expectation(
            total: Money(units: 15_025), promotions: [map.promotions[0].id: Money(whole: 1), "B": Money(units: 5_025)],
            lines: lines)
        #expect(full.problems(of: evaluation, map: map) == [])
        #expect(MapExample.Expectation().problems(of: evaluation, map: map) == [])
        let nothing = MapExample.Expectation(total: .zero, promotions: ["A": .zero], lines: [1: .zero])
        #expect(nothing.problems(of: Evaluation(alternatives: [Alternative()]), map: map) == [])
    }

    @Test("Every difference is told, exactly, in a fixed order")
    func differences() {
        let expected = MapExample.Expectation(
            total: Money(whole: 2), promotions: ["B": .zero, "A": .zero], lines: [2: Money(whole: 1), 1: .zero])
        let texts = [
            "total: expected 2.00, got 1.5025", "promotion A: expected 0.00, got 1.00",
            "promotion B: expected 0.00, got 0.5025", "line 1: expected 0.00, got 1.50",
            "line 2: expected 1.00, got 0.0025",
        ]
        #expect(expected.problems(of: evaluation, map: map) == texts)
    }
}
