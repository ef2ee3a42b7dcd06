import Messages
import Promotions
import TestSupport
import Testing

/// In which order a message enters its elements makes no difference.
@Suite struct ElementOrderTests {
    @Test func `elements entered in any order are the same ticket, with the same benefits`() throws {
        var random = SeededRandom(seed: 15)
        var promotions = RandomPromotions(seed: 15)
        var (looked, granted) = (0, 0)
        for name in try Golden.names(".request.xml") where name != "07-doctype.request.xml" {
            let request = try Request(read(Golden.bytes(name)))
            guard let commands = try? request.commands(asReturn: request.header.voidTrx == true), commands.count > 1
            else { continue }
            var entered = TicketElements()
            entered.apply(commands)
            for _ in 0..<20 {
                var shuffled = TicketElements()
                shuffled.apply(commands.shuffled(using: &random))
                #expect(shuffled == entered, "\(name), seed 15")
                let map = CompiledMap(promotions.map())
                let one = map.evaluate(EvaluationInput(ticket: entered.ticket(for: request.header)))
                let other = map.evaluate(EvaluationInput(ticket: shuffled.ticket(for: request.header)))
                #expect(one == other, "\(name), seed 15")
                looked += 1
                if !one.alternatives[0].grants.isEmpty { granted += 1 }
            }
        }
        #expect(looked > 200 && granted > 20, "\(granted) of \(looked)")
    }
}
