/// A filter whose values are numbers.
struct CompiledFilter: Sendable {
    enum Test: Sendable {
        /// The value is one of these.
        case oneOf(Values)
        /// The value is none of these, or there is none.
        case noneOf(Values)
        /// The text compares with one of these.
        case compares(Filter.Operator, [Operand])
        /// The text begins with one of these.
        case begins([String])
    }

    /// Numbers of values; a few are searched one by one.
    enum Values: Sendable {
        case few([Int32])
        case many(Set<Int32>)

        init(_ numbers: [Int32]) { self = numbers.count > 8 ? .many(Set(numbers)) : .few(numbers) }

        func contains(_ number: Int32) -> Bool {
            switch self {
            case .few(let numbers): numbers.contains(number)
            case .many(let numbers): numbers.contains(number)
            }
        }
    }

    /// What a text is compared with.
    struct Operand: Sendable {
        let text: String
        /// In ten-thousandths, where the text is a number.
        let number: Int128?
    }

    let slot: Int
    let test: Test

    init(_ filter: Filter, slots: inout AttributeSlots) {
        let position = slots.position(of: filter.attribute)
        slot = position
        switch filter.operator {
        case .equal, .in: test = .oneOf(Values(filter.values.map { slots.number(of: $0, at: position) }))
        case .different, .notIn: test = .noneOf(Values(filter.values.map { slots.number(of: $0, at: position) }))
        case .greater, .greaterOrEqual, .less, .lessOrEqual:
            test = .compares(
                filter.operator,
                filter.values.map { Operand(text: $0, number: DecimalText.parse($0, decimals: Money.decimals)) })
        case .startsWith: test = .begins(filter.values)
        }
    }

    /// Whether an element passes.
    func passes(_ element: Int, in facts: ElementFacts) -> Bool {
        let number = facts.number(of: element, at: slot)
        if number > ElementFacts.firstOfSeveral {
            switch test {
            case .oneOf(let values): return number != AttributeSlots.absent && values.contains(number)
            case .noneOf(let values): return number == AttributeSlots.absent || !values.contains(number)
            case .compares, .begins: break
            }
        }
        return passesByText(element, in: facts)
    }

    /// Strikes out the elements that do not pass.
    ///
    /// - Parameters:
    ///   - mask: by element: whether it is still in question.
    ///   - facts: the elements.
    func narrow(_ mask: inout [Bool], _ facts: ElementFacts) {
        if case .oneOf(.few(let values)) = test, values.count == 1 {
            let value = values[0]
            for element in mask.indices where mask[element] {
                let number = facts.number(of: element, at: slot)
                mask[element] =
                    number > ElementFacts.firstOfSeveral ? number == value : facts.several(number).contains(value)
            }
            return
        }
        for element in mask.indices where mask[element] { mask[element] = passes(element, in: facts) }
    }

    /// The same where a single number does not tell.
    private func passesByText(_ element: Int, in facts: ElementFacts) -> Bool {
        switch test {
        case .oneOf(let values): facts.anyValue(of: element, at: slot) { values.contains($0) }
        case .noneOf(let values): facts.anyValue(of: element, at: slot) { !values.contains($0) }
        case .compares(let comparison, let operands):
            facts.anyText(of: element, at: slot) { text in
                operands.contains { CompiledFilter.holds(text, comparison, $0) }
            }
        case .begins(let prefixes):
            facts.anyText(of: element, at: slot) { text in prefixes.contains { text.hasPrefix($0) } }
        }
    }

    /// As numbers where both are, else by code points.
    private static func holds(_ text: Substring, _ comparison: Filter.Operator, _ operand: Operand) -> Bool {
        if let right = operand.number, let left = DecimalText.parse(text, decimals: Money.decimals) {
            return comparison.holds(left, right)
        }
        let isLess = text.utf8.lexicographicallyPrecedes(operand.text.utf8)
        let isGreater = operand.text.utf8.lexicographicallyPrecedes(text.utf8)
        return comparison.holds(isLess ? -1 : isGreater ? 1 : 0, 0)
    }
}

extension Filter.Operator {
    /// Whether two numbers stand in this relation; the operators on texts never hold.
    func holds(_ left: Int128, _ right: Int128) -> Bool {
        switch self {
        case .equal, .in: left == right
        case .different, .notIn: left != right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .startsWith: false
        }
    }

    /// The sign that explanations use.
    var sign: String {
        switch self {
        case .equal: "="
        case .different: "!="
        case .in: "in"
        case .notIn: "not in"
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .less: "<"
        case .lessOrEqual: "<="
        case .startsWith: "starts with"
        }
    }
}
