import Storage
import TestSupport
import Testing

@testable import EcommerceCache

struct PendingMessagesTests {
    static func messages(_ numbers: some Sequence<Int>) -> [CacheMessage] {
        numbers.map { CacheMessage(number: $0, type: "t", body: []) }
    }

    static func confirm(_ number: Int, _ pending: inout PendingMessages, isNew: Bool = true) {
        let wasNew = pending.confirm(number)
        #expect(wasNew == isNew, "number \(number)")
    }

    @Test func `the first goes alone, and the last when nothing else is left`() {
        var pending = PendingMessages()
        pending.add(Self.messages(0...4))
        #expect(pending.sendable(max: 9, last: 4).map(\.number) == [0])
        Self.confirm(0, &pending)
        #expect(pending.sendable(max: 9, last: 4).map(\.number) == [1, 2, 3])
        #expect(pending.sendable(max: 2, last: 4).map(\.number) == [1, 2])
        Self.confirm(3, &pending)
        Self.confirm(1, &pending)
        Self.confirm(1, &pending, isNew: false)
        Self.confirm(9, &pending, isNew: false)
        #expect(pending.sendable(max: 9, last: 4).map(\.number) == [2])
        Self.confirm(2, &pending)
        #expect(pending.sendable(max: 9, last: 4).map(\.number) == [4])
        #expect(pending.ranges == [0...3])
        pending.forgot()
        #expect(pending.ranges == [] && pending.count == 1)
    }

    @Test func `confirms in any order end in one range`() {
        for seed in UInt64(0)..<50 {
            var random = SeededRandom(seed: seed)
            var pending = PendingMessages()
            pending.add(Self.messages(1...2_500))
            var order = Array(1...2_500).shuffled(using: &random)
            let rest = order.removeLast()
            for number in order { Self.confirm(number, &pending) }
            #expect(pending.count == 1)
            #expect(pending.sendable(max: 9, last: nil).map(\.number) == [rest], "seed \(seed)")
            #expect(pending.ranges.reduce(0) { $0 + $1.count } == 2_499, "seed \(seed)")
        }
    }
}
