import Messages
import Promotions

/// Writes a condition.
enum ConditionWriter: Sendable {
    static func condition(_ condition: Condition) -> JSONValue {
        ObjectWriter.object { writer in
            writer.texts("dateTimeRanges", condition.dateTimeRanges.map(TimeText.text))
            writer.texts("hourIntervals", condition.hourIntervals.map(TimeText.text))
            writer.text("frequency", condition.frequency.map(TimeText.text))
            writer.texts("stores", condition.stores)
            writer.texts("channels", condition.channels)
            writer.list("simple", condition.simple, simple)
            writer.list("composition", condition.composition, set)
        }
    }

    static func filters(_ filters: [Filter]) -> JSONValue {
        .array(
            filters.map { filter in
                ObjectWriter.object { writer in
                    writer.text("attribute", filter.attribute)
                    writer.word("operator", filter.operator)
                    writer.texts("values", filter.values)
                }
            })
    }

    private static func simple(_ condition: SimpleCondition) -> JSONValue {
        ObjectWriter.object { writer in
            writer.word("element", condition.element)
            if !condition.filters.isEmpty { writer.value("where", filters(condition.filters)) }
            writer.value("group", condition.group.map(group))
        }
    }

    private static func group(_ group: SimpleCondition.Group) -> JSONValue {
        let word = GroupMeasure(group.measure)
        return ObjectWriter.object { writer in
            writer.word("measure", word)
            // What must be paid in full needs neither.
            if group.measure != .fullPayment || group.value != 0 {
                writer.word("operator", group.operator)
                writer.number("value", group.value, scale: word.decimals)
            }
            writer.word("applyOn", group.applyOn, unless: .originalPrice)
        }
    }

    private static func set(_ set: CompositionSet) -> JSONValue {
        ObjectWriter.object { writer in
            writer.text("set", set.name)
            writer.word("element", set.element)
            if !set.filters.isEmpty { writer.value("where", filters(set.filters)) }
            writer.number("min", set.min, scale: set.measure.decimals)
            writer.number("max", set.max, scale: set.measure.decimals)
            writer.word("measure", set.measure)
            writer.whole("limit", set.limit)
            writer.word("order", set.order, unless: .moreExpensiveFirst)
            writer.texts("equivalence", set.equivalence)
            writer.texts("inequivalence", set.inequivalence)
        }
    }
}
