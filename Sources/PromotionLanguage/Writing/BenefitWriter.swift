import Messages
import Promotions

/// Writes a benefit: its type's own fields first, then those that all types have.
enum BenefitWriter: Sendable {
    static func benefit(_ benefit: Benefit) -> JSONValue {
        ObjectWriter.object { writer in
            writer.text("id", benefit.id)
            writer.value("type", .string(benefit.kind.typeName))
            BenefitKindWriter.write(benefit.kind, to: &writer)
            writer.value("target", target(benefit.target))
            writer.value("maxApplication", benefit.maxApplication.map(maxApplication))
            writer.word("order", benefit.order, unless: .lessExpensiveFirst)
            writer.word("proration", benefit.proration, unless: .proportional)
            writer.word("applyOn", benefit.applyOn, unless: .benefitedPrice)
            writer.money("minDiscount", benefit.minDiscount)
            writer.money("maxDiscount", benefit.maxDiscount)
            writer.value("steps", benefit.steps.map(steps))
            writer.list("limits", benefit.limits, LimitWriter.limit)
            writer.text("applicationMethod", benefit.applicationMethod, unless: "resume")
            writer.text("account", benefit.account)
            writer.texts("creditProvider", benefit.creditProviders)
            writer.texts("financialProvider", benefit.financialProviders)
            writer.text("displayMessage", benefit.displayMessage)
            writer.text("printerMessage", benefit.printerMessage)
            writer.text("tlogMessage", benefit.logMessage)
            writer.value("recovery", benefit.recovery.map(recovery))
        }
    }

    private static func target(_ target: Benefit.Target) -> JSONValue? {
        switch target {
        case .conditioned: nil
        case .set(let name): ObjectWriter.object { writer in writer.text("set", name) }
        case .filters(let filters):
            ObjectWriter.object { writer in writer.value("where", ConditionWriter.filters(filters)) }
        }
    }

    private static func maxApplication(_ most: Benefit.MaxApplication) -> JSONValue {
        ObjectWriter.object { writer in
            writer.number("value", most.value, scale: most.measure.decimals)
            writer.word("measure", most.measure)
        }
    }

    private static func steps(_ steps: Benefit.Steps) -> JSONValue {
        ObjectWriter.object { writer in
            writer.word("measure", steps.measure)
            writer.list("steps", steps.steps) { step in
                ObjectWriter.object { writer in
                    writer.number("from", step.from, scale: steps.measure.decimals)
                    writer.number("value", step.value)
                }
            }
        }
    }

    private static func recovery(_ recovery: Benefit.Recovery) -> JSONValue {
        ObjectWriter.object { writer in
            writer.number("value", recovery.value)
            writer.value("type", .string(recovery.isPercentage ? "p" : "a"))
        }
    }
}
