import Mail
import Storage
import Testing

@testable import Mailing

struct MailEndsTests {
    @Test func `ends are written with the beginning of the next mail, and once`() throws {
        let world = try MailingWorld()
        let (first, second) = (try world.issue(), try world.issue())
        let now = world.clock.wallMilliseconds
        func inTransaction<Result>(_ work: () throws(StorageError) -> Result) throws -> Result {
            try world.database.transaction(work)
        }
        let taken = try inTransaction { () throws(StorageError) in
            try world.store.mails.take(by: "w", lease: now + 10, now: now, limit: 9)
        }
        #expect(Set(taken.map(\.id)) == [first, second])
        var ends = MailEnds()
        #expect(ends.isEmpty)
        ends.add(second, .sent, SMTPReply(code: 250, text: "ok", stage: .body))
        for turn in 1...2 {
            let mayLeave = try inTransaction { () throws(StorageError) in
                try ends.write(
                    to: world.store.mails, by: "w", beginning: first, lease: now + 99, now: now + Int64(turn))
            }
            // What has begun does not begin again.
            #expect(mayLeave == (turn == 1) && !ends.isEmpty)
            let sent = try #require(try world.mail(second))
            #expect(sent.state == .sent && sent.code == 250 && sent.attempts == 1 && sent.updatedAt == now + 1)
            let begun = try #require(try world.mail(first))
            #expect(begun.state == .queued && begun.hasBegun && begun.dueAt == now + 99)
        }
        // Of somebody else's mail nothing is told, and it does not leave.
        let other = try inTransaction { () throws(StorageError) in
            try ends.write(to: world.store.mails, by: "other", beginning: first, lease: 0, now: now)
        }
        #expect(!other)
    }
}
