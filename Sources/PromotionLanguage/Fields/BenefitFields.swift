import Messages
import Promotions

extension ObjectReader {
    /// One benefit of a promotion.
    mutating func benefit(of promotion: String, at position: Int, itemSets: [String]) -> Benefit {
        let id = identifier(.benefit) { DerivedId.benefit(of: promotion, at: position) }
        let kind = benefitKind()
        // Without a type nobody can say which of the other fields belong here.
        defer { if kind == nil { _ = takeRest() } }
        let minDiscount = optional("minDiscount", .money())
        let maxDiscount = optional("maxDiscount", .money(.positive))
        if let minDiscount, let maxDiscount, maxDiscount < minDiscount {
            note(
                "maxDiscount", "found \(maxDiscount.shortText), expected at least minDiscount, \(minDiscount.shortText)"
            )
        }
        return Benefit(
            id: id, kind: kind ?? .catalogRedemption(cardType: ""),
            target: object("target") { reader in reader.target(itemSets: itemSets) } ?? .conditioned,
            maxApplication: object("maxApplication") { reader in reader.maxApplication() },
            order: optional("order", .word) ?? .lessExpensiveFirst,
            proration: optional("proration", .word) ?? .proportional,
            applyOn: optional("applyOn", .word) ?? .benefitedPrice,
            minDiscount: minDiscount, maxDiscount: maxDiscount,
            steps: kind.flatMap { steps(of: $0) },
            limits: objects("limits", 0...Limits.limitsOfBenefit) { reader, index in
                reader.limit(of: id, at: index, kind: kind)
            },
            applicationMethod: optional("applicationMethod", Scalar<ApplicationMethod>.word)?.rawValue ?? "resume",
            account: text("account", Limits.nameLength) ?? "",
            creditProviders: list("creditProvider", 0...Limits.providers, of: .provider),
            financialProviders: list("financialProvider", 0...Limits.providers, of: .provider),
            displayMessage: text("displayMessage"), printerMessage: text("printerMessage"),
            logMessage: text("tlogMessage"),
            recovery: kind?.isMonetary == true ? object("recovery") { reader in reader.recovery() } : nil)
    }

    private mutating func target(itemSets: [String]) -> Benefit.Target {
        guard has("set") else {
            if !has("where") { reading.note("found neither, expected set or where") }
            return .filters(filters("where", 0...Limits.filters))
        }
        let name = required("set", .filledText(), else: "")
        if raw("where") != nil { note("where", "found beside set, expected one of set and where") }
        if !name.isEmpty, !itemSets.contains(name) {
            let known = itemSets.isEmpty ? "a set of items, of which there is none" : itemSets.joined(separator: ", ")
            reading.note(
                found: .string(name), expected: itemSets.count > 1 ? "one of \(known)" : known, at: step("set"))
        }
        return .set(name)
    }

    private mutating func maxApplication() -> Benefit.MaxApplication {
        let measure = optional("measure", Scalar.word(Measure.measures(of: .item))) ?? .qty
        return Benefit.MaxApplication(value: required("value", .amount(of: measure), else: 0), measure: measure)
    }

    private mutating func recovery() -> Benefit.Recovery {
        let type = required("type", Scalar<RecoveryType>.word, else: .a)
        let range: NumberRange = type == .p ? .percent : .amount
        return Benefit.Recovery(value: required("value", .number(range), else: 0), isPercentage: type == .p)
    }

    private mutating func steps(of kind: BenefitKind) -> Benefit.Steps? {
        guard let values = kind.stepValues else {
            if raw("steps") != nil {
                note("steps", "found steps, expected none: \(kind.typeName) has no value for them to replace")
            }
            return nil
        }
        return object("steps") { reader in reader.steps(values: values) }
    }

    private mutating func steps(values: NumberRange) -> Benefit.Steps {
        let measure = optional("measure", Scalar.word(Measure.measures(of: .item))) ?? .qty
        let thresholds = Scalar<Int128>.number(.measured(decimals: measure.decimals, fromZero: true))
        let scale = DecimalText.powerOfTen(Money.decimals - values.decimals)
        var last: Int128?
        let steps = objects("steps", 1...Limits.steps) { reader, _ in
            let from = reader.required("from", thresholds, else: last.map { $0 + 1 } ?? 0)
            if let last, from <= last {
                reader.note(
                    "from",
                    "found \(DecimalText.printShort(from, scale: measure.decimals)), expected more than the step "
                        + "before, \(DecimalText.printShort(last, scale: measure.decimals))")
            }
            last = from
            return Benefit.Steps.Step(from: from, value: reader.required("value", .number(values), else: 0) * scale)
        }
        return Benefit.Steps(measure: measure, steps: steps)
    }
}

/// How the till shows a benefit.
enum ApplicationMethod: String, CaseIterable {
    case resume, lineByLine
}

private enum RecoveryType: String, CaseIterable {
    case p, a
}
