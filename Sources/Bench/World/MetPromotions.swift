/// The promotions that generated tickets meet: about ten of them on a ticket of ten lines, whatever the map's size.
enum MetPromotions {
    /// A promotion's parts as members of JSON objects.
    struct Definition {
        let name: String
        let condition: String
        let benefit: String
        var more = ""
    }

    /// All of them: discounts on products, combinations, and what looks at the whole ticket.
    static let all: [Definition] = [
        Definition(
            name: "Ten percent on levels", condition: lines("level1", "L1-0", "L1-3"), benefit: percentage(10)),
        Definition(
            name: "Brands", condition: lines("brand", "BRAND-1", "BRAND-7", "BRAND-12", "BRAND-40", "BRAND-41"),
            benefit: percentage(15)),
        Definition(
            name: "Amount off", condition: lines("level2", "L2-4", "L2-8", "L2-16", "L2-32", "L2-51"),
            benefit: #""type":"FixedDiscount","amount":"1.50","unit":"qty""#),
        Definition(
            name: "Second at half price", condition: pair("level1", "L1-1", "L1-4", "L1-6"),
            benefit: percentage(50) + #","maxApplication":{"value":1}"#, more: #""exclusive":true,"#),
        Definition(
            name: "Three for two", condition: three("level1", "L1-2", "L1-5", "L1-8"),
            benefit: percentage(100) + #","maxApplication":{"value":1}"#, more: #""reportParticipants":"always","#),
        Definition(
            name: "Two sets", condition: twoSets("L1-7", "L1-10"),
            benefit: #""type":"NewPrice","price":"9.90","unit":"na""#),
        Definition(
            name: "Limited by store", condition: lines("level1", "L1-9", "L1-11"),
            benefit: percentage(5) + limit("store", "benefitAmount", 1_000_000)),
        Definition(
            name: "Limited by company", condition: lines("level2", "L2-1", "L2-2", "L2-3", "L2-5", "L2-7", "L2-11"),
            benefit: percentage(7) + limit("retailer", "benefitApplicationCount", 1_000_000)),
        Definition(
            name: "For customers",
            condition: lines("type", "T1", "T2", of: "customer"),
            benefit: percentage(3) + limit("customer", "benefitAmount", 500)),
        Definition(
            name: "Many pieces",
            condition: lines("supplier", "S1", "S2", "S3", "S4", "S5", group: atLeast("qty", 3)),
            benefit: percentage(4)),
        Definition(
            name: "Two percent on all", condition: #""hourIntervals":["08:00-22:00"]"#, benefit: percentage(2)),
        Definition(
            name: "Ten off a hundred",
            condition: #""simple":[{"element":"item"\#(atLeast("xprice", 100))}]"#,
            benefit: #""type":"FixedDiscount","amount":"10.00","unit":"na""#),
        Definition(
            name: "Points", condition: #""channels":["pos"]"#,
            benefit: #""type":"LoyaltyBenefit","cardType":"CLUB","points":1,"unit":"qty""#),
        Definition(
            name: "Coupon to come", condition: lines("level1", "L1-1", "L1-5", "L1-9"),
            benefit: #""type":"CouponBenefit","couponType":"7","quantity":1"#),
    ]

    static func percentage(_ percent: Int) -> String {
        #""type":"PercentageDiscount","percent":\#(percent),"unit":"qty""#
    }

    static func lines(
        _ attribute: String, _ values: String..., of element: String = "item", group: String = ""
    ) -> String {
        #""simple":[{"element":"\#(element)",\#(filter(attribute, values))\#(group)}]"#
    }

    static func atLeast(_ measure: String, _ value: Int) -> String {
        #","group":{"measure":"\#(measure)","operator":"greaterOrEqual","value":\#(value)}"#
    }

    static func pair(_ attribute: String, _ values: String...) -> String {
        #""composition":[{"set":"a","element":"item",\#(filter(attribute, values)),"min":2,"max":2}]"#
    }

    static func three(_ attribute: String, _ values: String...) -> String {
        #""composition":[{"set":"a","element":"item",\#(filter(attribute, values)),"min":3,"max":3}]"#
    }

    static func twoSets(_ first: String, _ second: String) -> String {
        #""composition":[{"set":"a","element":"item",\#(filter("level1", [first])),"min":1,"max":1},"#
            + #"{"set":"b","element":"item",\#(filter("level1", [second])),"min":1,"max":1}]"#
    }

    private static func limit(_ scope: String, _ type: String, _ value: Int) -> String {
        #","limits":[{"scope":"\#(scope)","type":"\#(type)","value":\#(value)}]"#
    }

    private static func filter(_ attribute: String, _ values: [String]) -> String {
        let list = values.map { "\"\($0)\"" }.joined(separator: ",")
        return #""where":[{"attribute":"\#(attribute)","operator":"in","values":[\#(list)]}]"#
    }
}
