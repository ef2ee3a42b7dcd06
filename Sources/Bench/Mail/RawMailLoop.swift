internal import CCurl

/// The yardstick of `mail`: the same mail again and again by libcurl, over one connection, and nothing else.
final class RawMailLoop {
    private let handle: UnsafeMutableRawPointer
    private let recipients: UnsafeMutablePointer<curl_slist>?
    private let mail: [UInt8]
    fileprivate var position = 0

    init(port: UInt16, mail: [UInt8]) throws(BenchError) {
        guard let handle = curl_easy_init() else { throw .failed("libcurl has no memory") }
        self.handle = handle
        self.mail = mail
        recipients = curl_slist_append(nil, "<ana@example.org>")
        _ = CCurl_set_text(handle, CURLOPT_URL, "smtp://127.0.0.1:\(port)/bench")
        _ = CCurl_set_text(handle, CURLOPT_MAIL_FROM, "<shop@example.com>")
        _ = CCurl_set_recipients(handle, recipients)
        _ = CCurl_set_long(handle, CURLOPT_UPLOAD, 1)
        CCurl_set_reading(handle, readMail, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(recipients)
    }

    /// Sends so many.
    func send(_ count: Int) throws(BenchError) {
        for _ in 0..<count {
            position = 0
            let code = curl_easy_perform(handle)
            guard code == CURLE_OK else { throw .failed("libcurl: \(String(cString: curl_easy_strerror(code)))") }
        }
    }

    fileprivate func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(target.count, mail.count - position)
        target.copyBytes(from: mail[position..<position + count])
        position += count
        return count
    }
}

@available(*, unavailable, message: "libcurl's handles belong to one thread at a time")
extension RawMailLoop: Sendable {}

private func readMail(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return Int(CURL_READFUNC_ABORT) }
    return Unmanaged<RawMailLoop>.fromOpaque(context).takeUnretainedValue()
        .read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}
