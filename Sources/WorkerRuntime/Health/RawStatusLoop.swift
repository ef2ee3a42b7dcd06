internal import CMicroHTTPD
internal import Glibc

/// A libmicrohttpd daemon without a thread of its own; after `init` it belongs to the thread that runs it.
@safe
final class RawStatusLoop {
    /// How long one turn waits at most, so that a request to stop is seen.
    private static let turnMilliseconds: Int32 = 250

    /// The port it listens on.
    private(set) var port = 0
    private let page: (String, String) -> StatusPage
    private let lifetimeMilliseconds: Int64
    /// When each connection was made, by its socket.
    private var connections: [Int32: Int64] = [:]
    private var daemon: OpaquePointer?

    init(
        host: String, port: String, _ limits: StatusLimits, _ page: @escaping (String, String) -> StatusPage
    ) throws(StatusServer.Failure) {
        self.page = page
        lifetimeMilliseconds = limits.lifetimeMilliseconds
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, port, &hints, &found)
        defer { unsafe freeaddrinfo(found) }
        guard status == 0, let address = unsafe found?.pointee.ai_addr else {
            let reason = unsafe String(cString: gai_strerror(status))
            throw StatusServer.Failure(address: "\(host):\(port)", text: reason)
        }
        // The daemon is stopped in deinit, so it never outlives what its context points to.
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        errno = 0
        unsafe daemon = CMicroHTTPD_start(
            address, limits.connections, limits.idleSeconds, limits.connectionBytes, answerRequest, noteConnection,
            context)
        guard unsafe daemon != nil else {
            let reason = errno == 0 ? "it cannot be listened on" : unsafe String(cString: strerror(errno))
            throw StatusServer.Failure(address: "\(host):\(port)", text: reason)
        }
        self.port = unsafe Int(CMicroHTTPD_port(daemon))
    }

    deinit { if unsafe daemon != nil { unsafe MHD_stop_daemon(daemon) } }

    /// Serves what is asked for, for a moment.
    ///
    /// - Returns: whether it can go on.
    func turn() -> Bool {
        endOverdueConnections()
        return unsafe MHD_run_wait(daemon, Self.turnMilliseconds) == .YES
    }

    /// Queues the answer to a request whose head has been read.
    func answer(_ connection: OpaquePointer?, method: String, path: String) -> MHD_Result {
        let page = page(method, path)
        let body = Array(page.body.utf8)
        let response = unsafe body.withUnsafeBytes { bytes in
            // The library copies the bytes, and says that it does not change them although its type does not.
            unsafe MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
        guard let response = unsafe response else { return .NO }
        defer { unsafe MHD_destroy_response(response) }
        unsafe MHD_add_response_header(response, "Content-Type", page.contentType)
        unsafe MHD_add_response_header(response, "Cache-Control", "no-store")
        // One connection, one request: no connection is kept, so none needs to be ended while it is in use.
        unsafe MHD_add_response_header(response, "Connection", "close")
        if page.status == 405 { unsafe MHD_add_response_header(response, "Allow", "GET, HEAD") }
        return unsafe MHD_queue_response(connection, UInt32(page.status), response)
    }

    func note(_ connection: OpaquePointer?, isNew: Bool) {
        let socket = unsafe CMicroHTTPD_socket(connection)
        connections[socket] = isNew ? SystemClock.monotonicMilliseconds() : nil
    }

    /// Only shuts them: the daemon closes them, and a number is not used anew before.
    private func endOverdueConnections() {
        guard !connections.isEmpty else { return }
        let moment = SystemClock.monotonicMilliseconds() - lifetimeMilliseconds
        for (socket, since) in connections where since < moment { shutdown(socket, Int32(SHUT_RDWR)) }
    }
}

@available(*, unavailable, message: "it belongs to the thread that runs it")
extension RawStatusLoop: Sendable {}

private func answerRequest(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, url: UnsafePointer<CChar>?,
    method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, upload: UnsafePointer<CChar>?,
    uploadSize: UnsafeMutablePointer<Int>?, request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context = unsafe context, let url = unsafe url, let method = unsafe method else { return .NO }
    // The context is the loop, which runs the daemon and so is alive.
    let loop = unsafe Unmanaged<RawStatusLoop>.fromOpaque(context).takeUnretainedValue()
    return unsafe loop.answer(connection, method: String(cString: method), path: String(cString: url))
}

private func noteConnection(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    socketContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, change: MHD_ConnectionNotificationCode
) {
    guard let context = unsafe context else { return }
    let loop = unsafe Unmanaged<RawStatusLoop>.fromOpaque(context).takeUnretainedValue()
    unsafe loop.note(connection, isNew: change == .CONNECTION_NOTIFY_STARTED)
}
