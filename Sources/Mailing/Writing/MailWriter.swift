public import Loyalty
public import Mail
public import Promotions
public import Storage

/// Writes the mails of coupons and alarms from what the store holds.
public struct MailWriter {
    private let store: Store
    private let from: MailAddress
    private let language: MailLanguage

    /// A written mail.
    public struct Written: Hashable, Sendable {
        /// To whom.
        public var to: MailAddress
        /// Headers and body.
        public var bytes: [UInt8]
    }

    /// Why a mail could not be written.
    public enum Failure: Error, Hashable, Sendable {
        /// What it is made of does not make a mail; an operator has to change something.
        case content(MailProblem)
        /// The store could not be read.
        case storage(StorageError)
    }

    /// A writer.
    ///
    /// - Parameters:
    ///   - store: where coupons, customers and texts are.
    ///   - from: the sender of all mails.
    ///   - language: that of companies that have not chosen one.
    public init(_ store: Store, from: MailAddress, language: MailLanguage) {
        self.store = store
        self.from = from
        self.language = language
    }

    /// Writes a mail anew.
    ///
    /// - Parameter mail: the mail as it is kept.
    /// - Returns: the mail as it is sent; the same, until something that it tells of changes.
    /// - Throws: `Failure`.
    public func write(_ mail: MailRecord) throws(Failure) -> Written {
        switch mail.kind {
        case .coupon: try coupon(mail)
        case .alarm: try alarm(mail)
        }
    }

    /// The mail that a coupon of a type would be told with, for people who write templates.
    ///
    /// - Parameters:
    ///   - type: the type.
    ///   - company: whose it is.
    ///   - day: the day of issue.
    ///   - now: milliseconds since 1970.
    /// - Returns: the mail, to its sender.
    /// - Throws: `Failure`.
    public func preview(_ type: CouponType, of company: String, day: LocalDate, now: Int64) throws(Failure) -> Written {
        let moment = LocalDateTime(date: day, secondOfDay: 12 * 3_600)
        let value: Coupon.Value? = type.kind == .calculated ? .amount(Money(whole: 10)) : nil
        let coupon: Coupon
        do throws(SequenceOverflow) {
            coupon = try Coupon(
                of: type, store: "1", terminal: "1", sequence: 1, at: moment, customer: nil, value: value)
        } catch {
            throw .content(MailProblem("coupon", "\(error)"))
        }
        let id = MailRecord.id(ofCoupon: coupon.barCode, company: company)
        return try write(coupon, type, to: from, customer: "Ana López", company: company, id: id, at: now)
    }

    private func coupon(_ mail: MailRecord) throws(Failure) -> Written {
        let (found, type, customer) = try stored { () throws(StorageError) in
            let coupon = try store.coupons.find(mail.element, of: mail.company)?.coupon
            let customer = coupon?.customer
            return (
                coupon,
                try coupon.map { (coupon) throws(StorageError) in
                    try store.couponTypes.find(coupon.type, of: mail.company)
                } ?? nil,
                try customer.map { (customer) throws(StorageError) in
                    try store.customers.find(customer, of: mail.company)
                } ?? nil
            )
        }
        guard let found, let type else {
            throw .content(MailProblem("coupon", "neither it nor its type is there any more"))
        }
        let name = [customer?.name, customer?.lastName].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        // The address of today: it may have been corrected since.
        let address = customer.map(\.email).flatMap { $0.isEmpty ? nil : $0 } ?? mail.recipient
        let to = try content { () throws(MailProblem) in try MailAddress(address, name: name) }
        return try write(
            found, type, to: to, customer: name, company: mail.company, id: mail.id, at: mail.createdAt)
    }

    private func write(
        _ coupon: Coupon, _ type: CouponType, to: MailAddress, customer: String, company: String, id: String, at: Int64
    ) throws(Failure) -> Written {
        let (sender, language) = try sender(of: company)
        let template = try template(type.mailTemplate, language, of: company) ?? CouponTexts.template(language)
        let image = "\(id)@\(from.domain)"
        let values = [
            "customer": customer, "coupon": coupon.barCode, "value": coupon.value.map(language.text) ?? "",
            "validity": coupon.validTo.map(language.text) ?? "", "company": sender.name, "image": image,
        ]
        return try content { () throws(MailProblem) in
            let filled = try template.filled(with: values)
            let symbology = BarCodePicture.Symbology(rawValue: type.format.base.rawValue) ?? .code128
            let picture = MailMessage.Picture(
                contentId: image, fileName: "\(coupon.barCode).png",
                png: try BarCodePicture.png(of: coupon.barCode, symbology))
            return try written(filled, picture, to: to, sender: sender, id: id, at: at)
        }
    }

    private func alarm(_ mail: MailRecord) throws(Failure) -> Written {
        let alarm = try stored { () throws(StorageError) in try store.alarms.find(mail) }
        guard let alarm else { throw .content(MailProblem("alarm", "it is not there any more")) }
        let (sender, language) = try sender(of: mail.company)
        let decimals = alarm.kind == .benefitAmount ? 2 : 0
        let values = [
            "mark": alarm.mark, "promotion": alarm.promotion, "limit": alarm.key.limit,
            "scope": "\(alarm.scope.rawValue) \(alarm.key.scopeKey)",
            "day": alarm.day == 0 ? "" : language.text(LocalDate(days: Int(alarm.day))),
            "used": language.text(Int128(alarm.used), decimals: decimals),
            "maximum": language.text(Int128(alarm.maximum), decimals: decimals),
            "company": sender.name.isEmpty ? alarm.company : sender.name,
        ]
        return try content { () throws(MailProblem) in
            try written(
                try AlarmTexts.template(language).filled(with: values), nil, to: try MailAddress(mail.recipient),
                sender: sender, id: mail.id, at: mail.createdAt)
        }
    }

    private func written(
        _ text: MailTemplate, _ picture: MailMessage.Picture?, to: MailAddress, sender: MailSender, id: String,
        at: Int64
    ) throws(MailProblem) -> Written {
        let own = sender.name.isEmpty ? from : try MailAddress(from.address, name: sender.name)
        let message = MailMessage(
            from: own, to: to, subject: text.subject, text: text.text, html: text.html, picture: picture,
            messageId: "\(id)@\(from.domain)", date: at)
        return Written(to: to, bytes: try message.bytes())
    }

    private func sender(of company: String) throws(Failure) -> (MailSender, MailLanguage) {
        let sender = try stored { () throws(StorageError) in try store.mailTexts.sender(of: company) }
        return (sender, MailLanguage(rawValue: sender.language) ?? language)
    }

    /// The template of a type; nil where it names none.
    private func template(
        _ name: String, _ language: MailLanguage, of company: String
    ) throws(Failure) -> MailTemplate? {
        guard !name.isEmpty else { return nil }
        let found = try stored { () throws(StorageError) in
            try store.mailTexts.find(name, language.rawValue, of: company)
        }
        guard let found else {
            throw .content(
                MailProblem("template \(name)", "company \(company) has none in language \(language.rawValue)"))
        }
        return MailTemplate(subject: found.subject, text: found.text, html: found.html)
    }

    private func stored<Result>(_ work: () throws(StorageError) -> Result) throws(Failure) -> Result {
        do throws(StorageError) { return try work() } catch { throw .storage(error) }
    }

    private func content<Result>(_ work: () throws(MailProblem) -> Result) throws(Failure) -> Result {
        do throws(MailProblem) { return try work() } catch { throw .content(error) }
    }
}

@available(*, unavailable, message: "it reads from a connection, which belongs to one thread")
extension MailWriter: Sendable {}

extension MailLanguage {
    /// What a coupon is worth.
    fileprivate func text(_ value: Coupon.Value) -> String {
        switch value {
        case .amount(let amount): text(amount.units, decimals: 2)
        case .percentage(let units): text(units, decimals: 0) + "%"
        }
    }
}
