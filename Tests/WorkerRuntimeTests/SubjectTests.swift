import Broker
import TestSupport
import Testing

@testable import WorkerRuntime

/// Every line about a message says whom it concerns.
struct SubjectTests {
    static func lines(_ world: LoopWorld, _ sentence: String) -> [String] {
        world.lines.all.filter { $0.contains("\"message\":\"\(sentence)\"") }
    }

    @Test func `a message that is retried or given up is named`() throws {
        let world = LoopWorld()
        world.handler.verdicts = [
            "a": .retry(afterSeconds: 1, reason: "later"), "b": .discard(reason: "never"),
        ]
        for id in ["a", "b"] { world.sell(id) }
        world.run()
        for (sentence, id) in [("A message waits for another attempt", "a"), ("A message is given up", "b")] {
            let line = try #require(Self.lines(world, sentence).first)
            #expect(line.contains("\"store\":\"of \(id)\",\"correlation.id\":\"\(id)\",\"attempt\":1"))
        }
    }

    @Test func `an answer that finds nobody is named after its message`() throws {
        let world = LoopWorld()
        world.sell("a")
        world.sell("b", replyTo: "gone")
        world.run()
        let found = Self.lines(world, "An answer found nobody")
        #expect(found.count == 1)
        #expect(found.first?.contains("\"store\":\"of b\"") == true)
    }

    @Test func `an answer that the broker refuses is named after its message`() throws {
        let world = LoopWorld()
        world.sell("a")
        world.broker.nextNacks = RunLoop.maxReplyTries
        world.run()
        let dropped = Self.lines(world, "An answer is dropped")
        #expect(dropped.count == 1)
        #expect(dropped.first?.contains("\"store\":\"of a\"") == true)
    }
}
