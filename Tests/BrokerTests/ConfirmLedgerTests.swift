import Testing

@testable import Broker

@Suite struct ConfirmLedgerTests {
    static func publication(
        _ key: String = "q", id: String? = nil, body: [UInt8] = [1], mandatory: Bool = true
    ) -> Publication {
        Publication(routingKey: key, body: body, properties: Properties(messageId: id), isMandatory: mandatory)
    }

    func ledger(_ publications: [Publication]) -> ConfirmLedger {
        var ledger = ConfirmLedger()
        for (index, publication) in publications.enumerated() {
            #expect(ledger.published(publication) == UInt64(index + 1))
        }
        return ledger
    }

    func giveBack(_ publication: Publication, to ledger: inout ConfirmLedger) -> Bool {
        ledger.givenBack(
            code: 312, text: "NO_ROUTE", exchange: publication.exchange, key: publication.routingKey,
            properties: publication.properties, body: publication.body)
    }

    static let returned = Settlement.Result.returned(code: 312, text: "NO_ROUTE")

    @Test func `single confirms settle in any order`() {
        var ledger = ledger([Self.publication(), Self.publication(), Self.publication()])
        for sequence: UInt64 in [2, 3, 1] {
            let settled = ledger.confirmed(sequence, isMultiple: false, isPositive: true)
            #expect(settled == [Settlement(sequence: sequence, result: .confirmed)])
        }
        #expect(ledger.count == 0)
    }

    @Test func `a multiple confirm settles what is still open, in order`() {
        var ledger = ledger((1...5).map { _ in Self.publication() })
        _ = ledger.confirmed(2, isMultiple: false, isPositive: true)
        #expect(ledger.confirmed(4, isMultiple: true, isPositive: true).map(\.sequence) == [1, 3, 4])
        #expect(ledger.confirmed(4, isMultiple: true, isPositive: true).isEmpty)
        #expect(ledger.confirmed(0, isMultiple: true, isPositive: false) == [Settlement(sequence: 5, result: .nacked)])
    }

    @Test(arguments: [2, 99, UInt64.max]) func `a confirm of what was never published changes nothing`(
        _ sequence: UInt64
    ) {
        var ledger = ledger([Self.publication()])
        #expect(ledger.confirmed(sequence, isMultiple: false, isPositive: true).isEmpty)
        #expect(ledger.count == 1)
    }

    @Test func `a message given back is told from its neighbours`() {
        let gone = Self.publication("gone", id: "2")
        var ledger = ledger([Self.publication("q", id: "1"), gone, Self.publication("gone", id: "3")])
        #expect(giveBack(gone, to: &ledger))
        let settled = ledger.confirmed(3, isMultiple: true, isPositive: true)
        #expect(settled.map(\.result) == [.confirmed, Self.returned, .confirmed])
    }

    @Test func `equal messages are given back one by one, oldest first`() {
        let same = Self.publication("gone")
        var ledger = ledger([same, same, same])
        #expect(giveBack(same, to: &ledger))
        #expect(giveBack(same, to: &ledger))
        let settled = ledger.confirmed(3, isMultiple: true, isPositive: true)
        #expect(settled.map(\.result) == [Self.returned, Self.returned, .confirmed])
    }

    @Test(arguments: [publication("other"), publication(body: [2]), publication(id: "x")])
    func `a stranger given back is nobody's`(_ stranger: Publication) {
        var ledger = ledger([Self.publication(), Self.publication(mandatory: false)])
        #expect(!giveBack(stranger, to: &ledger))
        #expect(ledger.confirmed(2, isMultiple: true, isPositive: true).map(\.result) == [.confirmed, .confirmed])
    }

    @Test func `a nack outweighs a return`() {
        var ledger = ledger([Self.publication()])
        #expect(giveBack(Self.publication(), to: &ledger))
        #expect(ledger.confirmed(1, isMultiple: false, isPositive: false).map(\.result) == [.nacked])
    }

    @Test func `every publication is settled exactly once, whatever the broker's order`() {
        for seed: UInt64 in 1...200 {
            var random = SplitMix(seed: seed)
            var ledger = ConfirmLedger()
            var published: UInt64 = 0
            var seen: [UInt64: Int] = [:]
            for _ in 0..<100 {
                if random.next() % 2 == 0 {
                    published = ledger.published(Self.publication())
                } else {
                    let settled = ledger.confirmed(
                        random.next() % (published + 2), isMultiple: random.next() % 3 == 0,
                        isPositive: random.next() % 5 > 0)
                    for settlement in settled { seen[settlement.sequence, default: 0] += 1 }
                }
            }
            for settlement in ledger.confirmed(0, isMultiple: true, isPositive: true) {
                seen[settlement.sequence, default: 0] += 1
            }
            #expect(seen.count == Int(published) && seen.values.allSatisfy { $0 == 1 }, "seed \(seed)")
            #expect(ledger.count == 0, "seed \(seed)")
        }
    }
}

/// A small seeded generator, the same on every run.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
