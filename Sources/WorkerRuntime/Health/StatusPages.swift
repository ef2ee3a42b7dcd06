/// An answer to a request over HTTP.
struct StatusPage: Hashable, Sendable {
    var status: Int
    var contentType = "text/plain; charset=utf-8"
    var body: String
}

/// What a worker says about itself over HTTP.
struct StatusPages: Sendable {
    static let paths = ["/live", "/metrics", "/ready"]

    let registry: Registry
    let health: Health
    /// The time of the clock that the health goes by.
    let now: @Sendable () -> Int64

    /// The answer to a request; what is asked beyond the path does not matter.
    func page(method: String, path: String) -> StatusPage {
        guard method == "GET" || method == "HEAD" else {
            return StatusPage(status: 405, body: "only GET and HEAD are served\n")
        }
        switch path {
        case "/metrics":
            return StatusPage(status: 200, contentType: Exposition.contentType, body: Exposition.text(registry))
        case "/live": return verdict([health.lifeProblem(now: now())].compactMap { $0 }, good: "live")
        case "/ready": return verdict(health.readinessProblems(now: now()), good: "ready")
        default: return StatusPage(status: 404, body: "there are \(Self.paths.joined(separator: ", "))\n")
        }
    }

    private func verdict(_ problems: [String], good: String) -> StatusPage {
        if problems.isEmpty { return StatusPage(status: 200, body: "\(good)\n") }
        return StatusPage(status: 503, body: problems.map { "\($0)\n" }.joined())
    }
}
