import Storage
import Testing

@testable import Engine

/// What the engine tells whoever measures it.
struct StageObserverTests {
    final class Recorder: StageObserver {
        private(set) var stages: [Stage?] = []
        func enter(_ stage: Stage?) { stages.append(stage) }
    }

    static func message(_ name: String) throws -> IncomingMessage {
        IncomingMessage(body: try Golden.bytes(name), contentType: nil)
    }

    @Test func `the steps of a batch come in order, and the work ends`() throws {
        let world = try EngineWorld.golden()
        let recorder = Recorder()
        world.engine.observer = recorder
        let batch = [try Self.message("01-limit-first.request.xml"), try Self.message("04-unclosed.request.txt")]
        let results = try world.engine.process(batch, now: world.now)
        #expect(
            recorder.stages == [
                .decode, .decode, .begin, .session, .limits, .evaluate, .limits, .write, .commit, nil,
            ])
        #expect(results.map(\.figures.limiting) == [MessageFigures.Limiting.none, nil])
        #expect(results.map(\.figures.promotions) == [1, 0])
        #expect(results.map(\.figures.state) == [.open, nil])
    }

    @Test func `watching changes no answer`() throws {
        let (watched, alone) = (try EngineWorld.golden(), try EngineWorld.golden())
        let recorder = Recorder()
        watched.engine.observer = recorder
        for name in ["01-limit-first.request.xml", "02-limit-second.request.xml", "03-limit-cut.request.xml"] {
            let body = try Golden.text(name)
            #expect(try watched.send(body) == alone.send(body))
        }
        #expect(recorder.stages.count { $0 == nil } == 3)
    }
}
