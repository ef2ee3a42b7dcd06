internal import Messages
public import PromotionLanguage
public import Promotions

/// Runs the examples of a map: tickets whose result its author wrote down.
public enum ExampleRun: Sendable {
    /// Evaluates every example with unused limits.
    ///
    /// - Parameters:
    ///   - document: a map whose examples hold their tickets.
    ///   - map: the same map, compiled.
    /// - Returns: what differs, one sentence each with the example's name before it; empty where all is as expected.
    public static func problems(_ document: MapDocument, map: CompiledMap) -> [String] {
        var reader = DocumentReader()
        return document.examples.flatMap { example in
            problems(example, map, &reader).map { "example \"\(example.name)\": \($0)" }
        }
    }

    private static func problems(
        _ example: MapExample, _ map: CompiledMap, _ reader: inout DocumentReader
    ) -> [String] {
        guard case .document(let text) = example.ticket else { return ["its ticket was not read"] }
        let body = Array(text.utf8)
        let request: Request
        let commands: [Command]
        do throws(UnreadableDocument) {
            let document = try reader.read(body, RequestFormat(contentType: nil, body: body))
            do throws(InvalidRequest) {
                request = try Request(document)
                commands = try request.commands(asReturn: false)
            } catch {
                return error.errors.map { "its ticket is invalid: \($0.type) \($0.seq): \($0.info)" }
            }
        } catch {
            return ["its ticket cannot be read: \(error)"]
        }
        var elements = TicketElements()
        elements.apply(commands)
        let ticket = elements.ticket(for: request.header)
        let evaluation = map.evaluate(EvaluationInput(ticket: ticket, holdings: example.holdings))
        return example.expect.problems(of: evaluation, map: map)
    }
}
