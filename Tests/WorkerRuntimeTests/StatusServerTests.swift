import Glibc
import Testing

@testable import WorkerRuntime

/// The server as a client sees it, over a socket of loopback.
@Suite(.serialized)
struct StatusServerTests {
    /// Sends bytes and reads what comes until the other side closes, or until the patience of a test is over.
    static func exchange(_ port: Int, _ request: String, pauses: Bool = false) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { return "no connection" }
        for byte in request.utf8 {
            if pauses { usleep(20_000) }
            guard withUnsafeBytes(of: byte, { send(descriptor, $0.baseAddress, 1, Int32(MSG_NOSIGNAL)) }) == 1
            else { break }
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 { answer += chunk[..<count] }
        return String(decoding: answer, as: UTF8.self)
    }

    static func server(
        limits: StatusLimits = StatusLimits(), _ page: @escaping @Sendable (String, String) -> StatusPage
    ) throws -> StatusServer {
        try StatusServer(at: "127.0.0.1:0", limits: limits, page: page)
    }

    static let echo: @Sendable (String, String) -> StatusPage = { method, path in
        StatusPage(status: 200, body: "\(method) \(path)\n")
    }

    @Test
    func `a request is answered and the connection closed`() throws {
        let server = try Self.server(Self.echo)
        defer { server.stop() }
        let answer = Self.exchange(server.port, "GET /live?verbose HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("Content-Type: text/plain; charset=utf-8\r\n"))
        #expect(answer.contains("Connection: close\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nGET /live\n"))
        #expect(Self.exchange(server.port, "HEAD /live HTTP/1.1\r\nHost: h\r\n\r\n").hasSuffix("\r\n\r\n"))
    }

    @Test
    func `metrics and health are served from what the worker left behind`() throws {
        let registry = Registry()
        let health = Health(needing: [.broker], patienceMilliseconds: 60_000, now: SystemClock.monotonicMilliseconds())
        let server = try StatusServer(at: "localhost:0", registry: registry, health: health)
        defer { server.stop() }
        registry.counter(RegistryTests.messages, "a").add()
        func get(_ path: String) -> String {
            Self.exchange(server.port, "GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n")
        }
        #expect(get("/metrics").contains("version=0.0.4"))
        #expect(get("/metrics").hasSuffix("t_messages_total{queue=\"a\"} 1\n"))
        #expect(get("/live").hasPrefix("HTTP/1.1 200"))
        #expect(get("/ready").hasPrefix("HTTP/1.1 503"))
        health.set(.broker, problem: nil)
        #expect(get("/ready").hasPrefix("HTTP/1.1 200"))
    }

    @Test(arguments: [
        "POST /live HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n",
        "PUT /live HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ])
    func `a body is not waited for`(_ request: String) throws {
        let health = Health(needing: [], patienceMilliseconds: 60_000, now: 0)
        let pages = StatusPages(registry: Registry(), health: health, now: { 0 })
        let server = try Self.server { pages.page(method: $0, path: $1) }
        defer { server.stop() }
        let answer = Self.exchange(server.port, request)
        #expect(answer.hasPrefix("HTTP/1.1 405"))
        #expect(answer.contains("Allow: GET, HEAD\r\n"))
    }

    @Test
    func `a request without end is refused`() throws {
        let asked = Counter()
        let server = try Self.server { _, _ in
            asked.add()
            return StatusPage(status: 200, body: "")
        }
        defer { server.stop() }
        let long = String(repeating: "a", count: 100_000)
        let answer = Self.exchange(server.port, "GET /\(long) HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(!answer.hasPrefix("HTTP/1.1 200"))
        #expect(asked.current == 0)
    }

    @Test
    func `neither silence nor a drip of bytes keeps a connection`() throws {
        var limits = StatusLimits()
        limits.lifetimeMilliseconds = 300
        let server = try Self.server(limits: limits, Self.echo)
        defer { server.stop() }
        #expect(Self.exchange(server.port, "GET /") == "")
        let drip = "GET /live HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "x", count: 200))\r\n\r\n"
        #expect(Self.exchange(server.port, drip, pauses: true) == "")
        #expect(Self.exchange(server.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n").hasSuffix("GET /\n"))
    }

    @Test
    func `a taken port and an unknown host are said at once`() throws {
        let server = try Self.server(Self.echo)
        defer { server.stop() }
        let address = "127.0.0.1:\(server.port)"
        let taken = #expect(throws: StatusServer.Failure.self) { try StatusServer(at: address, page: Self.echo) }
        #expect(taken?.address == address)
        #expect(taken?.text.contains("in use") == true)
        #expect(throws: StatusServer.Failure.self) { try StatusServer(at: "no-such-host.invalid:0", page: Self.echo) }
    }

    @Test
    func `a stopped server answers nobody, and its port is free`() throws {
        let server = try Self.server(Self.echo)
        let port = server.port
        server.stop()
        server.stop()
        #expect(Self.exchange(port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n") == "no connection")
        try StatusServer(at: "127.0.0.1:\(port)", page: Self.echo).stop()
    }

    @Test
    func `IPv6 is written in brackets`() throws {
        let server: StatusServer
        do { server = try StatusServer(at: "[::1]:0", page: Self.echo) } catch {
            // A machine without IPv6 says so.
            #expect(error.address.hasPrefix("::1"))
            return
        }
        #expect(server.port > 0)
        #expect(server.host == "[::1]")
        server.stop()
    }
}
