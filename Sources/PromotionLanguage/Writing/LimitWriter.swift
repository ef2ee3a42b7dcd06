import Messages
import Promotions

/// Writes a limit.
enum LimitWriter: Sendable {
    static func limit(_ limit: Limit) -> JSONValue {
        ObjectWriter.object { writer in
            writer.text("id", limit.id)
            writer.word("scope", limit.scope)
            if case .days(let days) = limit.period {
                writer.text("period", "day")
                writer.whole("days", days)
            }
            writer.word("type", limit.kind)
            writer.number("value", limit.value)
            writer.list("alarms", limit.alarms) { alarm in
                ObjectWriter.object { writer in
                    writer.number(alarm.isPercentage ? "percent" : "value", alarm.value)
                    writer.text("email", alarm.email)
                }
            }
        }
    }
}
