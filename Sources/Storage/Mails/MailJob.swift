internal import Promotions

/// The message that tells mailers of a mail; it is written with the mail, and the mail is what counts.
enum MailJob {
    static func coupon(_ mail: MailRecord) -> OutboxMessage {
        message(
            mail, queue: "ecoupons", type: "ecoupon.job",
            [
                ("couponId", mail.element), ("company", mail.company), ("customerEmail", mail.recipient),
                ("attempt", nil),
            ])
    }

    static func alarm(_ mail: MailRecord, _ alarm: LimitAlarm) -> OutboxMessage {
        message(
            mail, queue: "alarms", type: "alarm.job",
            [
                ("alarmId", mail.id), ("company", alarm.company), ("limitId", alarm.key.limit),
                ("promotionId", alarm.promotion), ("scope", alarm.scope.rawValue), ("scopeKey", alarm.key.scopeKey),
                ("used", "\(alarm.used)"), ("max", "\(alarm.maximum)"), ("threshold", alarm.mark),
                ("email", alarm.email),
            ])
    }

    /// A member without a text is the number one: the first attempt.
    private static func message(
        _ mail: MailRecord, queue: String, type: String, _ members: [(String, String?)]
    ) -> OutboxMessage {
        let rest = members.map { name, text in ",\"\(name)\":\(text.map(quoted) ?? "1")" }.joined()
        return OutboxMessage(
            id: mail.id, exchange: OutboxMessage.ownQueues, routingKey: queue, type: type,
            contentType: "application/json",
            body: Array("{\"type\":\"\(type)\",\"version\":1\(rest)}".utf8), createdAt: mail.createdAt)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
