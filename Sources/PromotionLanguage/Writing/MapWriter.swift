public import Messages
import Promotions

/// Writes maps as JSON, so that reading them gives the same map.
public enum MapWriter: Sendable {
    /// A map in canonical form: fields in the order of the language, defaults left out, every identifier written.
    ///
    /// - Parameter document: the map and its examples.
    /// - Returns: the map file.
    public static func write(_ document: MapDocument) -> JSONValue {
        let map = document.map
        return ObjectWriter.object { writer in
            writer.text("company", map.company)
            writer.text("name", map.name)
            writer.whole("version", map.version)
            if map.currency != Currency() { writer.value("currency", currency(map.currency)) }
            writer.word("suggest", map.suggest, unless: .byPromotion)
            if let calculation = map.paymentCalculation { writer.word("paymentCalculation", calculation) }
            writer.whole(
                "combinationSteps", map.combinationSteps, unless: PromotionMap.defaultCombinationSteps)
            writer.value("levels", .array(map.levels.map(level)))
            writer.list("examples", document.examples, ExampleWriter.example)
        }
    }

    /// A map in canonical form, as the text of a file.
    ///
    /// - Parameter document: the map and its examples.
    /// - Returns: JSON on one line.
    public static func text(_ document: MapDocument) -> String { write(document).text }

    private static func currency(_ currency: Currency) -> JSONValue {
        ObjectWriter.object { writer in
            writer.text("code", currency.code)
            writer.whole("decimals", currency.decimals, unless: 2)
            writer.word("rounding", currency.rounding, unless: .halfUp)
            writer.word("roundAt", currency.roundAt, unless: .application)
        }
    }

    private static func level(_ level: Level) -> JSONValue {
        ObjectWriter.object { writer in
            writer.text("name", level.name)
            writer.word("coexistence", level.coexistence, unless: .cumulative)
            writer.value("promotions", .array(level.promotions.map(PromotionWriter.promotion)))
        }
    }
}
