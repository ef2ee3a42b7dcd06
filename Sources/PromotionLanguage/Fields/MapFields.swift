import Messages
import Promotions

extension ObjectReader {
    /// The whole file.
    mutating func mapDocument() -> MapDocument {
        let company = required("company", .filledText(), else: "")
        let map = PromotionMap(
            company: company,
            name: text("name", Limits.nameLength) ?? "",
            version: optional("version", .whole(1...Int(Int32.max))),
            currency: object("currency") { reader in reader.currency() } ?? Currency(),
            suggest: optional("suggest", .word) ?? .byPromotion,
            paymentCalculation: optional("paymentCalculation", .word),
            combinationSteps: optional("combinationSteps", .whole(1...Limits.combinationSteps))
                ?? PromotionMap.defaultCombinationSteps,
            levels: levels(company: company))
        let named = has("examples") ? Set(map.levels.flatMap(\.promotions).flatMap { [$0.id, $0.name] }) : []
        let examples = objects("examples", 0...Limits.examples) { reader, _ in reader.example(promotions: named) }
        return MapDocument(map: map, examples: examples)
    }

    private mutating func currency() -> Currency {
        Currency(
            code: text("code", Limits.nameLength) ?? "",
            decimals: optional("decimals", .whole(0...Money.decimals)) ?? 2,
            rounding: optional("rounding", .word) ?? .halfUp,
            roundAt: optional("roundAt", .word) ?? .application)
    }

    private mutating func levels(company: String) -> [Level] {
        if !has("levels") { noteMissing("levels", "a list") }
        var count = 0
        let levels = objects("levels", 0...Limits.levels) { reader, _ in
            let level = reader.level(company: company)
            count += level.promotions.count
            return level
        }
        if count > Limits.promotions {
            note("levels", "found \(count) promotions, expected at most \(Limits.promotions)")
        }
        return levels
    }

    private mutating func level(company: String) -> Level {
        let name = text("name", Limits.nameLength) ?? ""
        let coexistence = optional("coexistence", Scalar<Level.Coexistence>.word) ?? .cumulative
        if !has("promotions") { noteMissing("promotions", "a list") }
        let promotions = objects("promotions", 0...Limits.promotions) { reader, _ in
            reader.promotion(company: company)
        }
        return Level(name: name, coexistence: coexistence, promotions: promotions)
    }
}
