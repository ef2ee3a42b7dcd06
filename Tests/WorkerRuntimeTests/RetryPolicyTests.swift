import Broker
import Testing

@testable import WorkerRuntime

@Suite struct RetryPolicyTests {
    static let policy = RetryPolicy(waitSeconds: [1, 5, 30], maxDeliveries: 5)

    struct Case: Sendable, CustomTestStringConvertible {
        let attempt: Int
        let after: Int
        let decision: RetryPolicy.Decision
        var testDescription: String { "attempt \(attempt), after \(after)" }
    }

    @Test(arguments: [
        Case(attempt: 1, after: 0, decision: .wait(seconds: 1)),
        Case(attempt: 2, after: 0, decision: .wait(seconds: 5)),
        Case(attempt: 3, after: 0, decision: .wait(seconds: 30)),
        Case(attempt: 4, after: 0, decision: .wait(seconds: 30)),
        Case(attempt: 5, after: 0, decision: .giveUp), Case(attempt: 6, after: 1, decision: .giveUp),
        Case(attempt: 1, after: 1, decision: .wait(seconds: 1)),
        Case(attempt: 1, after: 2, decision: .wait(seconds: 5)),
        Case(attempt: 1, after: 30, decision: .wait(seconds: 30)),
        Case(attempt: 1, after: 31, decision: .wait(seconds: 30)),
        Case(attempt: 0, after: 0, decision: .wait(seconds: 1)),
        Case(attempt: 1, after: -1, decision: .wait(seconds: 1)),
    ])
    func `decides by attempt and wish`(_ example: Case) {
        #expect(Self.policy.decide(attempt: example.attempt, afterSeconds: example.after) == example.decision)
    }

    @Test func `every wait it decides on has a queue, and no message is tried for ever`() {
        for after in [0, 1, 7, 1000] {
            for attempt in 0..<20 {
                switch Self.policy.decide(attempt: attempt, afterSeconds: after) {
                case .wait(let seconds): #expect(Self.policy.waitSeconds.contains(seconds))
                case .giveUp: #expect(attempt >= 5)
                }
            }
        }
        #expect(RetryPolicy(waitSeconds: [], maxDeliveries: 5).decide(attempt: 1, afterSeconds: 0) == .giveUp)
    }
}

@Suite struct MovedMessageTests {
    static func delivery(_ headers: [String: HeaderValue] = [:]) -> Delivery {
        var properties = Properties(
            contentType: "application/xml", headers: headers, correlationId: "c", replyTo: "r", messageId: "m")
        properties.expiration = "5000"
        return Delivery(
            body: [1, 2], properties: properties, deliveryTag: 9, exchange: "promo.transactions", routingKey: "pos.1.2",
            queue: "promo.sales")
    }

    @Test func `a moved message keeps what it is and says why it moved`() {
        let moved = Self.delivery(["mine": "kept"]).moved(to: "promo.dead", reason: "poison", worker: "w")
        #expect(moved.exchange == "" && moved.routingKey == "promo.dead" && moved.isMandatory)
        #expect(moved.body == [1, 2])
        #expect(moved.properties.replyTo == "r" && moved.properties.correlationId == "c")
        #expect(moved.properties.messageId == "m" && moved.properties.contentType == "application/xml")
        #expect(moved.properties.isPersistent)
        #expect(moved.properties.expiration == nil)
        #expect(
            moved.properties.headers == [
                "mine": "kept", "x-reason": "poison", "x-queue": "promo.sales", "x-worker": "w", "x-attempt": 1,
            ])
    }

    @Test(arguments: ["CC", "BCC", "x-death", "x-delivery-count", "x-first-death-queue", "x-last-death-reason"])
    func `headers that would act again are left behind`(_ name: String) {
        let moved = Self.delivery([name: "promo.sales"]).moved(to: "q", reason: "", worker: "w")
        #expect(moved.properties.headers[name] == nil)
    }

    @Test func `attempts count up from what was moved before, whatever a stranger wrote`() {
        let written: [HeaderValue] = [0, 1, 4, -7, .integer(.max), "3", .list([])]
        let expected = [1, 2, 5, 1, 1_000_001, 1, 1]
        for (value, attempt) in zip(written, expected) {
            let delivery = Self.delivery(["x-attempt": value])
            #expect(delivery.attempt == attempt)
            #expect(
                delivery.moved(to: "q", reason: "", worker: "w").properties.headers["x-attempt"]?.integer
                    == Int64(attempt))
        }
    }

    @Test func `nothing a stranger wrote keeps a message from being moved`() {
        let big = Self.delivery(["big": .text(String(repeating: "a", count: Publication.maxHeaderBytes - 20))])
        let reason = String(repeating: "é", count: 5000)
        let moved = big.moved(to: "q", reason: reason, worker: "w")
        #expect(moved.encodingProblem == nil)
        #expect(moved.properties.headers["big"] == nil)
        #expect(moved.properties.headers["x-reason"]?.text?.utf8.count == 1024)
        #expect(Self.delivery().moved(to: "q", reason: reason, worker: "w").encodingProblem == nil)
    }
}

@Suite struct BackoffTests {
    @Test func `waits double up to the longest and never vanish`() {
        let backoff = Backoff(firstMilliseconds: 500, longestMilliseconds: 3000)
        #expect((0...5).map { backoff.range(failures: $0).upperBound } == [500, 1000, 2000, 3000, 3000, 3000])
        for failures in [-1, 0, 1, 62, 63, Int.max] {
            let range = backoff.range(failures: failures)
            #expect(range.lowerBound > 0 && range.upperBound <= 3000)
            #expect(range.lowerBound * 2 >= range.upperBound)
        }
        #expect(Backoff(firstMilliseconds: 0, longestMilliseconds: 0).range(failures: 3) == 1...1)
        #expect(Backoff(firstMilliseconds: 500, longestMilliseconds: .max).range(failures: 99).upperBound == .max)
    }
}
