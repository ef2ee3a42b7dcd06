import Promotions
import Testing

@Suite struct MonetaryBenefitTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let ticket: Ticket
        let benefit: Benefit
        let shares: String

        init(_ description: String, _ ticket: Ticket, _ benefit: Benefit, _ shares: String) {
            testDescription = description
            self.ticket = ticket
            self.benefit = benefit
            self.shares = shares
        }
    }

    static let weighed = ticket(line("25", weight: "2.500"), line("4", pieces: 2), line("3", weight: "0.300"))

    static let units = [
        Case("percent of each piece", prices("10", "4"), .percent("30"), "1:3.00 2:1.20"),
        Case("percent once", prices("10", "4"), .percent("30", .na), "1:3.00 2:1.20"),
        Case("percent of weight", weighed, .percent("10", .magnitude), "1:2.50 2:0.40 3:0.30"),
        Case("more than all", prices("10"), .percent("150"), "1:10.00"),
        Case("amount off each piece", ticket(line("10", pieces: 2), line("4")), .fixed("2", .qty), "1:4.00 2:2.00"),
        Case("at most a piece's price", ticket(line("10", pieces: 2), line("1")), .fixed("3", .qty), "1:6.00 2:1.00"),
        Case("amount off each kilogram", weighed, .fixed("2", .magnitude), "1:5.00 2:0.00 3:0.60"),
        Case("at most a line's price", ticket(line("3", weight: "2")), .fixed("2", .magnitude), "1:3.00"),
        Case("amount once", prices("10", "4"), .fixed("7"), "1:5.00 2:2.00"),
        Case("at most the whole", prices("10", "4"), .fixed("70"), "1:10.00 2:4.00"),
        Case("new price for each piece", prices("10", "4"), .newPrice("5"), "1:5.00 2:0.00"),
        Case("of several pieces", ticket(line("30", pieces: 3)), .newPrice("8.50"), "1:4.50"),
        Case("new price for each kilogram", weighed, .newPrice("9.50", .magnitude), "1:1.25 2:4.00 3:0.15"),
        Case("new price once", prices("10", "4"), .newPrice("13", .na), "1:0.71 2:0.29"),
        Case("a new price above the old one", prices("10", "4"), .newPrice("15", .na), "nothing"),
        Case("weighed pieces count as pieces", weighed, .fixed("1", .qty), "1:1.00 2:2.00 3:1.00"),
        Case("a line without a price gets nothing", prices("0", "4"), .fixed("1"), "1:0.00 2:1.00"),
    ]

    @Test(arguments: units) func grantsByUnit(_ example: Case) { check(example) }

    static let dairy = ticket(
        line("10", ["level1": "D"]), line("8"), line("6", discountable: false, ["level1": "D"]),
        line("4", ["level1": "D"])
    )

    static let targets = [
        Case("everything without conditions on items", dairy, .percent("10"), "1:1.00 2:0.80 4:0.40"),
        Case(
            "a filter", dairy, .percent("10").with { $0.target = .filters([Filter("level1", .equal, ["D"])]) },
            "1:1.00 4:0.40"),
        Case(
            "a filter that nothing passes", dairy,
            .percent("10").with { $0.target = .filters([Filter("level1", .equal, ["X"])]) }, "nothing"),
    ]

    @Test(arguments: targets) func grantsOnItsTarget(_ example: Case) {
        let condition = Condition(stores: ["5"])
        let evaluation = example.ticket.under(promotion(when: condition, example.benefit))
        #expect(evaluation.shares == example.shares)
    }

    @Test func withConditionsOnItemsAllThatMatchAnyBenefit() {
        let condition = Condition(simple: [.having(.item, "level1", "D"), .having(.item, "brand", "A")])
        let ticket = ticket(line("10", ["level1": "D"]), line("8"), line("6", ["brand": "A"]))
        #expect(ticket.under(promotion(when: condition, .percent("10"))).shares == "1:1.00 3:0.60")
    }

    @Test func aCombinationBenefitsAllItsUnitsOrASetOfThem() {
        let condition = Condition(composition: [
            CompositionSet(name: "a", filters: [Filter("level1", .equal, ["A"])], min: 1_000, max: 1_000),
            CompositionSet(name: "b", filters: [Filter("level1", .equal, ["B"])], min: 1_000, max: 1_000),
        ])
        let ticket = ticket(
            line("10", ["level1": "A"]), line("6", ["level1": "B"]), line("4", ["level1": "B"]), line("2"))
        #expect(ticket.under(promotion(when: condition, .percent("10"))).shares == "1:1.00 2:0.60")
        let onSet = Benefit.percent("10").with { $0.target = .set("b") }
        #expect(ticket.under(promotion(when: condition, onSet)).shares == "2:0.60")
        let onFilter = Benefit.percent("10").with { $0.target = .filters([Filter("xprice", .greater, ["6"])]) }
        #expect(ticket.under(promotion(when: condition, onFilter)).shares == "1:1.00")
    }

    @Test func eachBenefitStartsFromWhatEarlierOnesLeftUnlessItSaysOtherwise() {
        func map(_ base: PriceBase) -> PromotionMap {
            level(
                .cumulative, promotion("A", .percent("10")),
                promotion("B", .percent("10").with { $0.applyOn = base }, .fixed("1").with { $0.applyOn = base }))
        }
        let benefited = prices("100").under(map(.benefitedPrice))
        #expect(benefited.text() == "0 10.00 = 1:10.00; 1 9.00 = 1:9.00, 1.00 = 1:1.00")
        #expect(benefited.alternatives[0].grants[1].benefits.map(\.base.text) == ["90.00", "81.00"])
        let original = prices("100").under(map(.originalPrice))
        #expect(original.text() == "0 10.00 = 1:10.00; 1 10.00 = 1:10.00, 1.00 = 1:1.00")
        #expect(original.alternatives[0].grants[1].benefits.map(\.base.text) == ["100.00", "100.00"])
    }

    @Test func nothingGoesBelowZeroHoweverManyApply() {
        let free = Benefit.percent("60").with { $0.applyOn = .originalPrice }
        let map = level(.cumulative, promotion("A", free), promotion("B", free), promotion("C", free))
        #expect(prices("10").under(map).text(map) == "A 6.00 = 1:6.00; B 4.00 = 1:4.00")
        #expect(prices("10").under(map).verdicts[2].reason == .noGain)
    }

    static let floors = [
        Case("each piece keeps its floor", ticket(line("20", pieces: 2, floor: "8")), .percent("50"), "1:4.00"),
        Case("overflow goes to the others", ticket(line("10", floor: "9"), line("10")), .fixed("6"), "1:1.00 2:5.00"),
        Case("and stops there", ticket(line("10", floor: "9"), line("10", floor: "7")), .fixed("6"), "1:1.00 2:3.00"),
        Case("not with each piece", ticket(line("10", floor: "9"), line("10")), .fixed("3", .qty), "1:1.00 2:3.00"),
        Case("new price", ticket(line("10", floor: "7"), line("10")), .newPrice("5"), "1:3.00 2:5.00"),
        Case("a floor above the price", ticket(line("10", floor: "12"), line("4")), .percent("50"), "1:0.00 2:2.00"),
        Case("all at their floor", ticket(line("10", floor: "10")), .percent("50"), "nothing"),
    ]

    @Test(arguments: floors) func leavesTheFloor(_ example: Case) { check(example) }

    @Test func floorsHoldOverAllPromotions() {
        let map = level(.cumulative, promotion("A", .percent("20")), promotion("B", .percent("20")))
        #expect(ticket(line("10", floor: "7")).under(map).text(map) == "A 2.00 = 1:2.00; B 1.00 = 1:1.00")
    }

    private func check(_ example: Case) {
        let evaluation = example.ticket.under(example.benefit)
        #expect(evaluation.shares == example.shares)
        let benefit = evaluation.alternatives[0].grants.first?.benefits.first
        #expect(benefit?.shares.reduce(.zero) { $0 + $1.value } == benefit?.value)
    }

    @Test func minimumAndMaximumHoldForEachApplication() {
        let condition = Condition.combo(1, 1)
        func shares(_ benefit: Benefit) -> String {
            prices("10", "4").under(promotion(when: condition, benefit)).shares
        }
        #expect(shares(.percent("10").with { $0.minDiscount = money("0.50") }) == "1:1.00")
        #expect(shares(.percent("10").with { $0.minDiscount = money("0.40") }) == "1:1.00 2:0.40")
        #expect(shares(.percent("10").with { $0.maxDiscount = money("0.70") }) == "1:0.70 2:0.40")
        #expect(shares(.percent("10").with { $0.maxDiscount = money("0.709") }) == "1:0.70 2:0.40")
        #expect(shares(.percent("10").with { $0.maxDiscount = .zero }) == "nothing")
        let small = prices("4").under(.percent("10").with { $0.minDiscount = money("0.50") })
        #expect(small.verdictText == "notApplied MIN_DISCOUNT/0.50/0.40")
    }
}
