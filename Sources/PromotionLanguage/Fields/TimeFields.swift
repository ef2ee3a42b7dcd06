import Messages
import Promotions

extension ObjectReader {
    /// A list of texts, or one text, each of which may hold a comma list of spans.
    mutating func timeSpans<Span>(
        _ name: String, _ parse: (Substring) throws(Refusal) -> Span
    ) -> [Span] {
        let reading = reading
        func spans(_ value: JSONValue, at step: Reading.Step?) -> [Span] {
            guard case .string(let text) = value else {
                reading.note(found: value, expected: "a text in quotes", at: step)
                return []
            }
            return text.split(separator: ",", omittingEmptySubsequences: false).compactMap { part in
                do throws(Refusal) {
                    return try parse(part)
                } catch {
                    let shown = JSONValue.string(TimeText.trimmed(part))
                    reading.note(found: shown, expected: error.expected, at: step)
                    return nil
                }
            }
        }
        let found: [Span]
        if case .string = peek(name), let value = raw(name) {
            found = value == .string("") ? [] : spans(value, at: step(name))
        } else {
            found = list(name, 0...Limits.timeSpans) { value, _ in spans(value, at: nil) }.flatMap { $0 }
        }
        if found.count > Limits.timeSpans {
            note(name, "found \(found.count) entries, expected at most \(Limits.timeSpans)")
        }
        return found
    }

    /// The field `frequency` of a condition.
    mutating func frequency() -> Frequency? {
        guard let value = raw("frequency"), value != .string("") else { return nil }
        do throws(Refusal) {
            guard case .string(let text) = value else { throw Refusal(expected: "a text in quotes") }
            return try TimeText.frequency(text[...])
        } catch {
            reading.note(found: value, expected: error.expected, at: step("frequency"))
            return nil
        }
    }
}
