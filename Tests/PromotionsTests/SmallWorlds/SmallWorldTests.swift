import TestSupport
import Testing

@testable import Promotions

/// Every ticket of at most three lines under every map of at most three promotions, from small sets, against the naive
/// reading of the rules.
@Suite struct SmallWorldTests {
    typealias Rule = NaiveWorld.Rule

    static let lines = ["a", "b"].flatMap { code in
        [50_000, 30_100].flatMap { price in [1, 2].map { (code: code, price: price, pieces: $0) } }
    }

    static let rules = [
        Rule(name: "ten percent of a", form: .items("a"), value: .percent(10)),
        Rule(name: "one off each b", form: .items("b"), value: .off(10_000)),
        Rule(name: "two off once", form: .items(nil), value: .off(20_000), isOnce: true),
        Rule(name: "four each", form: .items(nil), value: .price(40_000)),
        Rule(name: "two for one", form: .combo([(nil, 2)], limit: nil), value: .percent(100), most: 1),
        Rule(
            name: "a and b for six", form: .combo([("b", 1), ("a", 1)], limit: nil), value: .price(60_000), isOnce: true
        ),
        Rule(name: "half, up to two", form: .items(nil), value: .percent(50), amountLimit: 20_000),
        Rule(name: "a third off two pieces", form: .items(nil), value: .percent(33), pieceLimit: 2),
        Rule(name: "ten percent, alone", form: .items("a"), value: .percent(10), isExclusive: true),
        Rule(
            name: "one pair of a, alone", form: .combo([("a", 2)], limit: nil), value: .off(15_000), isExclusive: true,
            applicationLimit: 1),
    ]

    static let tickets: [[Int]] = {
        let one = lines.indices.map { [$0] }
        let two = one.flatMap { first in lines.indices.map { first + [$0] } }
        return one + two + two.flatMap { first in lines.indices.map { first + [$0] } }
    }()

    /// Promotions in order, none twice.
    static let maps: [[Int]] = {
        let one = rules.indices.map { [$0] }
        let two = one.flatMap { first in rules.indices.filter { !first.contains($0) }.map { first + [$0] } }
        return one + two + two.flatMap { first in rules.indices.filter { !first.contains($0) }.map { first + [$0] } }
    }()

    static let coexistences: [Level.Coexistence] = [.cumulative, .first, .bestBenefit]

    private static func promotion(_ rule: Rule) -> Promotion {
        func filters(_ code: String?) -> [Filter] { code.map { [Filter("code", .equal, [$0])] } ?? [] }
        var condition = Condition()
        switch rule.form {
        case .items(let code): condition.simple = [SimpleCondition(element: .item, filters: filters(code))]
        case .combo(let sets, let limit):
            condition.composition = sets.enumerated().map { index, set in
                let count = Quantity(whole: set.count).units
                return CompositionSet(
                    name: "s\(index)", filters: filters(set.code), min: count, max: count, limit: limit)
            }
        }
        let unit: Benefit.Unit = rule.isOnce ? .na : .qty
        var benefit =
            switch rule.value {
            case .percent(let percent):
                Benefit(id: "b", kind: .percentageDiscount(percent: Int128(percent) * 10_000, unit: unit))
            case .off(let amount):
                Benefit(id: "b", kind: .fixedDiscount(amount: Money(units: Int128(amount)), unit: unit))
            case .price(let price): Benefit(id: "b", kind: .newPrice(price: Money(units: Int128(price)), unit: unit))
            }
        if let most = rule.most { benefit = benefit.upTo(most) }
        func limit(_ kind: Limit.Kind, _ value: Int?) {
            guard let value else { return }
            benefit.limits.append(Limit(id: kind.rawValue, scope: .store, kind: kind, value: Int128(value)))
        }
        limit(.benefitAmount, rule.amountLimit)
        limit(.benefitedProductCount, rule.pieceLimit.map { $0 * 10_000 })
        limit(.benefitApplicationCount, rule.applicationLimit.map { $0 * 10_000 })
        return Promotion(
            id: rule.name, name: rule.name, exclusivity: rule.isExclusive ? .units : .none, condition: condition,
            benefits: [benefit])
    }

    private static let promotions = rules.map(promotion)

    private static func ticket(_ kinds: [Int]) -> Ticket {
        PromotionsTests.ticket(
            kinds.map { kind in
                let (code, price, pieces) = lines[kind]
                return line(Money(units: Int128(price * pieces)).text, pieces: pieces, ["code": code])
            })
    }

    /// By promotion of the map: what the naive reading gives.
    static func expected(_ kinds: [Int], _ map: [Int], _ coexistence: Level.Coexistence) -> [Int: NaiveWorld.Grant] {
        let pieces = kinds.enumerated().flatMap { index, kind in
            (0..<lines[kind].pieces).map { _ in
                NaiveWorld.Piece(
                    line: index + 1, code: lines[kind].code, list: lines[kind].price, price: lines[kind].price)
            }
        }
        var world = NaiveWorld(pieces)
        var result: [Int: NaiveWorld.Grant] = [:]
        switch coexistence {
        case .first:
            for (position, rule) in map.enumerated() {
                guard let grant = world.apply(rules[rule]) else { continue }
                return [position: grant]
            }
        case .bestBenefit:
            for (position, rule) in map.enumerated() {
                var alone = world
                guard let grant = alone.apply(rules[rule]), grant.total > result.first?.value.total ?? 0 else {
                    continue
                }
                result = [position: grant]
            }
        default:
            for (position, rule) in map.enumerated() { result[position] = world.apply(rules[rule]) }
        }
        return result
    }

    /// Every how many-th world a run without the long proof looks at; a prime, so that all parts come up.
    static var stride: Int { BestCombinationProofTests.isLong ? 1 : 499 }

    @Test func theEngineGivesWhatTheNaiveReadingGives() {
        var (looked, granted, number) = (0, 0, 0)
        for coexistence in Self.coexistences {
            for chosen in Self.maps {
                var compiled: CompiledMap?
                for kinds in Self.tickets {
                    number += 1
                    if number % Self.stride != 0 { continue }
                    let map =
                        compiled
                        ?? CompiledMap(
                            PromotionMap(
                                company: "2",
                                levels: [
                                    Level(coexistence: coexistence, promotions: chosen.map { Self.promotions[$0] })
                                ]))
                    compiled = map
                    let explains = number % 2 == 0
                    let evaluation = map.evaluate(EvaluationInput(ticket: Self.ticket(kinds), explains: explains))
                    var got: [Int: NaiveWorld.Grant] = [:]
                    for grant in evaluation.alternatives[0].grants {
                        let shares = grant.benefits[0].shares.filter { $0.value != .zero }
                        got[grant.promotion] = NaiveWorld.Grant(
                            total: Int(grant.total.units),
                            shares: Dictionary(uniqueKeysWithValues: shares.map { ($0.seq, Int($0.value.units)) }))
                    }
                    let expected = Self.expected(kinds, chosen, coexistence).mapValues { grant in
                        NaiveWorld.Grant(total: grant.total, shares: grant.shares.filter { $0.value != 0 })
                    }
                    looked += 1
                    if !got.isEmpty { granted += 1 }
                    if got != expected {
                        Issue.record(
                            "\(coexistence) \(chosen.map { Self.rules[$0].name }) \(kinds): \(got), not \(expected)")
                    }
                    for (position, verdict) in evaluation.verdicts.enumerated() {
                        let isGranted = verdict.reason == .ok || verdict.reason == .limitCut
                        #expect(isGranted == (expected[position] != nil), "\(chosen) \(kinds) \(verdict)")
                    }
                }
            }
        }
        #expect(looked == number / Self.stride && granted * 2 > looked, "\(granted) of \(looked)")
    }
}
