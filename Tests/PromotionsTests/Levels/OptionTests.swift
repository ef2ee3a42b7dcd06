import Promotions
import Testing

@Suite struct OptionTests {
    private func map(_ levels: [[Promotion]], last: Promotion? = nil) -> PromotionMap {
        var all = levels.map { Level(coexistence: .option, promotions: $0) }
        if let last { all.append(Level(promotions: [last])) }
        return PromotionMap(company: "2", levels: all)
    }

    private func fixed(_ name: String, _ value: String) -> Promotion { promotion(name, .fixed(value)) }

    /// As the samples of toys: ten off or a free mug.
    @Test func eachThatAppliesIsAnAlternative() {
        let mug = promotion("Mug", .gift())
        let map = map(
            [[fixed("Ten", "10"), promotion("No", when: .level("X"), .gift()), mug]], last: fixed("Last", "1"))
        let evaluation = prices("40").under(map)
        #expect(
            evaluation.alternatives.map { $0.text(map) } == [
                "Ten 10.00 = 1:10.00; Last 1.00 = 1:1.00", "Mug 0.00 qty 1 = 1:0.00; Last 1.00 = 1:1.00",
            ])
        #expect(evaluation.alternatives.map(\.choice) == [[0], [2]])
        #expect(evaluation.alternatives.map { $0.grants.map { $0.benefits[0].order } } == [[1, 2], [1, 2]])
        // What applies in one of them is applied.
        #expect(evaluation.verdicts.map(\.reason) == [.ok, .noMatch, .ok, .ok])
        let chosen = prices("40").under(map, choice: [2])
        #expect(chosen.alternatives.map(\.choice) == [[2]])
        #expect(chosen.verdictTexts[0] == "excluded OPTION_NOT_CHOSEN//Mug")
        #expect(chosen.verdicts.map(\.reason) == [.optionNotChosen, .noMatch, .ok, .ok])
    }

    @Test func severalLevelsGiveEveryCombinationTheFirstVaryingSlowest() {
        let map = map([[fixed("A", "1"), fixed("B", "2")], [fixed("C", "3"), fixed("D", "4"), fixed("E", "5")]])
        let evaluation = prices("40").under(map)
        #expect(evaluation.alternatives.map(\.choice) == [[0, 2], [0, 3], [0, 4], [1, 2], [1, 3], [1, 4]])
        #expect(evaluation.alternatives.map(\.total.text) == ["4.00", "5.00", "6.00", "5.00", "6.00", "7.00"])
        #expect(prices("40").under(map, choice: [1, 3]).alternatives.map(\.choice) == [[1, 3]])
    }

    @Test func twentyAtMost() {
        let five = (0..<5).map { fixed("P\($0)", "1") }
        let evaluation = prices("40").under(map([five, five]))
        #expect(evaluation.alternatives.count == 20)
        #expect(evaluation.alternatives.last?.choice == [3, 9])
        #expect(Set(evaluation.alternatives).count == 20)
    }

    @Test func aChoiceThatIsNoLongerThereIsDropped() {
        let map = map([[promotion("X", when: .level("X"), .gift()), fixed("A", "1"), fixed("B", "2")]])
        #expect(prices("40").under(map, choice: [0]).alternatives.map(\.choice) == [[1], [2]])
        #expect(prices("40").under(map, choice: [1, 2]).alternatives.count == 2)
        #expect(ticket(line("1", ["level1": "X"])).under(map, choice: [0]).alternatives.map(\.choice) == [[0]])
    }

    @Test func oneThatAppliesIsNoChoice() {
        let map = map([[promotion("X", when: .level("X"), .gift()), fixed("A", "1")]])
        #expect(prices("40").under(map).alternatives.map(\.total.text) == ["1.00"])
    }

    @Test func balancesCountTheMostThatAnAlternativeTakes() {
        let limited = Benefit.percent("10").limited(.benefitAmount, "5")
        let map = map([[fixed("A", "30"), promotion("B", .gift())]], last: promotion("L", limited))
        let evaluation = prices("40").under(map)
        #expect(evaluation.alternatives.map { $0.uses.map(\.amount) } == [[decimal("1")], [decimal("4")]])
        #expect(evaluation.balanceTexts == ["1.00"])
        #expect(prices("40").under(map, choice: [0]).balanceTexts == ["4.00"])
        #expect(prices("100").under(map).isLimited)
        // Cut in one alternative only.
        #expect(prices("60").under(map).verdicts[2].outcome == .applied && prices("60").under(map).isLimited)
    }

    /// A till counts the blocks of an answer, and what grants nothing has none.
    @Test func whatComesToNothingIsNoAlternative() {
        let factor = promotion("F", .factor("2"))
        let three = map([[factor, fixed("A", "10"), fixed("B", "20")]])
        let sale = prices("40").card("CLUB")
        let evaluation = sale.under(three)
        #expect(evaluation.alternatives.map(\.choice) == [[1], [2]])
        #expect(evaluation.alternatives.map(\.total.text) == ["10.00", "20.00"])
        #expect(evaluation.verdictTexts == ["notApplied NO_TARGET//", "applied OK//", "applied OK//"])
        #expect(sale.under(three, choice: [0]).alternatives.map(\.choice) == [[1], [2]])
        #expect(sale.under(map([[factor, fixed("A", "10")]])).alternatives.map(\.choice) == [[1]])
        let alone = sale.under(map([[factor]], last: fixed("Last", "1")))
        #expect(alone.alternatives.map(\.choice) == [[]] && alone.alternatives[0].total == money("1"))
        #expect(alone.verdicts[0].reason == .noTarget)
    }

    /// Where a second level decides whether there are points to multiply, the choices with them stay.
    @Test func whatComesToNothingBesideOneChoiceStandsBesideAnother() {
        let map = map([
            [promotion("F", .factor("2")), fixed("A", "1")], [promotion("P", .points("5", .na)), fixed("B", "2")],
        ])
        let evaluation = prices("40").card("CLUB").under(map)
        #expect(evaluation.alternatives.map(\.choice) == [[0, 2], [1, 2], [1, 3]])
        #expect(evaluation.alternatives.map { $0.grants.map(\.promotion) } == [[0, 2], [1, 2], [1, 3]])
        #expect(evaluation.verdicts.map(\.reason) == [.ok, .ok, .ok, .ok])
    }

    private static let x = ["level1": "X"]
    private static let y = ["level1": "Y"]

    /// Without the factor, which keeps Y from A and doubles nothing, the first choice has a second one.
    @Test func aChoiceThatGrowsWithoutWhatCameToNothingStays() {
        let sale = ticket(line("40", Self.x), line("20", Self.y)).card("CLUB")
        let map = PromotionMap(
            company: "2",
            levels: [
                Level(
                    coexistence: .option,
                    promotions: [
                        promotion("Ten", when: .level("X"), .fixed("10")),
                        promotion("Points", when: .level("X"), .points("5", .na)),
                    ]),
                Level(promotions: [promotion("F", when: .level("Y"), .factor("2"), exclusive: .units)]),
                Level(coexistence: .option, promotions: [promotion("A", when: .level("Y"), .percent("50"))]),
            ])
        let evaluation = sale.under(map)
        #expect(evaluation.alternatives.map(\.choice) == [[0, 3], [1]])
        #expect(evaluation.alternatives.map(\.total.text) == ["20.00", "0.00"])
    }

    @Test func anOptionThatOnlyWhatCameToNothingKeptOutIsOne() {
        let map = PromotionMap(
            company: "2",
            levels: [
                Level(promotions: [promotion("F", when: .level("X"), .factor("2"), exclusive: .units)]),
                Level(
                    coexistence: .option,
                    promotions: [
                        promotion("A", when: .level("X"), .percent("50")),
                        promotion("B", when: .level("Y"), .fixed("1")),
                    ]),
            ])
        let sale = ticket(line("40", Self.x), line("20", Self.y)).card("CLUB")
        #expect(sale.under(map).alternatives.map(\.choice) == [[1], [2]])
    }

    /// F came to nothing since the other kept the points out: without the other it does not.
    @Test func whatCameToNothingBecauseOfAnotherIsTriedAgain() {
        let other = Benefit(id: "b", kind: .factorLoyalty(cardType: "GIFT", factor: decimal("2")))
        let map = level(
            .cumulative, promotion("G", when: .level("X"), other, exclusive: .units),
            promotion("P", when: .level("X"), .points("5", .na)), promotion("F", .factor("2")))
        let sale = ticket(line("40", Self.x), line("20", Self.y)).card("CLUB").card("GIFT")
        let evaluation = sale.under(map)
        #expect(evaluation.alternatives[0].grants.map { $0.benefits[0].points.text } == ["5.00", "5.00"])
        #expect(evaluation.verdicts.map(\.reason) == [.noTarget, .ok, .ok])
    }
}
