import Messages
import Promotions
import Testing

@Suite struct AnswerTests {
    /// An answer that carries everything there is.
    private var full: Answer {
        var answer = Answer(to: Echo(companyId: "2", store: "3", terminal: "1", messageId: 1), engine: "mine")
        answer.mapVersion = 76
        answer.transaction = "t"
        answer.state = .open
        answer.map = SampleMaps.map76
        answer.alternatives = [
            Alternative(grants: [
                Grant(
                    promotion: 0,
                    benefits: [BenefitGrant(benefit: 0, order: 1, base: .zero, value: .zero, shares: [])])
            ])
        ]
        answer.limitBalances = []
        answer.suggestions = []
        answer.loyalty = LoyaltyReport()
        answer.refund = Refund(lines: [])
        answer.verdicts = []
        answer.errors = [AnswerError(ack: .suggestionFailed, info: "", seq: 0, type: AnswerError.suggestion)]
        return answer
    }

    private func text(_ answer: Answer) -> String { String(decoding: answer.bytes(.xml), as: UTF8.self) }
    private func root(_ answer: Answer) throws -> Attributes { Attributes(try read(answer.bytes(.xml)).attributes) }

    @Test func `children stand in the protocol's order`() {
        let lines = text(full).split(separator: "\n").filter { $0.hasPrefix("  <") && !$0.hasPrefix("  </") }
        #expect(
            lines == [
                "  <optional>", "  <limitBalances/>", "  <suggestions/>", "  <loyalty>",
                "  <refund paid=\"0.00\" reprice=\"0.00\"/>", "  <explain/>", "  <errors>",
            ])
    }

    @Test(arguments: Ack.allCases) func `an ack decides what is reported`(_ ack: Ack) throws {
        var answer = full
        answer.ack = ack
        let root = try root(answer)
        let hasEffect = ack == .ok || ack == .noMap
        let hasTransaction = hasEffect || ack == .otherPending
        #expect(root["ack"] == String(ack.rawValue))
        #expect(root["engine"] == "mine")
        #expect(root["mapversion"] == (ack == .ok || ack == .otherPending ? "76" : "0"))
        #expect(root["transaction"] == (hasTransaction ? "t" : nil))
        #expect(root["state"] == (hasTransaction ? "open" : nil))
        #expect(text(answer).contains("<optional>") == hasEffect)
        #expect(text(answer).contains("<loyalty>") == hasEffect)
        #expect(text(answer).contains("<errors>"))
    }

    @Test func `what cannot be echoed is 0, and the company is left out`() throws {
        let root = try root(Answer(.invalid, to: Echo(store: "3")))
        #expect(root["companyId"] == nil)
        #expect(root["store"] == "3")
        #expect(root["terminal"] == "0")
        #expect(root["messageId"] == "0")
    }

    @Test func `the unreadable form in JSON`() {
        let answer = Answer(UnreadableDocument(.empty))
        #expect(
            String(decoding: answer.bytes(.json), as: UTF8.self)
                == "{\"message\":{\"ack\":\"8297\",\"engine\":\"7.2.6#282\",\"mapversion\":\"0\",\"messageId\":\"0\","
                + "\"store\":\"0\",\"terminal\":\"0\"}}\n")
    }

    @Test func `alternatives without grants are left out`() {
        var answer = full
        answer.alternatives = [Alternative(), answer.alternatives[0], Alternative()]
        #expect(text(answer).split(separator: "\n").count { $0 == "  <optional>" } == 1)
        answer.alternatives = [Alternative()]
        #expect(!text(answer).contains("optional"))
    }

    @Test func `without a map nothing of an evaluation is printed, and what was asked for is empty`() {
        var answer = full
        answer.map = nil
        answer.limitBalances = [LimitBalance(limit: 0, amount: 1)]
        answer.verdicts = [Verdict(.applied, .ok)]
        #expect(!text(answer).contains("optional"))
        #expect(text(answer).contains("  <limitBalances/>\n"))
        #expect(text(answer).contains("  <explain/>\n"))
    }

    @Test func `an evaluation is reported as far as the request asks`() throws {
        let evaluation = Evaluation(
            alternatives: full.alternatives, limitBalances: [LimitBalance(limit: 0, amount: 1)],
            verdicts: [Verdict(.applied, .ok)])
        let suggesting = Evaluation(
            alternatives: evaluation.alternatives, limitBalances: evaluation.limitBalances,
            verdicts: evaluation.verdicts, suggestions: Suggestions())
        var header = RequestHeader(
            companyId: "2", store: "3", terminal: "1", dateTime: try #require(LocalDateTime("2023-08-04 17:05:00")),
            messageId: 1)
        var answer = Answer(to: header.echo)
        answer.report(evaluation, under: SampleMaps.map76, to: header)
        #expect(answer.alternatives == evaluation.alternatives)
        #expect(answer.limitBalances == nil && answer.verdicts == nil && answer.suggestions == nil)
        header.limitBalances = true
        header.explain = true
        header.suggest = true
        answer.report(suggesting, under: SampleMaps.map76, to: header)
        #expect(answer.limitBalances == evaluation.limitBalances && answer.verdicts == evaluation.verdicts)
        #expect(answer.suggestions == [])
    }

    @Test func `at most 20 errors are listed`() {
        var answer = full
        answer.errors = Array(repeating: answer.errors[0], count: 25)
        #expect(text(answer).split(separator: "\n").count { $0.hasPrefix("    <error ") } == 20)
    }
}
