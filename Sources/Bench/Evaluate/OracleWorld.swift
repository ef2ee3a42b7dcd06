internal import Promotions

/// Products and promotions that compete for them on one level of best combination.
struct OracleWorld {
    let name: String
    let map: PromotionMap
    private let products: Int
    /// How many different values each attribute of the products has.
    private let brands: Int
    private let categories: Int
    private let departments: Int

    /// Twelve promotions in a ring, each sharing lines with its neighbours; and a thousand that overlap anyhow.
    static let all = [ring, thousand]

    private static let ring = OracleWorld(
        name: "ring of 12",
        promotions: (0..<12).map { place in
            let (own, next) = (String(place), String((place + 1) % 12))
            let both = [Filter("level1", .in, [own, next])]
            return switch place % 4 {
            case 0: combo(place, [set("a", both, 3, 3)], percent(100, cheapest: true))
            case 1: combo(place, [set("a", both, 2, 2)], percent(50, cheapest: true))
            case 2:
                combo(
                    place, [set("a", [Filter("level1", .equal, [own])], 1, 1), set("b", both, 1, 1)],
                    Benefit(id: "b", kind: .newPrice(price: Money(whole: 15), unit: .na)))
            default: combo(place, [set("a", both, 1, 1)], percent(20, cheapest: false))
            }
        }, products: 600, brands: 60, categories: 12, departments: 6)

    private static let thousand = OracleWorld(
        name: "1,000 promotions",
        promotions: (0..<1_000).map { place in
            var random = SeededRandom(seed: UInt64(place))
            func product() -> [Filter] { [Filter("code", .equal, [String(random.below(5_000))])] }
            switch place % 4 {
            case 0:
                let category = [Filter("level1", .equal, [String(place / 4 % 100)])]
                return Promotion(
                    id: "p\(place)", name: "p\(place)",
                    condition: Condition(simple: [SimpleCondition(element: .item, filters: category)]),
                    benefits: [percent(5 + place % 20, cheapest: false)])
            case 1:
                let brand = [Filter("brand", .equal, [String(place / 4)])]
                return combo(place, [set("a", brand, 3, 3)], percent(100, cheapest: true))
            case 2:
                return combo(
                    place, [set("a", product(), 1, 1), set("b", product(), 1, 1), set("c", product(), 1, 1)],
                    Benefit(id: "b", kind: .fixedDiscount(amount: Money(whole: 6), unit: .na)))
            default:
                var department = set("a", [Filter("level2", .equal, [String(place / 4 % 25)])], 40, nil)
                (department.measure, department.min, department.limit) = (.price, 400_000, 1)
                return combo(
                    place, [department],
                    Benefit(id: "b", kind: .fixedDiscount(amount: Money(whole: 4 + place % 5), unit: .na)))
            }
        }, products: 5_000, brands: 250, categories: 100, departments: 25)

    private init(
        name: String, promotions: [Promotion], products: Int, brands: Int, categories: Int, departments: Int
    ) {
        self.name = name
        (self.products, self.brands, self.categories, self.departments) = (products, brands, categories, departments)
        map = PromotionMap(
            company: "2", levels: [Level(coexistence: .bestCombination, promotions: promotions)])
    }

    /// Tickets of random products.
    func tickets(lines: Int, count: Int) -> [Ticket] {
        var random = SeededRandom(seed: UInt64(lines))
        return (0..<count).map { _ in
            var ticket = Ticket(
                company: "2", store: "1", terminal: "1",
                dateTime: LocalDateTime(date: LocalDate(days: 19_576), secondOfDay: 40_000))
            ticket.items = (0..<lines).map { index in
                let product = random.below(products)
                let pieces = random.below(4) == 0 ? 2 : 1
                let price = Money(units: Int128((product * 7_919 % 3_000 + 50) * 100 * pieces))
                return Item(
                    seq: index + 1, unitPrice: price, price: price, pieces: pieces,
                    attributes: [
                        "code": String(product), "brand": String(product % brands),
                        "level1": String(product / 7 % categories), "level2": String(product / 3 % departments),
                    ])
            }
            return ticket
        }
    }

    private static func set(_ name: String, _ filters: [Filter], _ min: Int, _ max: Int?) -> CompositionSet {
        CompositionSet(
            name: name, filters: filters, min: Quantity(whole: min).units, max: max.map { Quantity(whole: $0).units })
    }

    private static func combo(_ place: Int, _ sets: [CompositionSet], _ benefit: Benefit) -> Promotion {
        Promotion(id: "p\(place)", name: "p\(place)", condition: Condition(composition: sets), benefits: [benefit])
    }

    private static func percent(_ value: Int, cheapest: Bool) -> Benefit {
        Benefit(
            id: "b", kind: .percentageDiscount(percent: Int128(value * 10_000), unit: .qty),
            maxApplication: cheapest ? Benefit.MaxApplication(value: Quantity(whole: 1).units) : nil)
    }
}
