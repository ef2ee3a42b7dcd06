import Broker
import Testing

struct Step: Sendable {
    let at: Int64
    let event: ConsumerStateMachine.Event
    let action: ConsumerStateMachine.Action

    init(_ at: Int64, _ event: ConsumerStateMachine.Event, _ action: ConsumerStateMachine.Action) {
        (self.at, self.event, self.action) = (at, event, action)
    }
}

struct Conversation: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let steps: [Step]
    let end: ConsumerStateMachine.State

    static let all = [
        Conversation(
            testDescription: "connects at once and serves",
            steps: [Step(0, .turn, .connect), Step(1, .connected, .serve), Step(2, .turn, .serve)],
            end: .connected(since: 1, heard: 1, failures: 0, isBlocked: false)),
        Conversation(
            testDescription: "waits between attempts",
            steps: [
                Step(0, .turn, .connect), Step(5, .failed(retryAfter: 100), .sleep(milliseconds: 100)),
                Step(50, .turn, .sleep(milliseconds: 55)), Step(105, .turn, .connect),
                Step(106, .failed(retryAfter: 200), .sleep(milliseconds: 200)),
            ],
            end: .disconnected(failures: 2, retryAt: 306)),
        Conversation(
            testDescription: "a connection that breaks early counts with those before",
            steps: [
                Step(0, .failed(retryAfter: 1), .sleep(milliseconds: 1)), Step(1, .connected, .serve),
                Step(2, .lost(retryAfter: 9), .sleep(milliseconds: 9)),
            ],
            end: .disconnected(failures: 2, retryAt: 11)),
        Conversation(
            testDescription: "a connection that worked makes the next failure the first",
            steps: [
                Step(0, .failed(retryAfter: 1), .sleep(milliseconds: 1)), Step(1, .connected, .serve),
                Step(2, .worked, .none), Step(3, .lost(retryAfter: 9), .sleep(milliseconds: 9)),
            ],
            end: .disconnected(failures: 1, retryAt: 12)),
        Conversation(
            testDescription: "a connection that lived long makes the next failure the first",
            steps: [
                Step(0, .failed(retryAfter: 1), .sleep(milliseconds: 1)), Step(1, .connected, .serve),
                Step(30_001, .lost(retryAfter: 9), .sleep(milliseconds: 9)),
            ],
            end: .disconnected(failures: 1, retryAt: 30_010)),
        Conversation(
            testDescription: "looks at its queue after a minute of silence, once a minute",
            steps: [
                Step(0, .connected, .serve), Step(40_000, .heard, .none), Step(99_999, .turn, .serve),
                Step(100_000, .turn, .checkQueue), Step(100_001, .turn, .serve), Step(160_000, .turn, .checkQueue),
            ],
            end: .connected(since: 0, heard: 160_000, failures: 0, isBlocked: false)),
        Conversation(
            testDescription: "asks nothing under an alarm",
            steps: [
                Step(0, .connected, .serve), Step(1, .blocked, .none), Step(70_000, .turn, .serve),
                Step(70_001, .unblocked, .none), Step(130_000, .turn, .serve), Step(130_001, .turn, .checkQueue),
            ],
            end: .connected(since: 0, heard: 130_001, failures: 0, isBlocked: false)),
        Conversation(
            testDescription: "stops cleanly when nothing is in hand",
            steps: [
                Step(0, .connected, .serve), Step(5, .stop(grace: 100), .cancelConsumer), Step(6, .turn, .serve),
                Step(7, .drained, .close), Step(8, .turn, .close),
            ],
            end: .stopped(isClean: true)),
        Conversation(
            testDescription: "stops at the deadline with work in hand",
            steps: [
                Step(0, .connected, .serve), Step(5, .stop(grace: 100), .cancelConsumer), Step(104, .turn, .serve),
                Step(105, .turn, .close),
            ],
            end: .stopped(isClean: false)),
        Conversation(
            testDescription: "does not reconnect once asked to stop",
            steps: [
                Step(0, .connected, .serve), Step(5, .stop(grace: 100), .cancelConsumer),
                Step(6, .lost(retryAfter: 1), .close),
            ],
            end: .stopped(isClean: false)),
        Conversation(
            testDescription: "stops at once without a connection",
            steps: [Step(0, .failed(retryAfter: 9), .sleep(milliseconds: 9)), Step(1, .stop(grace: 100), .close)],
            end: .stopped(isClean: true)),
        Conversation(
            testDescription: "remembers an alarm while it drains",
            steps: [
                Step(0, .connected, .serve), Step(1, .blocked, .none), Step(2, .stop(grace: 100), .cancelConsumer),
            ],
            end: .draining(deadline: 102, isBlocked: true)),
    ]
}

@Suite struct ConsumerStateMachineTests {
    @Test(arguments: Conversation.all) func `holds the conversation`(_ conversation: Conversation) {
        var machine = ConsumerStateMachine(at: 0)
        for (index, step) in conversation.steps.enumerated() {
            #expect(machine.handle(step.event, at: step.at) == step.action, "step \(index)")
        }
        #expect(machine.state == conversation.end)
    }

    static let events: [ConsumerStateMachine.Event] = [
        .turn, .connected, .failed(retryAfter: 50), .lost(retryAfter: 50), .heard, .worked, .blocked, .unblocked,
        .stop(grace: 60), .drained,
    ]

    /// Every sequence of four events: stopping is final, and a wait is never empty.
    @Test func `after a stop no sequence of events ever connects`() {
        var violations: [String] = []
        func explore(_ machine: ConsumerStateMachine, depth: Int, now: Int64, stopped: Bool) {
            guard depth > 0 else { return }
            for event in Self.events {
                var next = machine
                let action = next.handle(event, at: now)
                var isStopping = stopped
                if case .stop = event { isStopping = true }
                if isStopping, action == .connect { violations.append("connects after a stop: \(event)") }
                if isStopping, case .disconnected = next.state { violations.append("forgets a stop: \(event)") }
                if case .sleep(let wait) = action, wait <= 0 { violations.append("sleeps \(wait): \(event)") }
                explore(next, depth: depth - 1, now: now + 25, stopped: isStopping)
            }
        }
        explore(ConsumerStateMachine(at: 0), depth: 4, now: 0, stopped: false)
        #expect(violations == [])
    }
}
