import Messages
import Promotions
import Storage
import Testing

@testable import EcommerceCache

struct PageTests {
    static func stocked() throws -> World {
        let world = try World()
        try world.stock([
            "a": #""price":"10.00","brand":"x""#, "b": #""price":"7.00","brand":"y""#, "free": #""brand":"x""#,
            "c": #""price":"4.00","brand":"x","level1":"DAIRY""#,
        ])
        return world
    }

    /// Offers in few words.
    static func texts(_ page: ProductPage) -> [String] {
        page.offers.map { offer in
            let total = offer.total.map { DecimalText.printShort($0.units, scale: 4) } ?? "-"
            let saving = offer.saving.map { DecimalText.printShort($0.units, scale: 4) } ?? "-"
            let times = [offer.validFrom, offer.validTo].map { $0.map(\.text) ?? "" }.joined(separator: "..")
            return "\(offer.promotion) \(offer.kind) \(offer.quantity) \(total) \(saving) \(times)"
        }
    }

    @Test func `a page tells what one piece costs now, and why`() throws {
        let world = try Self.stocked()
        try world.distribute(
            Promo.promotion(1, condition: Promo.brand, benefit: Promo.percent(10)),
            Promo.promotion(2, condition: Promo.brand, benefit: Promo.percent(10)))
        let page = try world.page("a")
        #expect((page.listPrice, page.price) == (Money(whole: 10), Money(units: 81_000)))
        #expect(Self.texts(page) == ["0 now 1 8.1 1 ..", "1 now 1 8.1 0.9 .."])
        #expect(try world.page("b").offers == [] && world.page("b").price == Money(whole: 7))
        let maker = PageMaker(try world.world(), in: world.store)
        #expect(try maker.page(of: world.product("free")) == nil)
    }

    @Test func `numbers of pieces come from sets, groups and steps`() throws {
        let world = try Self.stocked()
        let three =
            #""composition":[{"set":"s","element":"item","where":[{"attribute":"brand","operator":"equal","#
            + #""values":["x"]}],"min":3,"max":3}]"#
        let group =
            #""simple":[{"element":"item","where":[{"attribute":"brand","operator":"equal","values":["x"]}],"#
            + #""group":{"measure":"xprice","operator":"greater","value":50}}]"#
        let steps = #","steps":{"measure":"qty","steps":[{"from":2,"value":5},{"from":12,"value":20}]}"#
        try world.distribute(
            Promo.promotion(
                1, condition: three, benefit: #""type":"NewPrice","price":25,"unit":"na","target":{"set":"s"}"#))
        #expect(Self.texts(try world.page("a")) == ["0 quantity 3 25 5 .."])
        #expect(try world.page("a").offers[0].unitPrice == Money(units: 83_333))
        try world.distribute(Promo.promotion(2, condition: group, benefit: Promo.percent(10)))
        #expect(Self.texts(try world.page("a")) == ["0 quantity 6 54 6 .."])
        try world.distribute(Promo.promotion(3, condition: Promo.brand, benefit: Promo.percent(1, more: steps)))
        #expect(
            Self.texts(try world.page("a")) == [
                "0 now 1 9.9 0.1 ..", "0 quantity 2 19 1 ..", "0 quantity 12 96 24 ..",
            ])
    }

    @Test func `promotions are in reach by what a product has, and name their own numbers of pieces`() throws {
        let world = try Self.stocked()
        let set = Promo.brand.replacing("\"simple\":[{", with: "\"composition\":[{\"set\":\"s\",\"min\":4,")
        let map = try world.distribute(
            Promo.promotion(1, condition: Promo.brand, benefit: Promo.percent(1)),
            Promo.promotion(2, condition: set, benefit: Promo.percent(1)),
            Promo.promotion(3, condition: set.replacing("\"x\"", with: "\"y\""), benefit: Promo.percent(1)))
        let ticket = try #require(try world.world().ticket(world.product("a")))
        let reading = map.read(ticket)
        #expect(PromotionsInReach(map).candidates(reading) == [0, 1])
        #expect(QuantitySteps(map, ticket, reading).numbers(of: [0, 1, 2], limit: 9) == [4])
        #expect(QuantitySteps(map, ticket, reading).numbers(of: [0], limit: 9) == [])
    }

    @Test func `a combination names what else is taken, a coupon and a plan what is shown and paid`() throws {
        let world = try Self.stocked()
        let combo = #"""
            "composition":[{"set":"one","element":"item",
            "where":[{"attribute":"code","operator":"equal","values":["a"]}],"min":1,"max":1},
            {"set":"other","element":"item",
            "where":[{"attribute":"code","operator":"equal","values":["b"]}],"min":2,"max":2}]
            """#
        let coupon =
            #""simple":[{"element":"item","where":[{"attribute":"code","operator":"equal","values":["a"]}]},"#
            + #"{"element":"coupon","where":[{"attribute":"type","operator":"equal","values":["T"]}]}]"#
        let plan =
            #""type":"PaymentPlanBenefit","plan":"","paymentType":"","paymentCode":"VISA,MASTER","#
            + #""installments":"1-3","adjustment":"discount","percent":20"#
        try world.distribute(
            Promo.promotion(1, condition: combo, benefit: Promo.percent(50, more: #","target":{"set":"one"}"#)),
            Promo.promotion(2, condition: coupon, benefit: Promo.percent(30)),
            Promo.promotion(3, condition: Promo.brand, benefit: plan))
        let page = try world.page("a")
        let kinds = page.offers.map(\.kind)
        #expect(kinds == [.paymentPlan, .combo, .coupon])
        #expect(page.offers[0].percent == 200_000)
        #expect(
            page.offers[0].needs.map { "\($0.place) \($0.measure) \($0.amount)" } == [
                "payment code VISA,MASTER", "payment installments 1-3",
            ])
        #expect(page.offers[1].needs.map { "\($0.place) \($0.measure) \($0.amount)" } == ["other qty 2"])
        #expect(page.offers[1].total == nil && page.offers[1].saving == Money(whole: 5))
        #expect(page.offers[2].total == Money(whole: 7) && page.offers[2].saving == Money(whole: 3))
        #expect(page.price == Money(whole: 10))
        try world.database.transaction { () throws(StorageError) in
            try world.store.companies.save(CompanySettings(paymentCalculation: .onItemsPaid), of: "2")
        }
        let paid = try world.page("a").offers[0]
        #expect(paid.saving == Money(whole: 2) && paid.total == Money(whole: 8))
    }

    struct Paid: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let method: PromotionMap.PaymentCalculation
        let benefits: [String]
        /// By plan: what is paid with it, and what it saves.
        let totals: [String]
    }

    private static func plan(_ percent: Int, _ adjustment: String = "discount", _ more: String = "") -> String {
        #""type":"PaymentPlanBenefit","plan":"","paymentType":"","paymentCode":"OTHER , VISA","installments":"1 - 3","#
            + #""adjustment":"\#(adjustment)","percent":\#(percent)\#(more)"#
    }

    /// The product costs 10.00, and what a page says is what a till charges.
    @Test(arguments: [
        Paid(
            testDescription: "a plan beside a discount of the same promotion", method: .onItemsPaid,
            benefits: [plan(10) + "},{" + Promo.percent(50)], totals: ["4.5 0.5"]),
        Paid(
            testDescription: "a surcharge on the money charged", method: .onPaymentMade,
            benefits: [plan(10, "surcharge")], totals: ["11 -1"]),
        Paid(
            testDescription: "two plans share the payment", method: .onItemsPaid,
            benefits: [plan(20, "discount", #","limitAmount":5"#), plan(10)], totals: ["8.5 1", "8.5 0.5"]),
    ])
    func `a plan's total is what the piece costs paid with it`(_ example: Paid) throws {
        let world = try Self.stocked()
        try world.database.transaction { () throws(StorageError) in
            try world.store.companies.save(CompanySettings(paymentCalculation: example.method), of: "2")
        }
        let promotions = example.benefits.enumerated().map {
            Promo.promotion($0 + 1, condition: Promo.brand, benefit: $1)
        }
        try world.distribute(
            document: #"{"company":"2","levels":[{"promotions":[\#(promotions.joined(separator: ","))]}]}"#)
        let plans = try world.page("a").offers.filter { $0.kind == .paymentPlan }
        #expect(
            plans.map { offer in
                [offer.total, offer.saving].map { $0.map { DecimalText.printShort($0.units, scale: 4) } ?? "-" }
                    .joined(separator: " ")
            } == example.totals)
    }

    /// What zz costs stands nowhere: a saving that hangs on it is not told as an amount.
    @Test func `a combination's saving is told only where the other products' prices do not matter`() throws {
        let world = try Self.stocked()
        func combo(_ more: String = "") -> String {
            #"""
            "composition":[{"set":"one","element":"item",
            "where":[{"attribute":"code","operator":"equal","values":["a"]}],"min":1,"max":1},
            {"set":"other","element":"item",
            "where":[{"attribute":"code","operator":"equal","values":["zz"]}\#(more)],"min":1,"max":1}]
            """#
        }
        func target(_ set: String) -> String { #","target":{"set":"\#(set)"}"# }
        let dear = #",{"attribute":"xprice","operator":"greaterOrEqual","values":["20"]}"#
        let cases: [(condition: String, benefit: String, saving: Money?)] = [
            (combo(), Promo.percent(50, more: target("one")), Money(whole: 5)),
            (combo(), Promo.percent(100, more: target("other")), nil),
            (combo(), Promo.percent(10), nil),
            (combo(dear), Promo.percent(50, more: target("one")), Money(whole: 5)),
        ]
        for (condition, benefit, saving) in cases {
            try world.distribute(Promo.promotion(1, condition: condition, benefit: benefit))
            let offers = try world.page("a").offers
            #expect(offers.map(\.kind) == [.combo] && offers.first?.saving == saving, "\(condition) \(benefit)")
        }
    }

    @Test func `of a day with very many edges the last price that is told ends as well`() throws {
        let world = try Self.stocked()
        let promotions = (1...60).map { number in
            let minute = 10 + number * 20
            func clock(_ minute: Int) -> String {
                [minute / 60, minute % 60].map { String(100 + $0).dropFirst() }.joined(separator: ":")
            }
            return Promo.promotion(
                number,
                condition: #""hourIntervals":["\#(clock(minute))-\#(clock(minute + 9))"],"# + Promo.brand,
                benefit: Promo.percent(10))
        }
        try world.distribute(
            document: #"{"company":"2","levels":[{"promotions":[\#(promotions.joined(separator: ","))]}]}"#)
        let prices = try world.page("a", at: "2026-11-22 00:00:00").prices
        #expect(prices.count == PageAssembly.mostEdges + 1)
        #expect(prices.last?.validTo?.text == "2026-11-22 08:30:00")
        for (earlier, later) in zip(prices, prices.dropFirst()) { #expect(earlier.validTo == later.validFrom) }
    }

    @Test func `edges within the day are told with the page, and days end where promotions do`() throws {
        let world = try Self.stocked()
        try world.distribute(
            Promo.promotion(
                1, condition: #""hourIntervals":["18:00-19:59"],"# + Promo.brand, benefit: Promo.percent(10)),
            Promo.promotion(
                2, condition: #""dateTimeRanges":["01/01/2026 00:00 - 31/12/2026 23:59"],"# + Promo.brand,
                benefit: Promo.percent(20)))
        let page = try world.page("a", at: "2026-11-22 03:00:00")
        #expect(
            Self.texts(page) == [
                "1 now 1 8 2 ..2026-11-22 18:00:00",
                "0 now 1 7.2 1 2026-11-22 18:00:00..2026-11-22 20:00:00",
                "1 now 1 7.2 1.8 2026-11-22 18:00:00..2026-11-22 20:00:00",
                "1 now 1 8 2 2026-11-22 20:00:00..2027-01-01 00:00:00",
            ])
        #expect(page.price == Money(whole: 8))
        #expect(page.prices.map { DecimalText.printShort($0.price.units, scale: 4) } == ["8", "7.2", "8"])
        #expect(page.prices.map { $0.validFrom?.text ?? "-" } == ["-", "2026-11-22 18:00:00", "2026-11-22 20:00:00"])
        // Whoever looks during the day sees the same prices.
        for (moment, price) in [
            ("2026-11-22 17:59:59", 80_000), ("2026-11-22 18:00:00", 72_000), ("2026-11-22 20:00:00", 80_000),
        ] {
            #expect(try world.page("a", at: moment).price == Money(units: Int128(price)), "\(moment)")
        }
    }

    @Test func `a promotion is off on its exclusion dates, in that site`() throws {
        let world = try Self.stocked()
        try world.distribute(Promo.promotion(1, name: "P", condition: Promo.brand, benefit: Promo.percent(10)))
        let day = try #require(LocalDateTime("2026-11-23 00:00")).date
        try world.database.transaction { () throws(StorageError) in
            try world.store.exclusionDates.add(
                [.init(store: "9", promotionName: "P", day: day), .init(store: "8", promotionName: "P", day: day)],
                of: "2")
        }
        let page = try world.page("a", at: "2026-11-22 03:00:00")
        #expect(Self.texts(page) == ["0 now 1 9 1 ..2026-11-23 00:00:00"])
        #expect(try world.page("a", at: "2026-11-23 12:00:00").price == Money(whole: 10))
        #expect(try world.page("a", at: "2026-11-24 00:00:00").price == Money(whole: 9))
    }

    @Test func `limits count with what others use of them`() throws {
        let world = try Self.stocked()
        let limit =
            #","limits":[{"id":"64cd52b6a62e431960edd5de","scope":"store","period":"undefined","#
            + #""type":"benefitAmount","value":10}]"#
        try world.distribute(Promo.promotion(1, condition: Promo.brand, benefit: Promo.percent(50, more: limit)))
        #expect(try world.page("a").price == Money(whole: 5))
        let key = LimitKey(limit: "64cd52b6a62e431960edd5de", scopeKey: "9")
        try world.database.transaction { () throws(StorageError) in
            try world.store.limits.replaceHolds(
                of: "t", company: "2",
                with: [Hold(key: key, period: .undefined, day: LocalDate(days: 1), amount: 80_000, max: 100_000)])
        }
        #expect(try world.page("a").price == Money(whole: 8))
        let published = PublishedPage(try world.page("a"), in: try world.world())
        #expect(String(decoding: published.body, as: UTF8.self).contains(#""hasLimit":true"#))
        let sale = try #require(LocalDateTime("2025-01-01 10:00:00"))
        let forgotten = TransactionKey(session: SessionKey(company: "2", store: "9", terminal: "1"), opened: sale)
        try world.database.transaction { () throws(StorageError) in
            try world.store.limits.replaceHolds(
                of: forgotten.id, company: "2",
                with: [Hold(key: key, period: .undefined, day: sale.date, amount: 20_000, max: 100_000)])
            try world.store.limits.book(forgotten.id)
            try world.store.transactions.forget(forgotten)
        }
        #expect(try world.page("a").offers == [])
        #expect(try world.page("a").price == Money(whole: 10))
    }

    @Test func `what is published is the same text for the same page, and another hash for another`() throws {
        let world = try Self.stocked()
        try world.distribute(Promo.promotion(1, condition: Promo.brand, benefit: Promo.percent(10)))
        let page = try world.page("a", at: "2026-11-22 03:00:00")
        let published = PublishedPage(page, in: try world.world())
        #expect(
            String(decoding: published.body, as: UTF8.self)
                == #"{"productCode":"a","listPrice":"10.00","price":"9.00","promotions":["#
                + #"{"id":"64cd5282a62e431960ed0001","name":"P1","message":"P1","benefitType":"PercentageDiscount","#
                + #""kind":"now","quantity":1,"unitPrice":"9.00","total":"9.00","saving":"1.00","#
                + #""validFrom":null,"validTo":null}]}"#)
        #expect(published.hash.utf8.count == 32)
        let later = try world.page("a", at: "2026-11-23 15:00:00")
        #expect(PublishedPage(later, in: try world.world()).hash == published.hash)
        var other = page
        other.price = Money(whole: 8)
        #expect(PublishedPage(other, in: try world.world()).hash != published.hash)
    }
}
