internal import CCurl

/// One mail on its way through libcurl, and what the library's callbacks are told.
@safe
final class RawTransfer {
    /// A body that is not read faster than this is a server that hangs.
    private static let (leastBytes, leastSeconds) = (1, 60)

    let handle: UnsafeMutableRawPointer
    private(set) var dialogue = SMTPDialogue()
    private let bytes: [UInt8]
    private var position = 0
    /// Whether libcurl is to give up at its next call, whatever the server does.
    var isBrokenOff = false
    private let dataBegins: () -> Bool
    private let waiting: () -> Bool
    private let recipients: UnsafeMutablePointer<curl_slist>?

    init?(_ envelope: Envelope, dataBegins: @escaping () -> Bool, waiting: @escaping () -> Bool) {
        guard let handle = unsafe curl_easy_init() else { return nil }
        guard let recipients = unsafe curl_slist_append(nil, "<\(envelope.to.address)>") else {
            unsafe curl_easy_cleanup(handle)
            return nil
        }
        unsafe self.handle = handle
        unsafe self.recipients = recipients
        bytes = envelope.bytes
        self.dataBegins = dataBegins
        self.waiting = waiting
        unsafe _ = CCurl_set_text(handle, CURLOPT_MAIL_FROM, "<\(envelope.from.address)>")
        unsafe _ = CCurl_set_recipients(handle, recipients)
        unsafe _ = CCurl_set_long(handle, CURLOPT_UPLOAD, 1)
        unsafe _ = CCurl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, Self.leastBytes)
        unsafe _ = CCurl_set_long(handle, CURLOPT_LOW_SPEED_TIME, Self.leastSeconds)
        connectCallbacks()
    }

    /// A dialogue without a mail.
    init?(checking: Void) {
        guard let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = handle
        unsafe recipients = nil
        (bytes, dataBegins, waiting) = ([], { false }, { true })
        unsafe _ = CCurl_set_text(handle, CURLOPT_CUSTOMREQUEST, "NOOP")
        unsafe _ = CCurl_set_long(handle, CURLOPT_NOBODY, 1)
        connectCallbacks()
    }

    private func connectCallbacks() {
        // The context is this object, which lives until its handle is cleaned up or taken away.
        unsafe CCurl_set_callbacks(
            handle, readCallback, writeCallback, debugCallback, progressCallback,
            Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(recipients)
    }

    func enter(_ multi: UnsafeMutableRawPointer) { unsafe curl_multi_add_handle(multi, handle) }

    func leave(_ multi: UnsafeMutableRawPointer) { unsafe curl_multi_remove_handle(multi, handle) }

    /// The next bytes of the mail; libcurl asks for the first ones when the server has said 354.
    fileprivate func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        if isBrokenOff { return Int(CURL_READFUNC_ABORT) }
        if !dialogue.hasBegun {
            guard dataBegins() else { return Int(CURL_READFUNC_ABORT) }
            dialogue.begin()
        }
        let count = min(target.count, bytes.count - position)
        if count == 0 {
            dialogue.end()
            return 0
        }
        unsafe target.copyBytes(from: bytes[position..<position + count])
        position += count
        return count
    }

    fileprivate func note(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_OUT: dialogue.sent(unsafe String(decoding: bytes, as: UTF8.self))
        case CURLINFO_HEADER_IN: dialogue.received(unsafe String(decoding: bytes, as: UTF8.self))
        default: break
        }
    }

    fileprivate func mayGoOn() -> Bool { !isBrokenOff && waiting() }
}

@available(*, unavailable, message: "libcurl's handles belong to one thread at a time")
extension RawTransfer: Sendable {}

private func transfer(_ context: UnsafeMutableRawPointer?) -> RawTransfer? {
    unsafe context.map { unsafe Unmanaged<RawTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private func readCallback(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = unsafe transfer(context) else { return Int(CURL_READFUNC_ABORT) }
    return unsafe transfer.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}

private func writeCallback(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int { size * count }

private func debugCallback(
    _ handle: UnsafeMutableRawPointer?, _ kind: curl_infotype, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    unsafe transfer(context)?.note(kind, UnsafeRawBufferPointer(start: bytes, count: count))
    return 0
}

private func progressCallback(
    _ context: UnsafeMutableRawPointer?, _ expected: curl_off_t, _ received: curl_off_t, _ toSend: curl_off_t,
    _ sent: curl_off_t
) -> Int32 { unsafe transfer(context)?.mayGoOn() == false ? 1 : 0 }
