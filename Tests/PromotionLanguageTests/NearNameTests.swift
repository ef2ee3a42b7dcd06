import Testing

@testable import PromotionLanguage

private struct NameCase: Sendable, CustomTestStringConvertible {
    let written: String
    let nearest: String?

    init(_ written: String, _ nearest: String?) {
        self.written = written
        self.nearest = nearest
    }

    var testDescription: String { written }
}

private let names = ["percent", "unit", "target", "order", "proration", "min", "max", "minDiscount", "maxDiscount"]

private let cases: [NameCase] = [
    NameCase("percnt", "percent"), NameCase("PERCENT", "percent"), NameCase("precent", "percent"),
    NameCase("percentage", nil), NameCase("units", "unit"), NameCase("uint", "unit"), NameCase("uints", nil),
    NameCase("odrer", "order"), NameCase("mindiscuont", "minDiscount"), NameCase("mxn", "min"), NameCase("", nil),
    NameCase("zebra", nil), NameCase(String(repeating: "percent", count: 50), nil),
]

@Suite("Near names")
struct NearNameTests {
    @Test("A slip of the pen is understood, another word is not", arguments: cases)
    private func nearest(_ testCase: NameCase) {
        #expect(NearName.nearest(to: testCase.written, among: names) == testCase.nearest)
    }

    @Test("Every name is nearest to itself")
    func itself() {
        for name in names { #expect(NearName.nearest(to: name, among: names) == name) }
    }
}
