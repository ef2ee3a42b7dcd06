import Testing

@testable import WorkerRuntime

struct ServedStatusTests {
    static func configuration(_ address: String) throws -> Configuration {
        try Configuration(environment: ["PROMO_HTTP": address], defaultWorkerName: "w", readFile: { _ in nil })
    }

    static func serve(_ address: String) throws -> ServedStatus? {
        try ServedStatus(try configuration(address), program: "p", version: "1", needing: [.broker])
    }

    @Test func `nothing is served unless it is asked for`() throws {
        #expect(try Self.serve("") == nil)
    }

    @Test func `where it is served stands in the log`() throws {
        let status = try #require(try Self.serve("127.0.0.1:0"))
        defer { status.server.stop() }
        let lines = Lines()
        status.announce(lines.log())
        #expect(lines.all.count == 1)
        #expect(lines.all[0].contains("\"http.host\":\"127.0.0.1\",\"http.port\":\(status.server.port)"))
        let answer = StatusServerTests.exchange(status.server.port, "GET /ready HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(answer.hasSuffix("broker: not there yet\n"))
        #expect(throws: StatusServer.Failure.self) { try Self.serve("127.0.0.1:\(status.server.port)") }
    }
}
