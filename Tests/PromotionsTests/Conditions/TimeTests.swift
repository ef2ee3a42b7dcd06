@testable import Promotions
import Testing

@Suite struct TimeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let condition: Condition
        let holds: [String]
        let fails: [String]
        let reason: Verdict.Reason
        var testDescription: String { reason.rawValue }
    }

    static let cases = [
        Case(
            condition: Condition(dateTimeRanges: [
                DateTimeRange(start: moment("2020-05-30 10:30"), end: moment("2020-07-02 02:30"))
            ]),
            holds: ["2020-05-30 10:30:00", "2020-06-15 00:00:00", "2020-07-02 02:30:00", "2020-07-02 02:30:59"],
            fails: ["2020-05-30 10:29:59", "2020-07-02 02:31:00", "2021-06-15 00:00:00"], reason: .date),
        Case(
            condition: Condition(dateTimeRanges: [
                DateTimeRange(start: moment("2020-01-01 00:00"), end: moment("2020-01-01 23:59")),
                DateTimeRange(start: moment("2020-03-01 00:00")),
            ]),
            holds: ["2020-01-01 23:59:59", "2020-03-01 00:00:00", "9999-12-31 23:59:59"],
            fails: ["2019-12-31 23:59:59", "2020-01-02 00:00:00", "2020-02-29 23:59:59"], reason: .date),
        Case(
            condition: Condition(hourIntervals: [HourInterval(start: 480, end: 1_080)]),
            holds: ["2020-01-01 08:00:00", "2020-01-01 18:00:59"],
            fails: ["2020-01-01 07:59:59", "2020-01-01 18:01:00"], reason: .hours),
        Case(
            condition: Condition(hourIntervals: [
                HourInterval(start: 1_320, end: 120), HourInterval(start: 720, end: 720),
            ]),
            holds: [
                "2020-01-01 22:00:00", "2020-01-01 23:59:59", "2020-01-01 00:00:00", "2020-01-01 02:00:59",
                "2020-01-01 12:00:30",
            ],
            fails: ["2020-01-01 21:59:59", "2020-01-01 02:01:00", "2020-01-01 12:01:00"], reason: .hours),
        Case(
            condition: Condition(frequency: Frequency(anchor: day("2020-03-31"), rhythm: .days(3))),
            holds: ["2020-03-31 00:00:00", "2020-04-03 23:59:59", "2020-04-06 12:00:00"],
            fails: ["2020-03-28 12:00:00", "2020-04-01 12:00:00", "2020-04-02 12:00:00"], reason: .frequency),
        Case(
            condition: Condition(frequency: Frequency(anchor: day("2020-03-31"), rhythm: .weeks(3, on: [1, 2]))),
            holds: ["2020-04-19 12:00:00", "2020-04-20 12:00:00", "2020-05-10 12:00:00", "2020-05-11 12:00:00"],
            fails: [
                "2020-03-29 12:00:00", "2020-03-30 12:00:00", "2020-03-31 12:00:00", "2020-04-05 12:00:00",
                "2020-04-06 12:00:00", "2020-04-12 12:00:00", "2020-04-13 12:00:00", "2020-04-21 12:00:00",
                "2020-04-26 12:00:00",
            ], reason: .frequency),
        Case(
            condition: Condition(frequency: Frequency(anchor: day("2020-03-31"), rhythm: .weeks(1, on: [3, 7]))),
            holds: ["2020-03-31 12:00:00", "2020-04-04 12:00:00", "2020-04-07 12:00:00"],
            fails: ["2020-03-28 12:00:00", "2020-04-05 12:00:00"], reason: .frequency),
    ]

    @Test(arguments: cases) func holdsToTheMinute(_ example: Case) {
        let promotion = promotion(when: example.condition, .percent("10"))
        for time in example.holds {
            #expect(ticket(line("10"), at: time).under(promotion).verdicts[0].reason == .ok, "\(time)")
        }
        for time in example.fails {
            let verdict = ticket(line("10"), at: time).under(promotion).verdicts[0]
            #expect(verdict == Verdict(.notApplied, example.reason), "\(time)")
        }
    }

    @Test func aRhythmWithoutLengthNeverHits() {
        #expect(!Frequency(anchor: day("2020-03-31"), rhythm: .days(0)).hits(day("2020-04-01")))
        #expect(!Frequency(anchor: day("2020-03-31"), rhythm: .weeks(0, on: [1])).hits(day("2020-04-05")))
    }

    @Test func anExclusionSwitchesOneStoreOffForOneDay() {
        let map = CompiledMap(level(.cumulative, promotion("A", .percent("10")), promotion("B", .percent("10"))))
        let exclusions: Set = [ExclusionDate(store: "5", promotionName: "A", day: day("2023-08-07"))]
        func reasons(_ ticket: Ticket) -> [Verdict.Reason] {
            map.evaluate(EvaluationInput(ticket: ticket, exclusions: exclusions, explains: true)).verdicts.map(\.reason)
        }
        #expect(reasons(prices("10")) == [.exclusionDate, .ok])
        #expect(reasons(prices("10").with { $0.store = "3" }) == [.ok, .ok])
        #expect(reasons(ticket(line("10"), at: "2023-08-08 00:00")) == [.ok, .ok])
    }

    @Test func storesAndChannelsMustContainTheTickets() {
        let condition = Condition(stores: ["1", "3"], channels: ["pos"])
        let promotion = promotion(when: condition, .percent("10"))
        let base = prices("10").with { $0.store = "3" }
        #expect(base.with { $0.channel = "pos" }.under(promotion).verdicts[0].reason == .ok)
        #expect(base.under(promotion).verdicts[0].reason == .channel)
        #expect(base.with { $0.channel = "POS" }.under(promotion).verdicts[0].reason == .channel)
        #expect(prices("10").with { $0.channel = "pos" }.under(promotion).verdicts[0].reason == .store)
    }

    @Test func longListsOfStoresAreTestedAlike() {
        let stores = (1...20).map(String.init)
        let circumstances = Circumstances(promotion(when: Condition(stores: stores), .percent("10")))
        for store in stores + ["0", "21"] {
            let failure = circumstances.failure(prices("10").with { $0.store = store }, isExcluded: false)
            #expect(failure == (stores.contains(store) ? nil : .store), "\(store)")
        }
    }

    /// More demands than are remembered while a ticket is looked at, and some of them many times over.
    @Test func demandsThatManyPromotionsShareAreMetByAllOrNone() {
        let stores = (0..<300).map { String($0 % 3 == 0 ? 5 : $0 % 150) }
        let map = CompiledMap(
            PromotionMap(
                company: "2",
                levels: [
                    Level(
                        promotions: stores.enumerated().map { number, store in
                            promotion("P\(number)", when: Condition(stores: [store]), .percent("1"))
                        })
                ]))
        for store in ["5", "64", "77", "149", "none"] {
            let ticket = prices("10").with { $0.store = store }
            let open = map.open(Array(stores.indices), to: ticket, exclusions: [])
            #expect(CircumstanceTable(map.compiled).open(Array(stores.indices), to: ticket) == open)
            #expect(open == stores.indices.filter { stores[$0] == store }, "\(store)")
            let off = Set(
                open.prefix(1).map { number in
                    ExclusionDate(store: store, promotionName: "P\(number)", day: ticket.dateTime.date)
                })
            #expect(map.open(open, to: ticket, exclusions: off) == Array(open.dropFirst()))
        }
    }
}
