import Messages
import Promotions

extension ObjectReader {
    /// One simple condition.
    mutating func simpleCondition() -> SimpleCondition {
        let element = required("element", Scalar<ElementKind>.word)
        let filters = filters("where", 0...Limits.filters)
        let group = object("group") { reader in reader.group(of: element) }
        return SimpleCondition(element: element ?? .item, filters: filters, group: group)
    }

    /// A list of filters.
    mutating func filters(_ name: String, _ count: ClosedRange<Int>) -> [Filter] {
        objects(name, count) { reader, _ in
            Filter(
                reader.required("attribute", .filledText(), else: ""),
                reader.required("operator", .word, else: .equal),
                reader.list("values", 1...Limits.values, of: .comparand))
        }
    }

    /// One set of a combination.
    mutating func compositionSet() -> CompositionSet {
        let name = required("set", .filledText(), else: "")
        let kinds = ElementKind.allCases.filter { $0 != .transaction }
        let element = required("element", Scalar.word(kinds))
        let filters = filters("where", 0...Limits.filters)
        let measure = measure(of: element)
        let amount = Scalar<Int128>.amount(of: measure)
        let min = required("min", amount, else: 0)
        let max = optional("max", amount)
        if let max, max < min {
            note(
                "max",
                "found \(DecimalText.printShort(max, scale: measure.decimals)), expected at least min, which is "
                    + DecimalText.printShort(min, scale: measure.decimals))
        }
        return CompositionSet(
            name: name, element: element ?? .item, filters: filters, min: min, max: max, measure: measure,
            limit: optional("limit", .whole(1...Int(Int32.max))),
            order: optional("order", .word) ?? .moreExpensiveFirst,
            equivalence: list("equivalence", 0...Limits.attributes, of: .filledText()),
            inequivalence: list("inequivalence", 0...Limits.attributes, of: .filledText()))
    }

    /// What a set counts; without a word, the first of what its elements have.
    private mutating func measure(of element: ElementKind?) -> Measure {
        let measures = element.map(Measure.measures) ?? Measure.allCases
        let measure = optional("measure", Scalar.word(measures))
        // A word that is none must not make numbers wrong: amounts take them all.
        return measure ?? (has("measure") || element == nil ? .amount : measures[0])
    }

    private mutating func group(of element: ElementKind?) -> SimpleCondition.Group {
        guard element != .transaction else {
            reading.note("found a group, expected none: a transaction has nothing to sum")
            _ = takeRest()
            return SimpleCondition.Group(measure: .distinct, value: 0)
        }
        let measures = element.map(GroupMeasure.measures) ?? GroupMeasure.all
        guard let word = required("measure", .word(measures)) else {
            // Which values belong here depends on the measure.
            _ = takeRest()
            return SimpleCondition.Group(measure: .distinct, value: 0)
        }
        let isFullPayment = word.total == .fullPayment
        let comparisons: [Filter.Operator] = [.equal, .greater, .greaterOrEqual, .less, .lessOrEqual]
        let comparison = isFullPayment ? Scalar.word([Filter.Operator.greaterOrEqual]) : Scalar.word(comparisons)
        // What must be paid in full follows from the ticket, so neither comparison nor value need be said.
        let isSaid = !isFullPayment || has("operator")
        let compared = isSaid ? required("operator", comparison, else: .greaterOrEqual) : .greaterOrEqual
        let scalar = Scalar<Int128>.number(.measured(decimals: word.decimals, fromZero: true))
        let value = isFullPayment ? optional("value", scalar) ?? 0 : required("value", scalar, else: 0)
        let base = optional("applyOn", Scalar<PriceBase>.word) ?? .originalPrice
        if base != .originalPrice, word.total != .sum(.price) {
            note("applyOn", "found \"\(base.rawValue)\", expected originalPrice: only xprice has another")
        }
        return SimpleCondition.Group(measure: word.total, operator: compared, value: value, applyOn: base)
    }
}

extension Scalar<Int128> {
    /// How much of a measure; pieces and coupons are whole.
    static func amount(of measure: Measure) -> Scalar {
        let isWhole = measure == .qty
        return number(.measured(decimals: measure.decimals, whole: isWhole), whole: isWhole)
    }
}

/// What a group may sum, as a word.
struct GroupMeasure: RawRepresentable {
    let rawValue: String

    init(rawValue: String) { self.rawValue = rawValue }
    init(_ word: String) { rawValue = word }

    /// The word for what a group sums.
    init(_ total: SimpleCondition.Group.Total) {
        switch total {
        case .sum(let measure): rawValue = measure.rawValue
        case .distinct: rawValue = "distinct"
        case .fullPayment: rawValue = "fullPayment"
        }
    }

    /// The words for elements of a kind.
    static func measures(of element: ElementKind) -> [GroupMeasure] {
        let sums = Measure.measures(of: element).map { GroupMeasure($0.rawValue) }
        return sums + [GroupMeasure("distinct")] + (element == .payment ? [GroupMeasure("fullPayment")] : [])
    }

    /// The words for elements of any kind.
    static var all: [GroupMeasure] {
        Measure.allCases.map { GroupMeasure($0.rawValue) } + [GroupMeasure("distinct"), GroupMeasure("fullPayment")]
    }

    /// What the word means.
    var total: SimpleCondition.Group.Total {
        Measure(rawValue: rawValue).map { .sum($0) } ?? (rawValue == "fullPayment" ? .fullPayment : .distinct)
    }

    /// How many decimals the value may have; codes are counted in ones.
    var decimals: Int {
        switch total {
        case .sum(let measure): measure.decimals
        case .distinct: 0
        case .fullPayment: Money.decimals
        }
    }
}
