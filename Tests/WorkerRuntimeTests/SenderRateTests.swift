import TestSupport
import Testing

@testable import WorkerRuntime

@Suite struct SenderRateTests {
    @Test func `without a rate there is nothing to take from`() {
        #expect(SenderRate(perSecond: 0, burst: 9) == nil)
        #expect(SenderRate(perSecond: -1, burst: 9) == nil)
    }

    struct Step: Sendable {
        let at: Int64
        let sent: Int
        let admitted: Int
    }

    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let perSecond: Int
        let burst: Int
        let steps: [Step]
    }

    @Test(arguments: [
        Example(
            testDescription: "a burst, then the rate", perSecond: 10, burst: 5,
            steps: [
                Step(at: 0, sent: 9, admitted: 5), Step(at: 99, sent: 1, admitted: 0),
                Step(at: 100, sent: 2, admitted: 1), Step(at: 1_100, sent: 20, admitted: 5),
            ]),
        Example(
            testDescription: "silence fills no more than the burst", perSecond: 1_000, burst: 2,
            steps: [Step(at: 0, sent: 2, admitted: 2), Step(at: 1 << 60, sent: 9, admitted: 2)]),
        Example(
            testDescription: "slower than one in a second cannot be, one in a second can", perSecond: 1, burst: 1,
            steps: [
                Step(at: 0, sent: 1, admitted: 1), Step(at: 999, sent: 1, admitted: 0),
                Step(at: 1_000, sent: 1, admitted: 1),
            ]),
        Example(
            testDescription: "a burst of none is one", perSecond: 5, burst: 0,
            steps: [Step(at: 0, sent: 2, admitted: 1)]),
    ])
    func `admits as many as the bucket holds`(_ example: Example) throws {
        var rate = try #require(SenderRate(perSecond: example.perSecond, burst: example.burst))
        for step in example.steps {
            let verdicts = (0..<step.sent).map { _ in rate.take("pos.2.3", at: step.at) }
            #expect(verdicts.count { $0 == .admitted } == step.admitted)
            // Whoever was admitted came before whoever was not.
            #expect(verdicts.prefix(step.admitted).allSatisfy { $0 == .admitted })
        }
    }

    @Test func `in any stretch of time a sender gets at most burst and rate, and others do not feel it`() throws {
        for seed in UInt64(1)...20 {
            var random = SeededRandom(seed: seed)
            let (perSecond, burst) = (Int.random(in: 1...50, using: &random), Int.random(in: 1...20, using: &random))
            var rate = try #require(SenderRate(perSecond: perSecond, burst: burst))
            var now: Int64 = 0
            var admitted: [Int64] = []
            for _ in 0..<500 {
                now += Int64.random(in: 0...60, using: &random)
                if rate.take("mad", at: now) == .admitted { admitted.append(now) }
            }
            for (index, start) in admitted.enumerated() {
                for (offset, end) in admitted[index...].enumerated() {
                    #expect(Int64(offset) * 1000 <= Int64(burst) * 1000 + (end - start) * Int64(perSecond), "\(seed)")
                }
            }
            #expect(rate.take("polite", at: now) == .admitted, "\(seed)")
        }
    }

    @Test func `refusals are news once a minute, for each sender`() throws {
        var rate = try #require(SenderRate(perSecond: 1, burst: 1))
        for sender in ["a", "b"] {
            #expect(rate.take(sender, at: 0) == .admitted)
            #expect(rate.take(sender, at: 1) == .refused(isNews: true))
            #expect(rate.take(sender, at: 2) == .refused(isNews: false))
        }
        #expect(rate.take("a", at: 60_000) == .admitted)
        #expect(rate.take("a", at: 60_000) == .refused(isNews: false))
        #expect(rate.take("a", at: 60_001) == .refused(isNews: true))
    }

    @Test func `invented senders do not fill the memory, nor make a known one new`() throws {
        var rate = try #require(SenderRate(perSecond: 1, burst: 1))
        for index in 0...SenderRate.mostSenders { #expect(rate.take("s\(index)", at: Int64(index / 100)) == .admitted) }
        // The first was silent longest and is forgotten, the last is known.
        #expect(rate.take("s\(SenderRate.mostSenders)", at: 101) == .refused(isNews: true))
    }
}
