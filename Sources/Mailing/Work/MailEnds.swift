internal import Mail
internal import Storage

/// What became of mails and is not yet written.
struct MailEnds {
    private var ends: [String: (verdict: Mails.Verdict, reply: SMTPReply)] = [:]

    var isEmpty: Bool { ends.isEmpty }

    /// Notes an end.
    mutating func add(_ id: String, _ verdict: Mails.Verdict, _ reply: SMTPReply) { ends[id] = (verdict, reply) }

    /// Writes all of them, and that a mail is about to leave, within the caller's transaction; written again they
    /// change nothing.
    ///
    /// - Parameters:
    ///   - mails: the table.
    ///   - owner: the mailer.
    ///   - next: the mail that is about to leave; nil for none.
    ///   - lease: when the mailer counts as ended with that mail, in milliseconds since 1970.
    ///   - now: milliseconds since 1970.
    /// - Returns: whether that mail may leave.
    /// - Throws: `StorageError`.
    func write(
        to mails: Mails, by owner: String, beginning next: String? = nil, lease: Int64 = 0, now: Int64
    ) throws(StorageError) -> Bool {
        var mayLeave = false
        // In the order in which a return that cancels several coupons calls their mails off.
        for id in Set(ends.keys).union(next.map { [$0] } ?? []).sorted() {
            if let end = ends[id] {
                try mails.settle(id, by: owner, end.verdict, code: end.reply.code, reply: end.reply.text, now: now)
            } else {
                mayLeave = try mails.begin(id, by: owner, lease: lease)
            }
        }
        return mayLeave
    }
}
