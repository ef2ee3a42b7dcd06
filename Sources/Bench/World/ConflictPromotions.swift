/// Promotions that tickets of sixty lines meet: 12 that want the same units, 18 that go with everything.
enum ConflictPromotions {
    /// How many conflict; they come first.
    static let conflicting = 12

    /// All of them.
    static let all: [MetPromotions.Definition] = pairs + triples + brands + bundles + levels + tickets

    /// Conflicts: the second at half price, over neighbouring departments.
    private static let pairs = (0..<3).map { number in
        MetPromotions.Definition(
            name: "Pair", condition: MetPromotions.pair("level1", "L1-\(number)", "L1-\(number + 1)"),
            benefit: MetPromotions.percentage(50) + #","maxApplication":{"value":1}"#)
    }

    /// Conflicts: three for two.
    private static let triples = (0..<3).map { number in
        MetPromotions.Definition(
            name: "Three for two", condition: MetPromotions.three("level1", "L1-\(number)", "L1-\(number + 2)"),
            benefit: MetPromotions.percentage(100) + #","maxApplication":{"value":1}"#)
    }

    /// Conflicts: a percentage on suppliers, who sell in all departments.
    private static let brands = (0..<4).map { number in
        MetPromotions.Definition(
            name: "Supplier",
            condition: MetPromotions.lines(
                "supplier", "S\(number)", "S\(number + 4)", "S\(number + 12)", "S\(number + 16)"),
            benefit: MetPromotions.percentage(10 + number))
    }

    /// Conflicts: two departments together.
    private static let bundles = (0..<2).map { number in
        MetPromotions.Definition(
            name: "Bundle", condition: MetPromotions.twoSets("L1-\(number)", "L1-\(number + 3)"),
            benefit: #""type":"NewPrice","price":"9.90","unit":"na""#)
    }

    private static let levels = (0..<12).map { number in
        MetPromotions.Definition(
            name: "Department", condition: MetPromotions.lines("level1", "L1-\(number)"),
            benefit: MetPromotions.percentage(1 + number))
    }

    private static let tickets = (0..<6).map { number in
        MetPromotions.Definition(
            name: "Ticket",
            condition: #""simple":[{"element":"item"\#(MetPromotions.atLeast("xprice", 10 + number))}]"#,
            benefit: #""type":"FixedDiscount","amount":"\#(1 + number).00","unit":"na""#)
    }
}
