/// A site's catalog and map at random: everything that its pages or its till may judge differently.
public struct RandomSite: Sendable {
    /// A product.
    public struct Product: Sendable {
        /// What it is called by.
        public let code: String
        /// What it costs, in whole cents.
        public let price: String
        /// Its brand.
        public let brand: String
        /// Its department.
        public let level1: String
    }

    /// What others have used of a limit.
    public struct Use: Sendable {
        /// The limit.
        public let limit: String
        /// The store's code or the company's, as the limit counts.
        public let scopeKey: String
        /// How much, in ten-thousandths.
        public let amount: Int64
        /// All that there is, in ten-thousandths.
        public let maximum: Int64
    }

    /// The company.
    public static let company = "2"
    /// The site.
    public static let store = "9"

    /// The catalog.
    public private(set) var products: [Product] = []
    /// The map, in the language.
    public private(set) var map = ""
    /// Names of promotions that are off, and in how many days.
    public private(set) var exclusions: [(promotion: String, daysAhead: Int)] = []
    /// What is used of limits.
    public private(set) var uses: [Use] = []
    private var random: SeededRandom
    private var promotions = 0

    /// A site.
    ///
    /// - Parameters:
    ///   - seed: what it follows from.
    ///   - count: how many products it sells.
    ///   - hasLimits: whether promotions have limits.
    public init(seed: UInt64, products count: Int = 25, hasLimits: Bool = true) {
        random = SeededRandom(seed: seed)
        for number in 0..<count {
            let price = 1 + random.below(3_000)
            products.append(
                Product(
                    code: "p\(number)", price: "\(price / 100).\(price % 100 / 10)\(price % 10)",
                    brand: random.pick(["x", "y", "z"]), level1: random.pick(["A", "B"])))
        }
        let levels = (0..<1 + random.below(3)).map { _ in
            let coexistence = random.pick(["cumulative", "first", "bestBenefit", "bestCombination", "option"])
            let own = (0..<1 + random.below(4)).map { _ in promotion(hasLimits) }
            return #"{"coexistence":"\#(coexistence)","promotions":[\#(own.joined(separator: ","))]}"#
        }
        map = #"{"company":"2","levels":[\#(levels.joined(separator: ","))]}"#
    }

    private mutating func promotion(_ hasLimits: Bool) -> String {
        promotions += 1
        if random.below(5) == 0 { exclusions.append(("P\(promotions)", random.below(2))) }
        let id = "64cd5282a62e431960ed" + String(10_000 + promotions).suffix(4)
        let benefit = benefit()
        let hasLimit = hasLimits && !benefit.contains("CouponBenefit") && random.below(3) == 0
        return #"{"id":"\#(id)","name":"P\#(promotions)","condition":{\#(condition())},"#
            + #""benefits":[{\#(benefit)\#(hasLimit ? limit() : "")}]}"#
    }

    private mutating func condition() -> String {
        let filter = random.pick([
            #"[{"attribute":"brand","operator":"equal","values":["x"]}]"#,
            #"[{"attribute":"brand","operator":"different","values":["y"]}]"#,
            #"[{"attribute":"level1","operator":"equal","values":["A"]}]"#,
            #"[{"attribute":"unitprice","operator":"greater","values":["10"]}]"#,
        ])
        let items = #"{"element":"item","where":\#(filter)"#
        let pieces = 1 + random.below(5)
        return random.pick([
            #""simple":[\#(items)}]"#,
            #""simple":[\#(items),"group":{"measure":"qty","operator":"greaterOrEqual","value":\#(pieces)}}]"#,
            #""composition":[{"set":"s",\#(items.dropFirst()),"min":\#(pieces),"max":\#(pieces + 1)}]"#,
            #""hourIntervals":["18:00-22:00"],"simple":[\#(items)}]"#,
            #""hourIntervals":["00:00-03:59","21:00-23:59"],"simple":[\#(items)}]"#,
            #""frequency":"01/01/2020 1s(1,3,5)","simple":[\#(items)}]"#,
            #""simple":[\#(items)},\#(element("coupon", "type", "T"))]"#,
            #""simple":[\#(items)},\#(element("payment", "code", "V"))]"#,
        ])
    }

    private func element(_ kind: String, _ attribute: String, _ value: String) -> String {
        #"{"element":"\#(kind)","where":[{"attribute":"\#(attribute)","operator":"equal","values":["\#(value)"]}]}"#
    }

    private mutating func benefit() -> String {
        let amount = 1 + random.below(60)
        let adjustment = random.pick(["discount", "surcharge"])
        return random.pick([
            #""type":"PercentageDiscount","percent":\#(amount),"unit":"qty""#,
            #""type":"FixedDiscount","amount":\#(amount / 20 + 1),"unit":"qty""#,
            #""type":"NewPrice","price":\#(amount),"unit":"na""#,
            #""type":"PercentageDiscount","percent":\#(amount),"unit":"qty","steps":{"measure":"qty","#
                + #""steps":[{"from":2,"value":40},{"from":6,"value":50}]}"#,
            #""type":"PaymentPlanBenefit","plan":"","paymentType":"","paymentCode":"VISA,MASTER","#
                + #""installments":"1-3","adjustment":"\#(adjustment)","percent":\#(amount)"#,
            #""type":"BankRefundBenefit","plan":"","paymentType":"","paymentCode":"V","percent":\#(amount)"#,
            #""type":"CouponBenefit","couponType":"7","quantity":1"#,
        ])
    }

    private mutating func limit() -> String {
        let id = "64cd5282a62e431960ee" + String(10_000 + promotions).suffix(4)
        let isOfStore = random.below(2) == 0
        let maximum = 1 + random.below(20)
        if random.below(3) > 0 {
            let ceiling = Int64(maximum) * 10_000
            uses.append(
                Use(
                    limit: id, scopeKey: isOfStore ? RandomSite.store : RandomSite.company,
                    amount: Int64(1 + random.below(maximum)) * 10_000, maximum: ceiling))
        }
        let type = random.pick(["benefitAmount", "benefitApplicationCount", "benefitedProductCount"])
        return #","limits":[{"id":"\#(id)","scope":"\#(isOfStore ? "store" : "retailer")","period":"undefined","#
            + #""type":"\#(type)","value":\#(maximum)}]"#
    }
}
