internal import Promotions

/// Writes what stands in `suggestions`.
struct SuggestionElement {
    private let map: CompiledMap
    private let figures: Figures
    private let isDetailed: Bool

    /// Writes suggestions of a map.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - figures: how numbers are printed.
    ///   - isDetailed: whether what is missing and saved is said.
    init(_ map: CompiledMap, _ figures: Figures, isDetailed: Bool) {
        self.map = map
        self.figures = figures
        self.isDetailed = isDetailed
    }

    /// One `promo` for each.
    func write(_ suggestions: [Suggestion], to writer: inout AnswerWriter) {
        for suggestion in suggestions {
            let promotion = map.promotions[suggestion.promotion]
            let lines = suggestion.lines.map(String.init).joined(separator: ",")
            writer.open("promo")
            writer.attribute("descriptor", suggestion.text)
            writer.attribute("id", promotion.name)
            writer.attribute("item-seq", lines.isEmpty ? "0" : lines)
            writer.attribute("nro", promotion.id)
            if isDetailed {
                writer.attribute("saving", figures.money(suggestion.saving))
                for missing in suggestion.missing { write(missing, to: &writer) }
            }
            writer.close()
        }
    }

    private func write(_ missing: Missing, to writer: inout AnswerWriter) {
        writer.open("missing")
        writer.attribute("amount", amount(missing))
        switch missing.place {
        case .element(let kind):
            writer.attribute("element", kind.rawValue)
            writer.attribute("measure", missing.measure.word)
        case .set(let name):
            writer.attribute("measure", missing.measure.word)
            writer.attribute("set", name)
        }
        writer.close()
    }

    private func amount(_ missing: Missing) -> Figure {
        switch missing.measure {
        case .sum(.qty), .sum(.magnitude): figures.quantity(Quantity(units: missing.amount))
        case .sum(.price), .sum(.amount), .fullPayment: figures.money(Money(units: missing.amount))
        case .sum(.points): figures.number(missing.amount)
        case .distinct: Figure(units: missing.amount, scale: 0, decimals: 0)
        }
    }
}

extension SimpleCondition.Group.Total {
    /// The word that maps use.
    fileprivate var word: String {
        switch self {
        case .sum(let measure): measure.rawValue
        case .distinct: "distinct"
        case .fullPayment: "fullPayment"
        }
    }
}
