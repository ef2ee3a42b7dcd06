internal import Synchronization

/// Serves a worker's metrics and health over HTTP, on a thread of its own.
///
/// The worker's thread never waits for it: it only leaves figures behind that this one reads.
public final class StatusServer: Sendable {
    /// Why nothing can be served.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// Where it was to be served.
        public var address: String
        /// The system's words.
        public var text: String

        /// One sentence for people.
        public var description: String { "nothing can be served at \(address): \(text)" }
    }

    /// The host it serves at.
    public let host: String
    /// The port it serves at; where 0 was wanted, the one the system chose.
    public let port: Int
    private let thread: RawStatusThread

    /// Begins to serve.
    ///
    /// - Parameters:
    ///   - address: `host:port`; port 0 leaves the choice to the system.
    ///   - registry: the metrics.
    ///   - health: how the worker does.
    ///   - now: the time of the clock that the health goes by.
    /// - Throws: `Failure` where the address is no good or taken.
    public convenience init(
        at address: String, registry: Registry, health: Health,
        now: @escaping @Sendable () -> Int64 = SystemClock.monotonicMilliseconds
    ) throws(Failure) {
        let pages = StatusPages(registry: registry, health: health, now: now)
        try self.init(at: address) { pages.page(method: $0, path: $1) }
    }

    init(
        at address: String, limits: StatusLimits = StatusLimits(),
        page: @escaping @Sendable (_ method: String, _ path: String) -> StatusPage
    ) throws(Failure) {
        let colon = address.lastIndex(of: ":") ?? address.endIndex
        var host = address[..<colon]
        // An IPv6 address stands in brackets, so that its colons are not taken for the port's.
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        let loop = try RawStatusLoop(host: String(host), port: String(address[colon...].dropFirst()), limits, page)
        self.host = String(address[..<colon])
        port = loop.port
        thread = try RawStatusThread(running: loop, address: address)
    }

    /// Ends serving; returns when its thread has ended.
    public func stop() { thread.stop() }
}

/// How much anybody may ask of the server: it must stay small beside the work.
struct StatusLimits: Hashable, Sendable {
    /// Connections at once: a monitor or two, and an operator.
    var connections: UInt32 = 16
    /// How long a connection may be silent.
    var idleSeconds: UInt32 = 5
    /// How long a connection may last, however busy: a client that sends a byte a second is not silent.
    var lifetimeMilliseconds: Int64 = 10_000
    /// What a connection may take of memory; a longer request is refused.
    var connectionBytes = 8 << 10
}
