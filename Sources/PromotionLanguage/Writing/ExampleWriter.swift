import Messages
import Promotions

/// Writes an example, what it expects ordered by key.
enum ExampleWriter: Sendable {
    static func example(_ example: MapExample) -> JSONValue {
        ObjectWriter.object { writer in
            writer.text("name", example.name)
            switch example.ticket {
            case .path(let text), .document(let text): writer.text("ticket", text)
            }
            writer.value("expect", expectation(example.expect))
        }
    }

    private static func expectation(_ expect: MapExample.Expectation) -> JSONValue {
        ObjectWriter.object { writer in
            writer.money("total", expect.total)
            let promotions = expect.promotions.sorted { $0.key < $1.key }
            if !promotions.isEmpty { writer.value("promotions", amounts(promotions.map { ($0.key, $0.value) })) }
            let lines = expect.lines.sorted { $0.key < $1.key }
            if !lines.isEmpty { writer.value("lines", amounts(lines.map { (String($0.key), $0.value) })) }
        }
    }

    private static func amounts(_ amounts: [(String, Money)]) -> JSONValue {
        .object(amounts.map { JSONValue.Member($0.0, ObjectWriter.money($0.1)) })
    }
}
