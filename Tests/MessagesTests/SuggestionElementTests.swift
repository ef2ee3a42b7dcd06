import Promotions
import Testing

@testable import Messages

@Suite struct SuggestionElementTests {
    private static let suggestion = Suggestion(
        promotion: 0, lines: [1, 12], text: "Take \"one\"",
        missing: [
            Missing(.set("dairy"), .sum(.qty), 1_000), Missing(.set("cheese"), .sum(.magnitude), 350),
            Missing(.element(.item), .sum(.price), 123_400), Missing(.element(.item), .distinct, 2),
            Missing(.element(.customer), .sum(.points), 10_000), Missing(.element(.payment), .fullPayment, 900_000),
        ], saving: Money(whole: 5))

    private func written(_ suggestion: Suggestion, isDetailed: Bool, _ format: RequestFormat = .xml) -> String {
        var answer = Answer(to: nil)
        answer.map = SampleMaps.map77
        answer.suggestions = [suggestion]
        if isDetailed { answer.verdicts = [] }
        return String(decoding: answer.bytes(format), as: UTF8.self)
    }

    @Test func `what is missing and saved is said where explanations are`() {
        let lines = written(Self.suggestion, isDetailed: true).split(separator: "\n").filter { $0.contains("    ") }
        #expect(
            lines.map { $0.drop { $0 == " " } } == [
                "<promo descriptor=\"Take &quot;one&quot;\" id=\"Second dairy at half price\" item-seq=\"1,12\" "
                    + "nro=\"64d0a70000000000000000a1\" saving=\"5.00\">",
                "<missing amount=\"1.000\" measure=\"qty\" set=\"dairy\"/>",
                "<missing amount=\"0.350\" measure=\"magnitude\" set=\"cheese\"/>",
                "<missing amount=\"12.34\" element=\"item\" measure=\"xprice\"/>",
                "<missing amount=\"2\" element=\"item\" measure=\"distinct\"/>",
                "<missing amount=\"1.00\" element=\"customer\" measure=\"points\"/>",
                "<missing amount=\"90.00\" element=\"payment\" measure=\"fullPayment\"/>", "</promo>",
            ])
        #expect(
            written(Self.suggestion, isDetailed: true, .json)
                .contains("\"missing\":[{\"amount\":\"1.000\",\"measure\":\"qty\",\"set\":\"dairy\"},"))
    }

    @Test func `else only the text and the lines, 0 for the whole ticket`() {
        var whole = Self.suggestion
        whole.lines = []
        let text = written(whole, isDetailed: false)
        #expect(text.contains("item-seq=\"0\"") && !text.contains("missing") && !text.contains("saving"))
    }
}
