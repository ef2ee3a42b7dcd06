import Broker
import Testing

@testable import WorkerRuntime

@Suite struct BatchPickerTests {
    static func delivery(_ tag: UInt64, again: Bool = false) -> Delivery {
        Delivery(body: [], deliveryTag: tag, isRedelivered: again)
    }

    func picker(_ marks: String, max: Int = 3) -> BatchPicker {
        var picker = BatchPicker(max: max)
        for (index, mark) in marks.enumerated() { picker.add(Self.delivery(UInt64(index + 1), again: mark == "r")) }
        return picker
    }

    func drain(_ picker: BatchPicker) -> [[UInt64]] {
        var picker = picker
        var batches: [[UInt64]] = []
        while let batch = picker.next(unfinished: 0) { batches.append(batch.map(\.deliveryTag)) }
        return batches
    }

    struct Example: Sendable, CustomTestStringConvertible {
        let marks: String
        let batches: [[UInt64]]
        var testDescription: String { marks }
    }

    @Test(arguments: [
        Example(marks: "", batches: []), Example(marks: "n", batches: [[1]]),
        Example(marks: "nnnnnnn", batches: [[1, 2, 3], [4, 5, 6], [7]]), Example(marks: "rr", batches: [[1], [2]]),
        Example(marks: "nrn", batches: [[1], [2], [3]]), Example(marks: "rnnnn", batches: [[1], [2, 3, 4], [5]]),
    ])
    func `batches keep the order, and redelivered messages come alone`(_ example: Example) {
        #expect(drain(picker(example.marks)) == example.batches)
    }

    @Test func `every message is picked once, in order, alone if redelivered, for every mixture of seven`() {
        for bits in 0..<128 {
            let marks = String((0..<7).map { bits >> $0 & 1 == 1 ? "r" : "n" })
            let batches = drain(picker(marks))
            #expect(batches.flatMap(\.self) == [1, 2, 3, 4, 5, 6, 7])
            let flags = Array(marks)
            #expect(batches.allSatisfy { batch in batch.count == 1 || batch.allSatisfy { flags[Int($0) - 1] == "n" } })
            #expect(batches.allSatisfy { $0.count <= 3 })
        }
    }

    @Test func `a redelivered message waits until nothing is unfinished, and everything waits for it`() {
        var picker = picker("rn")
        #expect(!picker.canPick(unfinished: 1))
        #expect(picker.next(unfinished: 1) == nil)
        #expect(picker.next(unfinished: 0)?.map(\.deliveryTag) == [1])
        #expect(picker.next(unfinished: 1) == nil)
        #expect(picker.next(unfinished: 0)?.map(\.deliveryTag) == [2])
        #expect(picker.isEmpty)
    }

    @Test func `what is put back goes first and stays together, or comes singly`() throws {
        var picker = picker("nnnnn")
        let first = picker.next(unfinished: 0)
        let batch = try #require(first)
        picker.putBack(batch)
        #expect(picker.next(unfinished: 7)?.map(\.deliveryTag) == [1, 2, 3])
        picker.putBackSingly(batch)
        #expect(picker.count == 5)
        #expect(drain(picker) == [[1], [2], [3], [4, 5]])
    }
}

@Suite struct InFlightTests {
    static let publication = Publication(routingKey: "q", body: [])

    func inFlight(_ tags: ClosedRange<UInt64>) -> InFlight {
        var inFlight = InFlight()
        for tag in tags { inFlight.receive(Delivery(body: [], deliveryTag: tag)) }
        return inFlight
    }

    @Test func `a delivery is found until it is acknowledged`() {
        var inFlight = InFlight()
        for tag: UInt64 in [2, 3, 7, 9] { inFlight.receive(Delivery(body: [UInt8(tag)], deliveryTag: tag)) }
        #expect((0...10).map { inFlight.delivery($0)?.body.first } == [nil, nil, 2, 3, nil, nil, nil, 7, nil, 9, nil])
        for tag: UInt64 in [2, 3] { inFlight.decide(tag, publications: 0) }
        #expect(inFlight.acknowledgeable()?.tag == 3)
        #expect([2, 3, 7, 9].map { inFlight.delivery($0)?.deliveryTag } == [nil, nil, 7, 9])
    }

    @Test func `only the finished prefix is acknowledged, once`() {
        var inFlight = inFlight(1...4)
        #expect(inFlight.acknowledgeable() == nil)
        for tag: UInt64 in [1, 3, 4] { inFlight.decide(tag, publications: 0) }
        #expect(inFlight.acknowledgeable()?.tag == 1)
        #expect(inFlight.acknowledgeable() == nil)
        inFlight.decide(2, publications: 2)
        inFlight.finishOne(of: 2)
        #expect(inFlight.acknowledgeable() == nil)
        #expect(inFlight.unfinished == 1)
        inFlight.finishOne(of: 2)
        let last = inFlight.acknowledgeable()
        #expect(last?.tag == 4 && last?.count == 3)
        #expect(inFlight.isEmpty)
    }

    @Test func `a publication is settled once and its row is free again`() {
        var inFlight = inFlight(1...1)
        let sent = InFlight.Sent(publication: Self.publication, purpose: .outbox(id: "9"))
        inFlight.published(5, sent)
        #expect(inFlight.outboxIds == ["9"])
        #expect(inFlight.settled(4) == nil)
        #expect(inFlight.settled(5) == sent)
        #expect(inFlight.settled(5) == nil)
        #expect(inFlight.outboxIds.isEmpty && inFlight.publications == 0)
    }

    /// Four deliveries of 0 to 2 publications each, confirmed in every order.
    @Test func `whatever the order of confirms, no acknowledgement covers an unfinished delivery`() {
        func permutations(_ items: [UInt64]) -> [[UInt64]] {
            if items.count <= 1 { return [items] }
            return items.indices.flatMap { index in
                var rest = items
                let item = rest.remove(at: index)
                return Set(permutations(rest)).map { [item] + $0 }
            }
        }
        for code in 0..<81 {
            let needs = [code % 3, code / 3 % 3, code / 9 % 3, code / 27]
            let confirms = needs.enumerated().flatMap { Array(repeating: UInt64($0.offset + 1), count: $0.element) }
            guard confirms.count <= 5 else { continue }
            for order in Set(permutations(confirms)) {
                var inFlight = inFlight(1...4)
                var open = needs
                for tag: UInt64 in 1...4 { inFlight.decide(tag, publications: needs[Int(tag) - 1]) }
                var acknowledged = 0
                for tag in [0] + order {
                    if tag > 0 {
                        inFlight.finishOne(of: tag)
                        open[Int(tag) - 1] -= 1
                    }
                    if let last = inFlight.acknowledgeable() {
                        acknowledged += last.count
                        #expect(Int(last.tag) == acknowledged)
                    }
                    #expect(open.prefix { $0 == 0 }.count == acknowledged, "\(needs) \(order)")
                }
                #expect(acknowledged == 4 && inFlight.isEmpty)
            }
        }
    }
}

@Suite struct SuspectAddressesTests {
    static let internalError = BrokerError(.connectionClosed, during: "receive", replyCode: 541, text: "INTERNAL_ERROR")

    @Test func `only a lone address before an internal error is suspected`() {
        var suspects = SuspectAddresses()
        let other = BrokerError(.connectionClosed, during: "receive", replyCode: 320, text: "CONNECTION_FORCED")
        #expect(suspects.note(other, underWay: ["a"]) == false)
        #expect(suspects.note(Self.internalError, underWay: ["a", "b"]) == false)
        #expect(suspects.note(Self.internalError, underWay: []) == false)
        #expect(!suspects.contains("a"))
        #expect(suspects.note(Self.internalError, underWay: ["a"]) == true)
        #expect(suspects.note(Self.internalError, underWay: ["a"]) == false)
        #expect(suspects.contains("a") && !suspects.contains("b"))
    }

    @Test func `the oldest is forgotten when there are too many`() {
        var suspects = SuspectAddresses()
        for number in 0...SuspectAddresses.limit {
            #expect(suspects.note(Self.internalError, underWay: ["a\(number)"]) == true)
        }
        #expect(!suspects.contains("a0") && suspects.contains("a1"))
        #expect(suspects.contains("a\(SuspectAddresses.limit)"))
    }
}
