internal import CCurl

/// Hands mails over to a server by libcurl; a connection serves as many mails as come within seconds.
@safe
public final class SMTPClient: MailTransport {
    /// How long an idle connection is used again, in seconds: less than what servers grant.
    private static let idleSeconds = 20
    /// How many steps of a dialogue are made before others get their turn.
    private static let steps = 16
    /// Once for the process, before the first handle.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let server: MailServer
    private let multi: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var transfer: RawTransfer?

    /// A client of a server; nothing is connected before the first mail.
    ///
    /// - Parameter server: the server.
    /// - Throws: `MailProblem` where the library cannot be used.
    public init(_ server: MailServer) throws(MailProblem) {
        guard Self.isReady, let multi = unsafe curl_multi_init() else {
            throw MailProblem("libcurl", "it cannot be used")
        }
        self.server = server
        unsafe self.multi = multi
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        if let transfer { unsafe transfer.leave(multi) }
        unsafe curl_multi_cleanup(multi)
        unsafe errorText.deallocate()
    }

    /// See `MailTransport`.
    public func begin(_ envelope: Envelope, dataBegins: @escaping () -> Bool, waiting: @escaping () -> Bool) {
        precondition(transfer == nil, "one mail at a time")
        unsafe errorText.pointee = 0
        guard let transfer = RawTransfer(envelope, dataBegins: dataBegins, waiting: waiting) else { return }
        unsafe prepare(transfer.handle)
        unsafe transfer.enter(multi)
        self.transfer = transfer
    }

    /// See `MailTransport`.
    public func proceed(milliseconds: Int) -> SMTPOutcome? {
        guard let transfer else {
            return .temporary(SMTPReply(text: "libcurl has no memory for another mail", stage: .connect))
        }
        var running: Int32 = 0
        unsafe curl_multi_perform(multi, &running)
        var result = unsafe CCurl_result(multi)
        // A dialogue has many steps, most of which take no time: several of them are one slice.
        for _ in 0..<Self.steps where result < 0 && milliseconds > 0 {
            var ready: Int32 = 0
            unsafe curl_multi_poll(multi, nil, 0, Int32(milliseconds), &ready)
            unsafe curl_multi_perform(multi, &running)
            result = unsafe CCurl_result(multi)
            if ready == 0 { break }
        }
        guard result >= 0 else { return nil }
        return end(transfer, CURLcode(UInt32(result)))
    }

    /// See `MailTransport`.
    public func breakOff() -> SMTPOutcome {
        guard let transfer else {
            return .temporary(SMTPReply(text: "nothing was under way", stage: .connect))
        }
        // Taken away as it is, libcurl would end the mail properly: the server would have an empty or a cut one.
        transfer.isBrokenOff = true
        var running: Int32 = 0
        unsafe curl_multi_perform(multi, &running)
        return end(transfer, CURLE_ABORTED_BY_CALLBACK)
    }

    /// Connects and logs in without a mail, as `--check` does.
    ///
    /// - Throws: `MailProblem` that says what is wrong, in the server's words where it has any.
    public func check() throws(MailProblem) {
        guard let transfer = RawTransfer(checking: ()) else { throw MailProblem("libcurl", "out of memory") }
        unsafe prepare(transfer.handle)
        let code = unsafe curl_easy_perform(transfer.handle)
        guard code != CURLE_OK else { return }
        let reply = transfer.dialogue.outcome(problem(code)).reply
        throw MailProblem("mail server \(server)", reply.description)
    }

    private func problem(_ code: CURLcode) -> String? {
        guard code != CURLE_OK else { return nil }
        let own = unsafe String(cString: errorText)
        return own.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : own
    }

    private func end(_ transfer: RawTransfer, _ code: CURLcode) -> SMTPOutcome {
        let problem = problem(code)
        unsafe transfer.leave(multi)
        self.transfer = nil
        return transfer.dialogue.outcome(problem)
    }

    private func prepare(_ handle: UnsafeMutableRawPointer) {
        func set(_ option: CURLoption, _ number: Int) { unsafe _ = CCurl_set_long(handle, option, number) }
        func set(_ option: CURLoption, _ text: String) { unsafe _ = CCurl_set_text(handle, option, text) }
        unsafe _ = CCurl_set_error_buffer(handle, errorText)
        set(CURLOPT_URL, "\(server)/\(server.ownName)")
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOSIGNAL, 1)
        if server.encryption == .upgraded { set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if !server.certificateAuthorityFile.isEmpty { set(CURLOPT_CAINFO, server.certificateAuthorityFile) }
        if !server.user.isEmpty {
            set(CURLOPT_USERNAME, server.user)
            set(CURLOPT_PASSWORD, server.password)
        }
        set(CURLOPT_CONNECTTIMEOUT_MS, server.connectMilliseconds)
        // In whole seconds, and for each answer on its own.
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, server.patienceMilliseconds / 1_000))
        set(CURLOPT_TIMEOUT_MS, server.wholeMilliseconds)
        set(CURLOPT_MAXAGE_CONN, Self.idleSeconds)
    }
}

@available(*, unavailable, message: "libcurl's handles belong to one thread at a time")
extension SMTPClient: Sendable {}
