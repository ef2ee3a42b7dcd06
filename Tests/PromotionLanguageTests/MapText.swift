import Promotions
import Testing

@testable import PromotionLanguage

/// The first promotion of a map, as paths name it.
let promotionPath = "levels[0].promotions[0]"
/// Its first benefit.
let benefitPath = "levels[0].promotions[0].benefits[0]"

/// A map with one promotion, whose parts are given as the members of their objects.
func mapText(
    top: String = #""company": "2""#, levels: String? = nil, level: String = "", promotion: String = #""name": "P""#,
    condition: String = #""simple": [{"element": "item"}]"#,
    benefit: String = #""type": "PercentageDiscount", "percent": 10"#, more: String = ""
) -> String {
    let promotions = """
        "promotions": [{\(promotion), "condition": {\(condition)}, "benefits": [{\(benefit)}]}]
        """
    let all = levels ?? #""levels": [{\#(level.isEmpty ? "" : level + ", ")\#(promotions)}]"#
    return "{\(top), \(all)\(more.isEmpty ? "" : ", " + more)}"
}

/// What is wrong with a map text, one line a problem.
func problems(_ text: String) -> [String] {
    do throws(MapErrors) {
        _ = try MapReader.read(Array(text.utf8))
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// What a map text says.
func document(_ text: String) throws(MapErrors) -> MapDocument {
    try MapReader.read(Array(text.utf8))
}

/// A map text and what is wrong with it.
struct ProblemCase: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let problems: [String]

    init(_ name: String, _ text: String, _ problems: String...) {
        self.name = name
        self.text = text
        self.problems = problems
    }

    var testDescription: String { name }
}
