import Promotions
import Testing

@Suite struct ExclusivityTests {
    static let basket = ticket(line("10", ["level1": "X"]), line("8", ["level1": "X"]), line("4"))
    static let toX = Benefit.percent("10").with { $0.target = .filters([Filter("level1", .equal, ["X"])]) }

    struct Case: CustomTestStringConvertible, Sendable {
        let exclusive: Promotion.Exclusivity
        let first: Benefit
        let condition: Condition
        let text: String
        var testDescription: String { text }
    }

    static let cases = [
        // Without a combination all units of the target are withdrawn, benefited or not.
        Case(
            exclusive: .units, first: toX.upTo(1), condition: Condition(stores: ["5"]),
            text: "A 0.80 = 2:0.80; B 2.00 = 3:2.00"),
        Case(
            exclusive: .benefited, first: toX.upTo(1), condition: Condition(stores: ["5"]),
            text: "A 0.80 = 2:0.80; B 7.00 = 1:5.00 3:2.00"),
        Case(
            exclusive: .none, first: toX.upTo(1), condition: Condition(stores: ["5"]),
            text: "A 0.80 = 2:0.80; B 10.60 = 1:5.00 2:3.60 3:2.00"),
        // With one, all units of its sub-tickets.
        Case(
            exclusive: .units, first: .percent("10").upTo(1), condition: .combo(2, 2),
            text: "A 0.80 = 2:0.80; B 2.00 = 3:2.00"),
        Case(
            exclusive: .benefited, first: .percent("10").upTo(1), condition: .combo(2, 2),
            text: "A 0.80 = 2:0.80; B 7.00 = 1:5.00 3:2.00"),
        // What grants nothing keeps nothing.
        Case(
            exclusive: .units, first: .newPrice("99"), condition: Condition(stores: ["5"]),
            text: "B 11.00 = 1:5.00 2:4.00 3:2.00"),
    ]

    @Test(arguments: cases) func keepsItsUnits(_ example: Case) {
        let map = level(
            .cumulative, promotion("A", when: example.condition, example.first, exclusive: example.exclusive),
            promotion("B", .percent("50")))
        #expect(Self.basket.under(map).text(map) == example.text)
    }

    @Test func takesNoUnitsThatCarryABenefit() {
        let map = level(
            .cumulative, promotion("A", when: .level("X"), .gift()),
            promotion("B", .percent("50"), exclusive: .units), promotion("C", .percent("10")))
        #expect(
            Self.basket.under(map).text(map) == "A 0.00 qty 1 = 1:0.00 2:0.00; B 2.00 = 3:2.00; C 1.80 = 1:1.00 2:0.80")
    }

    @Test func splitsALineByWhatWasTaken() {
        let map = level(
            .cumulative, promotion("A", .percent("10").upTo(2), exclusive: .benefited),
            promotion("B", .percent("50")))
        let five = ticket(line("50", pieces: 5))
        #expect(five.under(map).text(map) == "A 2.00 = 1:2.00; B 15.00 = 1:15.00")
        #expect(five.under(map).alternatives[0].grants.map { $0.benefits[0].shares[0].pieces.units } == [2_000, 3_000])
    }

    @Test func saysWhoTookTheUnits() {
        let map = level(
            .cumulative, promotion("A", when: .level("X"), .percent("10"), exclusive: .units),
            promotion("B", .percent("5")), promotion("Pair", when: .combo(2, 2), .percent("50")),
            promotion("X", when: .level("X"), .percent("20")),
            promotion("Four", when: .combo(4, 4), .percent("50")))
        let evaluation = Self.basket.under(map)
        #expect(
            evaluation.verdictTexts == [
                "applied OK//", "applied OK//", "excluded EXCLUSIVE_USED//A", "excluded EXCLUSIVE_USED//A",
                // Three would not do either if nobody had taken any.
                "notApplied COMBO_MIN/4/1",
            ])
    }

    @Test func limitsOfWhatWasKeptFromAPromotionAreListed() {
        let limited = Benefit.percent("50").limited(.benefitAmount, "9")
        let map = level(
            .cumulative, promotion("A", .percent("10"), exclusive: .units),
            promotion("Pair", when: .combo(2, 2), limited), promotion("Four", when: .combo(4, 4), limited))
        #expect(Self.basket.under(map).balanceTexts == ["9.00"])
    }

    @Test func nothingElseAppliesBesideATransactionExclusiveOne() {
        let map = level(
            .cumulative, promotion("A", .percent("10").limited(.benefitAmount, "9")),
            promotion("T", when: .level("X"), .fixed("1"), exclusive: .transaction),
            promotion("U", .fixed("2"), exclusive: .transaction), promotion("N", when: .level("N"), .gift()))
        let alone = Self.basket.under(map)
        #expect(alone.text(map) == "T 1.00 = 1:0.56 2:0.44")
        #expect(
            alone.verdictTexts == [
                "excluded EXCLUSIVE_USED//T", "applied OK//", "excluded EXCLUSIVE_USED//T", "notApplied NO_MATCH//",
            ])
        #expect(alone.balanceTexts == ["9.00"])
        #expect(prices("10").under(map).text(map) == "U 2.00 = 1:2.00")
    }

    @Test func aTransactionExclusiveOneThatGrantsNothingExcludesNothing() {
        let exhausted = Benefit.fixed("1").limited(.benefitAmount, "5")
        let map = level(
            .cumulative, promotion("T", exhausted, exclusive: .transaction), promotion("A", .percent("10")),
            promotion("F", .factor("2"), exclusive: .transaction))
        let evaluation = prices("10").card("CLUB").under(map, used: [0: "5"])
        #expect(evaluation.text(map) == "A 1.00 = 1:1.00")
        #expect(
            evaluation.verdictTexts == ["limited LIMIT_EXHAUSTED/1.00/0.00", "applied OK//", "notApplied NO_TARGET//"])
        #expect(evaluation.balanceTexts == ["0.00"] && evaluation.isLimited)
    }

    /// Points are multiplied last, and here there are none: the factor keeps nothing from the others.
    @Test func aFactorOfNothingKeepsNothing() {
        let (factor, ten) = (promotion("F", .factor("2")), promotion("A", .percent("10")))
        let exclusive = promotion("F", .factor("2"), exclusive: .units)
        let maps = [
            (level(.cumulative, exclusive, ten), "notApplied NO_TARGET//"),
            (
                level(.cumulative, factor, promotion("A", .percent("10"), exclusive: .units)),
                "notApplied NO_TARGET//"
            ),
            (level(.first, factor, ten), "notApplied NO_TARGET//"),
            (level(.bestBenefit, factor, ten), "excluded LOST_TO_BETTER//A"),
            (level(.bestCombination, exclusive, ten), "excluded LOST_TO_BETTER//A"),
        ]
        for (map, verdict) in maps {
            let evaluation = prices("10").card("CLUB").under(map)
            #expect(evaluation.text(map) == "A 1.00 = 1:1.00")
            #expect(evaluation.verdictTexts == [verdict, "applied OK//"])
            #expect(evaluation.alternatives.map(\.choice) == [[]])
        }
        let coupon = level(.bestBenefit, factor, promotion("C", .coupons()))
        #expect(prices("10").card("CLUB").under(coupon).text(coupon) == "C 0.00 qty 1 = 1:0.00")
        // With points to multiply it counts as before.
        let earning = PromotionMap(
            company: "2",
            levels: [
                Level(coexistence: .first, promotions: [factor, ten]),
                Level(promotions: [promotion("P", .points("5", .na))]),
            ])
        #expect(
            prices("10").card("CLUB").under(earning).verdictTexts
                == ["applied OK//", "excluded LOST_TO_BETTER//F", "applied OK//"])
    }

    /// What a limit left nothing of is told, and lapsed holds on it are looked for.
    @Test func aFactorThatALimitLeavesNothingOfKeepsNothing() {
        let limited = Benefit.factor("2").limited(.pointsAmount, "8")
        let map = level(
            .cumulative, promotion("P", when: .level("Y"), .points("5", .na)),
            promotion("F", when: .level("X"), limited, exclusive: .units),
            promotion("A", when: .level("X"), .percent("10")))
        let sale = ticket(line("10", ["level1": "X"]), line("5", ["level1": "Y"])).card("CLUB")
        let evaluation = sale.under(map, used: [0: "8"])
        #expect(evaluation.text(map) == "P 0.00 points 5.00 = 2:0.00; A 1.00 = 1:1.00")
        #expect(evaluation.verdicts[1].reason == .limitExhausted && evaluation.isLimited)
        #expect(evaluation.alternatives[0].uses.isEmpty)
    }
}
