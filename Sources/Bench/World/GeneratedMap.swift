/// A chain's promotion map as JSON, the same on every run: a score of promotions that tickets meet, and any number that
/// they do not, most about products that are not on the tickets, some that fail a later test.
struct GeneratedMap {
    /// Which promotions tickets meet.
    enum World: String, CaseIterable {
        /// About ten promotions on ten lines.
        case chain
        /// 30 promotions on sixty lines, 12 of which want the same units.
        case conflicts

        init(named name: String?) throws(BenchError) {
            guard let world = World(rawValue: name ?? World.chain.rawValue) else {
                let known = World.allCases.map(\.rawValue).joined(separator: ", ")
                throw .usage("--world: found \(name ?? ""), known are \(known)")
            }
            self = world
        }

        /// The numbers of lines measured where none are asked for.
        var lines: [Int] { self == .chain ? [1, 10, 60] : [60] }

        /// The sizes of maps measured where none are asked for.
        var promotions: [Int] { self == .chain ? [10, 1_000, 10_000, 100_000] : [5_000] }
    }

    private var random = SeededRandom(seed: 20_230_801)
    private var bytes: [UInt8] = []
    private var count = 0

    /// Writes a map.
    ///
    /// - Parameters:
    ///   - promotions: how many it holds.
    ///   - world: which of them tickets meet.
    /// - Returns: the file.
    static func write(promotions: Int, of world: World = .chain) -> [UInt8] {
        var map = GeneratedMap()
        map.append(#"{"company":"2","name":"Generated","currency":{"code":"BRL"},"levels":["#)
        let all = world == .chain ? MetPromotions.all : ConflictPromotions.all
        let first = world == .chain ? 10 : ConflictPromotions.conflicting
        let met = all.prefix(promotions)
        let cold = promotions - met.count
        let coexistence = world == .chain ? "cumulative" : "bestCombination"
        map.append(#"{"name":"products","coexistence":"\#(coexistence)","promotions":["#)
        for promotion in met.prefix(first) { map.append(promotion) }
        for _ in 0..<cold / 2 { map.appendCold() }
        map.append(#"]},{"name":"ticket","coexistence":"cumulative","promotions":["#)
        for promotion in met.dropFirst(first) { map.append(promotion) }
        for _ in cold / 2..<cold { map.appendCold() }
        map.append("]}]}\n")
        return map.bytes
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    private mutating func append(_ promotion: MetPromotions.Definition) {
        append(promotion.name, condition: promotion.condition, benefit: promotion.benefit, more: promotion.more)
    }

    private mutating func append(_ name: String, condition: String, benefit: String, more: String = "") {
        if bytes.last == UInt8(ascii: "}") { append(",") }
        append("\n{\"name\":\"\(name) \(count)\",\(more)")
        append("\"condition\":{\"dateTimeRanges\":[\"01/08/2023 00:00 - 31/08/2023 23:59\"],\(condition)},")
        append("\"benefits\":[{\(benefit)}]}")
        count += 1
    }

    /// A promotion that no generated ticket gets; one in forty is about products on the tickets.
    private mutating func appendCold() {
        if count % 40 == 0 {
            let brand = Catalog.brand(random.below(Catalog.sold))
            append(
                "Other store", condition: #""stores":["77"],"# + simple("brand", [brand]), benefit: percentage(15))
            return
        }
        switch random.below(5) {
        case 0:
            append("Unsold", condition: simple("code", codes(1 + random.below(12))), benefit: percentage(10))
        case 1:
            let limit = #","limits":[{"scope":"store","type":"benefitAmount","value":1000}]"#
            append("Unsold limited", condition: simple("code", codes(3)), benefit: percentage(20) + limit)
        case 2:
            append(
                "Unsold price", condition: simple("code", codes(1)),
                benefit: #""type":"NewPrice","price":"\#(1 + random.below(90)).90","unit":"qty""#)
        case 3:
            append(
                "Unsold brand", condition: simple("brand", ["OTHER-\(random.below(5_000))"]),
                benefit: #""type":"FixedDiscount","amount":"2.00","unit":"na""#)
        default:
            append(
                "Unsold pair", condition: composition(codes(2), codes(2)),
                benefit: percentage(50) + #","maxApplication":{"value":1}"#)
        }
    }

    private mutating func codes(_ count: Int) -> [String] {
        (0..<count).map { _ in Catalog.code(Catalog.sold + random.below(500_000)) }
    }

    private func percentage(_ percent: Int) -> String {
        #""type":"PercentageDiscount","percent":\#(percent),"unit":"qty""#
    }

    private func simple(_ attribute: String, _ values: [String]) -> String {
        #""simple":[{"element":"item",\#(filter(attribute, values))}]"#
    }

    private func composition(_ first: [String], _ second: [String]) -> String {
        #""composition":[{"set":"a","element":"item",\#(filter("code", first)),"min":1,"max":1},"#
            + #"{"set":"b","element":"item",\#(filter("code", second)),"min":1,"max":1}]"#
    }

    private func filter(_ attribute: String, _ values: [String]) -> String {
        let list = values.map { "\"\($0)\"" }.joined(separator: ",")
        return #""where":[{"attribute":"\#(attribute)","operator":"in","values":[\#(list)]}]"#
    }
}
