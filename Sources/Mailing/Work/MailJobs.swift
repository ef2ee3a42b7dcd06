internal import Loyalty
internal import Messages
internal import Storage

/// Takes the messages that tell of mails: a mail that is not there yet is kept, and that is all.
struct MailJobs {
    let store: Store

    /// Why a message makes no mail.
    struct Unusable: Error, Hashable {
        var reason: String
    }

    /// Keeps the mail that a message tells of, where it is not there; within the caller's transaction.
    ///
    /// - Parameters:
    ///   - body: the message.
    ///   - now: milliseconds since 1970.
    /// - Returns: why it makes no mail; nil where it is kept.
    /// - Throws: `StorageError`.
    func take(_ body: [UInt8], now: Int64) throws(StorageError) -> Unusable? {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONReader.read(body)
        } catch {
            return Unusable(reason: "the job is no JSON: \(error)")
        }
        switch json["type"] {
        case .string("ecoupon.job"): return try coupon(json, now: now)
        // An alarm and its mail are written together, by whoever raises it.
        case .string("alarm.job"):
            guard let id = json.text("alarmId") else { return Unusable(reason: "alarmId is missing") }
            return try store.mails.find(id) == nil ? Unusable(reason: "there is no mail of such an alarm") : nil
        default: return Unusable(reason: "the type is neither ecoupon.job nor alarm.job")
        }
    }

    private func coupon(_ json: JSONValue, now: Int64) throws(StorageError) -> Unusable? {
        guard let barCode = json.text("couponId"), let company = json.text("company") else {
            return Unusable(reason: "couponId or company is missing")
        }
        let id = MailRecord.id(ofCoupon: barCode, company: company)
        if try store.mails.find(id) != nil { return nil }
        guard let coupon = try store.coupons.find(barCode, of: company)?.coupon else {
            return Unusable(reason: "company \(company) has no such coupon")
        }
        guard coupon.state == .active else {
            return Unusable(reason: "the coupon is \(coupon.state.rawValue) and not active")
        }
        guard let address = json.text("customerEmail"), !address.isEmpty else {
            return Unusable(reason: "customerEmail is missing")
        }
        _ = try store.mails.queue(
            MailRecord(
                id: id, kind: .coupon, company: company, element: barCode, recipient: address, now: now))
        return nil
    }
}

extension JSONValue {
    fileprivate func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension MailJobs: Sendable {}
