import Testing

@testable import Promotions

/// What is suggested for a ticket under one promotion, or a few.
struct SuggestionTests {
    struct Example: CustomTestStringConvertible {
        var testDescription: String
        var promotions: [Promotion]
        var ticket: Ticket
        var suggested: String
        var used: [Int: Int128] = [:]

        init(
            _ description: String, _ promotions: Promotion..., ticket: Ticket, _ suggested: String,
            used: [Int: Int128] = [:]
        ) {
            testDescription = description
            self.promotions = promotions
            self.ticket = ticket
            self.suggested = suggested
            self.used = used
        }
    }

    private static let second = promotion(
        "Second", when: .combo(2, 2, where: [Filter("level1", .equal, ["X"])]), .percent("50").upTo(1))
    private static let x = ["level1": "X"]

    private static func group(
        _ kind: ElementKind, _ measure: SimpleCondition.Group.Total, _ value: Int128,
        _ comparison: Filter.Operator = .greaterOrEqual
    ) -> SimpleCondition {
        SimpleCondition(
            element: kind, filters: kind == .payment ? [Filter("code", .equal, ["VISA"])] : [],
            group: SimpleCondition.Group(measure: measure, operator: comparison, value: value))
    }

    private static func when(_ conditions: SimpleCondition...) -> Condition { Condition(simple: conditions) }

    static let combinations = [
        Example("half a pair", second, ticket: ticket(line("10", x)), "Second 1 [set all qty 1] 5.00"),
        Example("nothing of the pair", second, ticket: ticket(line("10")), ""),
        Example("the pair", second, ticket: ticket(line("10", x), line("8", x)), ""),
        Example("a pair and a half", second, ticket: ticket(line("10", pieces: 3, x)), ""),
        Example(
            "what is missing costs as much as the cheapest", second,
            ticket: ticket(line("10", pieces: 1, x)), "Second 1 [set all qty 1] 5.00"),
        Example(
            "a limit has nothing left",
            promotion("P", when: .combo(2, 2), .percent("50").limited(.benefitAmount, "3")), ticket: prices("10"), "",
            used: [0: decimal("3")]),
        Example(
            "a limit has a little left",
            promotion("P", when: .combo(2, 2), .percent("50").limited(.benefitAmount, "3")), ticket: prices("10"),
            "P 1 [set all qty 1] 1.00", used: [0: decimal("2")]),
        Example(
            "another one excludes it", promotion("E", .percent("10"), exclusive: .units),
            promotion("P", when: .combo(2, 2), .percent("50"), exclusive: .units), ticket: prices("10"), ""),
        Example(
            "another takes part of the price", promotion("A", .percent("50")),
            promotion("P", when: .combo(2, 2), .percent("50")), ticket: prices("10"), "P 1 [set all qty 1] 5.00"),
        Example(
            "outside its hours",
            promotion(
                "P",
                when: Condition(
                    hourIntervals: [HourInterval(start: 0, end: 60)], composition: Condition.combo(2).composition),
                .percent("50")), ticket: prices("10"), ""),
        Example(
            "units must differ",
            promotion(
                "P",
                when: Condition(composition: [
                    CompositionSet(name: "s", min: 2_000, max: 2_000, inequivalence: ["code"])
                ]), .percent("10")), ticket: ticket(line("10", ["code": "a"])), "P 1 [set s qty 1] 2.00"),
        Example(
            "a bundle of two sets, and neither is there twice",
            promotion(
                "P",
                when: Condition(composition: [
                    CompositionSet(name: "a", filters: [Filter("level1", .equal, ["X"])], min: 1_000, max: 1_000),
                    CompositionSet(name: "b", filters: [Filter("level1", .equal, ["Y"])], min: 1_000, max: 1_000),
                ]), .fixed("3")), ticket: ticket(line("10", x)), "P 1 [set b qty 1] 3.00"),
        Example(
            "one unit matches both sets",
            promotion(
                "P",
                when: Condition(composition: [
                    CompositionSet(name: "a", min: 1_000, max: 1_000),
                    CompositionSet(name: "b", min: 1_000, max: 1_000),
                ]), .fixed("3")), ticket: prices("10"), "P 1 [set a qty 1] 3.00"),
    ]

    static let conditions = [
        Example(
            "too few", promotion("P", when: when(group(.item, .sum(.qty), 3_000)), .fixed("1")),
            ticket: prices("10", "9"), "P 1,2 [item qty 1] 1.00"),
        Example(
            "too little money", promotion("P", when: when(group(.item, .sum(.price), 500_000)), .fixed("1")),
            ticket: prices("30"), "P 1 [item xprice 20] 1.00"),
        Example(
            "too few codes", promotion("P", when: when(group(.item, .distinct, 2)), .fixed("1")),
            ticket: ticket(line("5", ["code": "a"])), "P 1 [item distinct 1] 1.00"),
        Example(
            "more than enough for exactly",
            promotion(
                "P", when: when(group(.item, .sum(.qty), 1_000, .equal)), .fixed("1")), ticket: prices("1", "2"), ""),
        Example(
            "a payment is missing",
            promotion("P", when: when(.having(.payment, "code", "VISA")), .percent("10")), ticket: prices("10"),
            "P 0 [payment qty 1] 1.00"),
        Example(
            "part of a payment is missing",
            promotion("P", when: when(group(.payment, .sum(.amount), 500_000)), .percent("10")),
            ticket: prices("100").payment("VISA", "20"), "P 0 [payment amount 30] 10.00"),
        Example(
            "all must be paid",
            promotion("P", when: when(group(.payment, .fullPayment, 0)), .percent("10")),
            ticket: prices("100").payment("VISA", "20"), "P 0 [payment fullPayment 70] 10.00"),
        Example(
            "a coupon is missing",
            promotion("P", when: when(.having(.coupon, "type", "3")), .percent("10")), ticket: prices("10"), ""),
        Example("a line is missing", promotion("P", when: .level("X"), .percent("10")), ticket: prices("10"), ""),
        Example(
            "nothing on the ticket",
            promotion("P", when: when(.having(.payment, "code", "VISA")), .percent("10")), ticket: ticket(), ""),
        Example(
            "a gift saves nothing and is suggested", promotion("P", when: .combo(2), .gift()),
            ticket: prices("10"), "P 1 [set all qty 1] 0.00"),
    ]

    @Test(arguments: combinations + conditions) func `suggests what can be followed`(_ example: Example) throws {
        let map = map(example.promotions)
        let result = try #require(suggest(map, example.ticket, used: example.used))
        #expect(result.isComplete)
        #expect(result.list.map { text($0, map) }.joined(separator: "; ") == example.suggested)
    }

    @Test(arguments: PromotionMap.SuggestionPolicy.allCases, [true, false])
    func `the map and the promotion allow it`(_ policy: PromotionMap.SuggestionPolicy, _ isSuggestible: Bool) {
        var promotion = Self.second
        promotion.isSuggestible = isSuggestible
        let map = map([promotion], policy)
        let isAllowed = policy == .always || (policy == .byPromotion && isSuggestible)
        #expect(suggest(map, ticket(line("10", Self.x)))?.list.count == (isAllowed ? 1 : 0))
        #expect(map.evaluate(EvaluationInput(ticket: ticket(line("10", Self.x)))).suggestions == nil)
    }

    @Test func `only what concerns the element that is named`() {
        let map = map([Self.second, promotion("V", when: Self.when(.having(.payment, "code", "VISA")), .percent("1"))])
        let sale = ticket(line("10", Self.x), line("3")).payment("CASH", "1")
        func names(_ request: SuggestionRequest) -> [Int]? {
            map.evaluate(EvaluationInput(ticket: sale, suggests: request)).suggestions?.list.map(\.promotion)
        }
        #expect(names(SuggestionRequest()) == [0, 1])
        #expect(names(SuggestionRequest(seq: 1)) == [0, 1])
        #expect(names(SuggestionRequest(seq: 2)) == [1])
        #expect(names(SuggestionRequest(seq: 3)) == [])
        #expect(names(SuggestionRequest(seq: 1, kind: .payment)) == [])
    }

    struct Amount: CustomTestStringConvertible {
        var paid: String?
        var asked: String
        var text: String
        var testDescription: String { "\(paid ?? "nothing") of \(asked)" }
    }

    @Test(arguments: [
        Amount(paid: nil, asked: "15620", text: "Pay  with VISA"),
        Amount(paid: "5000", asked: "15620", text: "Pay 15620 with VISA"),
        Amount(paid: "5000", asked: "15620.5", text: "Pay 15620.50 with VISA"),
    ]) func `the amount to pay stands in the text once something is paid`(_ amount: Amount) {
        var promotion = promotion(
            "P", when: Self.when(Self.group(.payment, .sum(.amount), decimal(amount.asked))), .percent("10"))
        promotion.posMessage = "Pay @totalPaymentAmount with VISA"
        var sale = prices("20000")
        if let paid = amount.paid { sale = sale.payment("VISA", paid) }
        #expect(suggest(map([promotion]), sale)?.list.map(\.text) == [amount.text])
    }

    @Test func `what must be paid in full is what other promotions leave to pay`() throws {
        var paid = promotion(
            "Z", when: Self.when(Self.group(.payment, .fullPayment, 0)), .percent("20"))
        paid.posMessage = "Pay @totalPaymentAmount with VISA"
        let map = map([promotion("E", .percent("10")), paid])
        let sale = prices("100").payment("VISA", "10")
        let suggestion = try #require(suggest(map, sale)?.list.first)
        #expect(suggestion.text == "Pay 72 with VISA" && suggestion.missing.map(\.amount) == [decimal("62")])
        #expect(suggestion.saving == money("18"))
        #expect(sale.payment("VISA", "62").under(map.map).alternatives[0].total == money("28"))
    }

    @Test func `limits that only a suggestion leads to are named`() throws {
        let visa = Self.when(.having(.payment, "code", "VISA"))
        let limited = promotion("B", when: visa, .percent("20").limited(.benefitAmount, "5"))
        var second = Self.second
        second.condition.simple = visa.simple
        second.isSuggestible = true
        let map = map([limited, second], .byPromotion)
        let sale = ticket(line("50", Self.x))
        #expect(map.limitsConcerning(sale, suggests: true) == [])
        #expect(suggest(map, sale)?.unread == [0])
        #expect(suggest(map, sale, used: [0: 0])?.unread == [])
    }

    @Test func `work is bounded, and says so where it found nothing`() throws {
        let many = (0...CompiledMap.mostSuggestionCandidates).map { number in
            // The limit is used up: none of them can be promised.
            promotion("P\(number)", when: .combo(2, 2), .percent("50").limited(.benefitApplicationCount, "0"))
        }
        let result = try #require(suggest(map(many), prices("10")))
        #expect(result.list.isEmpty && !result.isComplete)
        let granting = (0...30).map { promotion("P\($0)", when: .combo(2, 2), .percent("1")) }
        #expect(suggest(map(granting), prices("10"))?.list.count == SuggestionSearch.mostSuggestions)
    }

    private func map(
        _ promotions: [Promotion], _ policy: PromotionMap.SuggestionPolicy = .always
    ) -> CompiledMap {
        CompiledMap(PromotionMap(company: "2", suggest: policy, levels: [Level(promotions: promotions)]))
    }

    private func suggest(_ map: CompiledMap, _ ticket: Ticket, used: [Int: Int128] = [:]) -> Suggestions? {
        map.evaluate(
            EvaluationInput(ticket: ticket, balances: Balances(used: used), suggests: SuggestionRequest())
        ).suggestions
    }

    /// `P 1,2 [set all qty 1] 5.00`.
    private func text(_ suggestion: Suggestion, _ map: CompiledMap) -> String {
        let lines = suggestion.lines.map(String.init).joined(separator: ",")
        let missing = suggestion.missing.map { missing in
            let place =
                switch missing.place {
                case .set(let name): "set \(name)"
                case .element(let kind): kind.rawValue
                }
            let (measure, scale) =
                switch missing.measure {
                case .sum(let measure): (measure.rawValue, measure.decimals)
                case .distinct: ("distinct", 0)
                case .fullPayment: ("fullPayment", Money.decimals)
                }
            return "\(place) \(measure) \(DecimalText.printShort(missing.amount, scale: scale))"
        }.joined(separator: ", ")
        return "\(map.promotions[suggestion.promotion].name) \(lines.isEmpty ? "0" : lines) [\(missing)] "
            + suggestion.saving.text
    }
}
