internal import Loyalty
internal import Messages
internal import Storage

/// A mail, in words.
struct MailLine: Hashable, Sendable {
    /// The mail.
    var mail: MailRecord
    /// The code of its coupon's type; nil for an alarm, and where the coupon is gone.
    var type: String?

    private var colour: Terminal.Colour? {
        switch mail.state {
        case .failed: .red
        case .uncertain: .yellow
        case .queued, .sent, .cancelled: nil
        }
    }

    private var typeText: String { mail.kind == .alarm ? "alarm" : type ?? "-" }
    private var code: String { mail.code == 0 ? "-" : "\(mail.code)" }

    /// The line for people.
    var row: [Table.Cell] {
        [
            .init(mail.id), .init(typeText), .init(mail.state.rawValue, colour), .init("\(mail.attempts)"),
            .init(Moment.text(mail.updatedAt)), .init(code), .init(mail.reply.isEmpty ? "-" : mail.reply),
        ]
    }

    /// All of it for people, a fact a line.
    var facts: [[Table.Cell]] {
        var facts: [(String, Table.Cell)] = [
            ("mail", .init(mail.id)), ("state", .init(mail.state.rawValue, colour)),
            ("kind", .init(mail.kind.rawValue)), ("company", .init(mail.company)), ("type", .init(typeText)),
            (mail.kind == .coupon ? "coupon" : "mark", .init(mail.element)), ("to", .init(mail.recipient)),
            ("tried", .init("\(mail.attempts)")), ("last code", .init(code)),
            ("last reply", .init(mail.reply.isEmpty ? "-" : mail.reply)),
            ("caused", .init(Moment.text(mail.createdAt))), ("changed", .init(Moment.text(mail.updatedAt))),
        ]
        if mail.state == .queued {
            facts.append(mail.owner.map { ("in hand of", .init($0)) } ?? ("due", .init(Moment.text(mail.dueAt))))
        }
        return facts.map { [.init($0.0), $0.1] }
    }

    /// The line for programs.
    var json: JSONValue {
        .members(
            ("mail", .string(mail.id)), ("kind", .string(mail.kind.rawValue)), ("company", .string(mail.company)),
            ("type", .text(type)), ("element", .string(mail.element)), ("state", .string(mail.state.rawValue)),
            ("recipient", .string(mail.recipient)), ("attempts", .whole(mail.attempts)), ("code", .whole(mail.code)),
            ("reply", .string(mail.reply)), ("createdAt", .string(Moment.text(mail.createdAt))),
            ("updatedAt", .string(Moment.text(mail.updatedAt))),
            ("dueAt", mail.state == .queued ? .string(Moment.text(mail.dueAt)) : .null),
            ("owner", .text(mail.owner)))
    }
}

/// Finds mails and what they tell of.
struct MailLookup {
    let store: Store

    /// Mails in one of some states, in the order in which they were caused.
    func mails(_ states: Set<MailRecord.State>, count: Int) throws(Failure) -> [MailRecord] {
        var mails: [MailRecord] = []
        while mails.count < count {
            let wanted = min(count - mails.count, 1_000)
            let page = try storage { () throws(StorageError) in
                try store.mails.list(states, after: mails.last, limit: wanted)
            }
            mails += page
            if page.count < wanted { break }
        }
        return mails
    }

    /// The codes of the types of the mails' coupons, by the mails' ids.
    func types(of mails: [MailRecord]) throws(Failure) -> [String: String] {
        var types: [String: String] = [:]
        for mail in mails where mail.kind == .coupon {
            types[mail.id] = try storage { () throws(StorageError) in
                try store.coupons.find(mail.element, of: mail.company)?.coupon.type
            }
        }
        return types
    }
}
