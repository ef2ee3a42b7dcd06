import Messages
import Promotions

extension ObjectReader {
    /// The field `condition` of a promotion.
    mutating func condition() -> Condition {
        if !has("condition") { noteMissing("condition", "an object") }
        return object("condition") { reader in reader.conditionParts() } ?? Condition()
    }

    private mutating func conditionParts() -> Condition {
        let isEmpty = ConditionPart.allCases.allSatisfy { !holdsSomething($0.rawValue) }
        let condition = Condition(
            dateTimeRanges: timeSpans("dateTimeRanges", TimeText.range),
            hourIntervals: timeSpans("hourIntervals", TimeText.hours),
            frequency: frequency(),
            stores: list("stores", 0...Limits.places, of: .filledText()),
            channels: list("channels", 0...Limits.places, of: .filledText()),
            simple: objects("simple", 0...Limits.simpleConditions) { reader, _ in reader.simpleCondition() },
            composition: composition())
        if isEmpty {
            let parts = ConditionPart.allCases.map(\.rawValue).joined(separator: ", ")
            reading.note("found no part, expected at least one of \(parts)")
        }
        return condition
    }

    private func holdsSomething(_ name: String) -> Bool {
        switch peek(name) {
        case nil, .null, .array([]), .string(""): false
        default: true
        }
    }

    private mutating func composition() -> [CompositionSet] {
        var names: [String: Int] = [:]
        return objects("composition", 0...Limits.sets) { reader, index in
            let set = reader.compositionSet()
            if let earlier = names[set.name], !set.name.isEmpty {
                reader.note("set", "found \"\(set.name)\", expected a name of its own; composition[\(earlier)] has it")
            } else {
                names[set.name] = index
            }
            return set
        }
    }
}

/// The parts of a condition, of which one must be there.
private enum ConditionPart: String, CaseIterable {
    case dateTimeRanges, hourIntervals, frequency, stores, channels, simple, composition
}
