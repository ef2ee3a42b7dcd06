import Messages
import Promotions

extension ObjectReader {
    /// One promotion of a level.
    mutating func promotion(company: String) -> Promotion {
        let name = required("name", .filledText(), else: "")
        let namesake = reading.countNamesake(name)
        let id = identifier(.promotion) { DerivedId.promotion(company: company, name: name, namesake: namesake) }
        let code = text("code", Limits.nameLength) ?? ""
        let posMessage = text("posMessage")
        let isSuggestible = optional("suggest", .bool) ?? false
        let report = optional("reportParticipants", Scalar<Promotion.ParticipantReport>.word) ?? .not
        let inCombo = optional("evaluateConditionInCombo", .bool) ?? false
        let exclusivity = exclusivity()
        let state = state()
        let header = header()
        let condition = condition()
        let itemSets = condition.composition.filter { $0.element == .item }.map(\.name)
        let benefits = objects("benefits", 1...Limits.benefits) { reader, index in
            reader.benefit(of: id, at: index, itemSets: itemSets)
        }
        return Promotion(
            id: id, name: name, code: code, posMessage: posMessage, isSuggestible: isSuggestible,
            reportParticipants: report, evaluatesConditionInCombo: inCombo, exclusivity: exclusivity, state: state,
            condition: condition, benefits: benefits, header: header)
    }

    private mutating func exclusivity() -> Promotion.Exclusivity {
        switch raw("exclusive") {
        case nil, .bool(false): return .none
        case .bool(true): return .units
        case .string("benefited"): return .benefited
        case .string("transaction"): return .transaction
        case .some(let value):
            reading.note(
                found: value, expected: "false, true, \"benefited\" or \"transaction\"", at: step("exclusive"))
            return .none
        }
    }

    private mutating func state() -> Promotion.State {
        let state = optional("state", Scalar<Promotion.State>.word) ?? .complete
        if state == .draft || state == .approved {
            note("state", "found \"\(state.rawValue)\", expected complete or suspended: only these enter a map")
        }
        return state
    }
}
