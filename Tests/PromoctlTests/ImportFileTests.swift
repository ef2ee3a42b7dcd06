import Messages
import Promotions
import Testing

@testable import Promoctl

struct CSVTextTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var records: [CSVText.Record]
        var testDescription: String { "\(text.debugDescription)" }
    }

    static let cases = [
        Case(text: "a,b\n1,2", records: [.init(line: 1, values: ["a", "b"]), .init(line: 2, values: ["1", "2"])]),
        Case(
            text: "a;b\r\n1;\"2;3\"\r\n",
            records: [.init(line: 1, values: ["a", "b"]), .init(line: 2, values: ["1", "2;3"])]),
        Case(
            text: "a,b\n\n\"x \"\"y\"\"\nz\",\n3,4\n",
            records: [
                .init(line: 1, values: ["a", "b"]), .init(line: 3, values: ["x \"y\"\nz", ""]),
                .init(line: 5, values: ["3", "4"]),
            ]),
        Case(text: "\u{FEFF}a\n1", records: [.init(line: 1, values: ["a"]), .init(line: 2, values: ["1"])]),
        Case(
            text: "a,b\n\"1,2\n3", records: [.init(line: 1, values: ["a", "b"]), .init(line: 2, values: ["1,2\n3"])]),
        Case(text: "", records: []),
    ]

    @Test(arguments: cases)
    func `records are told apart, with the line on which each begins`(_ example: Case) {
        #expect(CSVText.records(Array(example.text.utf8)) == example.records)
    }
}

struct ImportFileTests {
    private func rows(_ text: String) throws -> [ImportRow] {
        try ImportFile.rows(Array(text.utf8), name: "f")
    }

    struct Same: CustomTestStringConvertible {
        var text: String
        var lines: [Int]
        var testDescription: String { text.debugDescription }
    }

    static let same = [
        Same(text: #"[{"code":"7","n":1,"on":true},{"code":"8","n":2,"on":false}]"#, lines: [1, 1]),
        Same(
            text:
                "[\n  {\"code\": \"7\", \"n\": 1,\n   \"on\": true, \"x\": \"\"},\n"
                + " {\"code\":\"8\",\"n\":2,\"on\":\"false\"}\n]",
            lines: [2, 4]),
        Same(
            text: "{\"code\":\"7\",\"n\":\"1\",\"on\":true}\n\n{\"code\":\"8\",\"n\":2,\"on\":false}\n", lines: [1, 3]),
        Same(text: "code,n,on\n7,1,true\n8,2,false\n", lines: [2, 3]),
        Same(text: "n;code;on\n1;7;true\n2;8;0\n", lines: [2, 3]),
    ]

    @Test(arguments: same)
    func `every form of a file gives the same rows`(_ example: Same) throws {
        var found: [[String]] = []
        for var row in try rows(example.text) {
            found.append([
                row.required("code"), "\(row.number("n", in: 1...9) ?? 0)", "\(row.flag("on", default: true))",
            ])
            _ = row.text("x")
            row.end()
            #expect(row.isSound, "\(row.problems)")
        }
        #expect(found == [["7", "1", "true"], ["8", "2", "false"]])
        #expect(try rows(example.text).map(\.line) == example.lines)
    }

    struct Wrong: CustomTestStringConvertible {
        var text: String
        var problems: [[String]]
        var testDescription: String { text.debugDescription }
    }

    static let wrong = [
        Wrong(text: #"[7, {"code":"1"}]"#, problems: [["found number, expected an object"], []]),
        Wrong(
            text: #"[{"code":[1]}]"#, problems: [["code: found array, expected a text or a number"]]),
        Wrong(text: #"[{"cdoe":"1"}]"#, problems: [["code is missing", "cdoe: unknown field; did you mean code?"]]),
        Wrong(text: "{\"code\":\"1\"}\n{\"code\"}\n", problems: [[], ["column 8: : expected"]]),
        Wrong(text: "code,name\n1\n2,B", problems: [["found 1 values, the heading has 2"], []]),
    ]

    @Test(arguments: wrong)
    func `a bad row does not keep the others from being read`(_ example: Wrong) throws {
        let found = try rows(example.text).map { row in
            var row = row
            _ = (row.required("code"), row.text("name"))
            row.end()
            return row.problems
        }
        #expect(found.count == example.problems.count)
        for (found, expected) in zip(found, example.problems) {
            #expect(found.count == expected.count && found.isEmpty == expected.isEmpty, "\(found)")
            // What the reader of JSON says of its syntax is its own business.
            if !expected.contains(where: { $0.hasPrefix("column") }) { #expect(found == expected) }
        }
    }

    @Test(arguments: ["", "  \n", "[{]", "a,a\n1,2\n"])
    func `what is none of the forms is refused whole`(_ text: String) {
        #expect(throws: Failure.self) { try rows(text) }
    }

    struct Field: CustomTestStringConvertible {
        var text: String
        var problem: String?
        var testDescription: String { text }
    }

    static let days = [
        Field(text: "2026-12-31", problem: nil),
        Field(text: "2026-02-30", problem: "v: found \"2026-02-30\", expected a day such as 2026-12-31"),
        Field(text: "31/12/2026", problem: "v: found \"31/12/2026\", expected a day such as 2026-12-31"),
    ]

    @Test(arguments: days)
    func `days are days`(_ field: Field) {
        var row = ImportRow(line: 1, texts: [("v", field.text)])
        #expect(row.day("v")?.text == (field.problem == nil ? field.text : nil))
        #expect(row.problems == (field.problem.map { [$0] } ?? []))
    }

    @Test(arguments: ["-1", "1.23456", "1,5", "x", "1e3"])
    func `amounts are exact and not below zero`(_ text: String) {
        var row = ImportRow(line: 1, texts: [("v", text)])
        #expect(row.amount("v") == nil && row.problems.count == 1)
        var right = ImportRow(line: 1, texts: [("v", "12.3400")])
        #expect(right.amount("v") == Money(units: 123_400) && right.isSound)
    }

    @Test func `a text longer than a till could send is refused`() {
        let row = ImportRow(line: 1, texts: [("v", String(repeating: "x", count: ImportRow.longestText + 1))])
        #expect(row.problems == ["v: found 1025 bytes, allowed are 1024"])
        #expect(ImportRow(line: 1, texts: [("v", String(repeating: "x", count: ImportRow.longestText))]).isSound)
    }
}
