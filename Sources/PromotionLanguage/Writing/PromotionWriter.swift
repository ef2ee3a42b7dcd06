import Messages
import Promotions

/// Writes a promotion and its header.
enum PromotionWriter: Sendable {
    static func promotion(_ promotion: Promotion) -> JSONValue {
        ObjectWriter.object { writer in
            writer.text("id", promotion.id)
            writer.text("name", promotion.name)
            writer.text("code", promotion.code)
            writer.text("posMessage", promotion.posMessage, unless: promotion.name)
            writer.bool("suggest", promotion.isSuggestible, unless: false)
            writer.word("reportParticipants", promotion.reportParticipants, unless: .not)
            writer.bool("evaluateConditionInCombo", promotion.evaluatesConditionInCombo, unless: false)
            switch promotion.exclusivity {
            case .none: break
            case .units: writer.value("exclusive", .bool(true))
            case .benefited: writer.value("exclusive", .string("benefited"))
            case .transaction: writer.value("exclusive", .string("transaction"))
            }
            writer.word("state", promotion.state, unless: .complete)
            header(promotion.header, to: &writer)
            writer.value("condition", ConditionWriter.condition(promotion.condition))
            writer.list("benefits", promotion.benefits, BenefitWriter.benefit)
        }
    }

    private static func header(_ header: Attributes, to writer: inout ObjectWriter) {
        for name in HeaderField.texts { writer.text(name, header[name]) }
        let channels = header[HeaderField.channels]?.split(separator: ",").map(String.init) ?? []
        writer.texts(HeaderField.channels, channels)
        let prefix = HeaderField.attributesPrefix
        let free = header.entries.filter { $0.name.hasPrefix(prefix) }
        guard !free.isEmpty else { return }
        writer.value(
            "attributes",
            .object(free.map { JSONValue.Member(String($0.name.dropFirst(prefix.count)), .string($0.value)) }))
    }
}
