import Testing

@testable import WorkerRuntime

struct HealthTests {
    static func pages(_ health: Health, now: Int64 = 1_000) -> StatusPages {
        StatusPages(registry: Registry(), health: health, now: { now })
    }

    @Test
    func `nothing is ready before it was said to be`() {
        let health = Health(needing: [.broker, .database], patienceMilliseconds: 30_000, now: 1_000)
        #expect(health.readinessProblems(now: 1_000) == ["broker: not there yet", "database: not there yet"])
        health.set(.database, problem: nil)
        health.set(.broker, problem: "no connection")
        let page = Self.pages(health).page(method: "GET", path: "/ready")
        #expect(page == StatusPage(status: 503, body: "broker: no connection\n"))
        health.set(.broker, problem: nil)
        #expect(Self.pages(health).page(method: "GET", path: "/ready") == StatusPage(status: 200, body: "ready\n"))
    }

    @Test
    func `a thread that is stuck is neither live nor ready`() {
        let health = Health(needing: [], patienceMilliseconds: 30_000, now: 1_000)
        #expect(Self.pages(health, now: 31_000).page(method: "GET", path: "/live").status == 200)
        for path in ["/live", "/ready"] {
            let page = Self.pages(health, now: 32_000).page(method: "GET", path: path)
            #expect(page.status == 503)
            #expect(page.body.contains("31 s"))
        }
        health.turned(at: 31_500)
        #expect(Self.pages(health, now: 32_000).page(method: "GET", path: "/live").body == "live\n")
    }

    @Test(arguments: [
        ("POST", "/live", 405), ("get", "/live", 405), ("DELETE", "/metrics", 405), ("GET", "/", 404),
        ("GET", "/live/", 404), ("HEAD", "/live", 200), ("GET", "/metrics", 200),
    ])
    func `only what is there is served`(_ method: String, _ path: String, _ status: Int) {
        let health = Health(needing: [], patienceMilliseconds: 30_000, now: 1_000)
        #expect(Self.pages(health).page(method: method, path: path).status == status)
    }
}
