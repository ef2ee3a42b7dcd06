import Glibc
import Testing

@testable import Mail

/// The client where no server answers; scripts of Deploy run it against servers that do.
struct SMTPClientTests {
    /// A port that is bound and at which nobody listens.
    private func closedPort(_ work: (UInt16) throws -> Void) rethrows {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = bind(descriptor, pointer, length)
                _ = getsockname(descriptor, pointer, &length)
            }
        }
        try work(UInt16(bigEndian: address.sin_port))
    }

    private func envelope() throws -> Envelope {
        let shop = try MailAddress("shop@example.com")
        return Envelope(from: shop, to: shop, bytes: Array("Subject: a\r\n\r\nb\r\n".utf8))
    }

    @Test func `a server that is not there is a temporary trouble, one mail after the other`() throws {
        try closedPort { port in
            let client: any MailTransport = try SMTPClient(try MailServer("smtp://127.0.0.1:\(port)"))
            for _ in 1...3 {
                client.begin(try envelope(), dataBegins: { false }, waiting: { true })
                var outcome: SMTPOutcome?
                while outcome == nil { outcome = client.proceed(milliseconds: 1_000) }
                guard case .temporary(let reply) = outcome else {
                    Issue.record("\(String(describing: outcome))")
                    return
                }
                #expect(reply.code == 0 && reply.stage == .connect && !reply.text.isEmpty)
            }
        }
    }

    @Test func `a mail that is broken off is not ended for the server`() throws {
        let server = try SilentServer()
        let client = try SMTPClient(try MailServer("smtp://127.0.0.1:\(server.port)", isPlain: true))
        client.begin(try envelope(), dataBegins: { true }, waiting: { true })
        for _ in 1...1_000 where !server.received.contains("DATA\r\n") {
            try #require(client.proceed(milliseconds: 5) == nil)
            server.answer()
        }
        guard case .temporary(let reply) = client.breakOff() else {
            Issue.record("nothing was sent")
            return
        }
        #expect(reply.stage == .data)
        for _ in 1...10 {
            usleep(10_000)
            server.answer()
        }
        #expect(server.received.hasSuffix("DATA\r\n"), "\(server.received)")
    }

    @Test func `what is broken off before the mail has begun is a temporary trouble`() throws {
        try closedPort { port in
            let client = try SMTPClient(try MailServer("smtp://127.0.0.1:\(port)"))
            client.begin(try envelope(), dataBegins: { true }, waiting: { false })
            guard case .temporary(let reply) = client.breakOff() else {
                Issue.record("nothing was sent")
                return
            }
            #expect(reply.stage == .connect)
        }
    }
}
