internal import Promotions
internal import Storage

/// A company's setting under its name on the command line.
enum CompanySetting: String, CaseIterable, Sendable {
    case transactionLifetime, pendingLifetime, pendingAction, answerRetention, strictSessions
    case refuseUnknownCustomers, autoCommit, paymentCalculation, completesItems

    /// What can be set for the whole installation only, and where.
    static let installationWide = [
        "engineString": "PROMO_ENGINE_VERSION", "maxDeliveries": "PROMO_MAX_DELIVERIES", "busyWait": "nothing",
    ]

    /// The setting's value, as it can be set.
    func text(in settings: CompanySettings) -> String {
        switch self {
        case .transactionLifetime: CompanySetting.duration(settings.transactionLifetime)
        case .pendingLifetime: CompanySetting.duration(settings.pendingLifetime)
        case .pendingAction: settings.pendingAction.rawValue
        case .answerRetention: CompanySetting.duration(settings.answerRetention)
        case .strictSessions: "\(settings.strictSessions)"
        case .refuseUnknownCustomers: "\(settings.refuseUnknownCustomers)"
        case .autoCommit: "\(settings.autoCommit)"
        case .paymentCalculation: settings.paymentCalculation.rawValue
        case .completesItems: "\(settings.completesItems)"
        }
    }

    /// Sets it.
    ///
    /// - Parameters:
    ///   - text: the value.
    ///   - settings: where.
    /// - Throws: `Failure` where the value is not allowed.
    func set(_ text: String, in settings: inout CompanySettings) throws(Failure) {
        switch self {
        case .transactionLifetime: settings.transactionLifetime = try seconds(text)
        case .pendingLifetime: settings.pendingLifetime = try seconds(text)
        case .answerRetention: settings.answerRetention = try seconds(text)
        case .strictSessions: settings.strictSessions = try flag(text)
        case .refuseUnknownCustomers: settings.refuseUnknownCustomers = try flag(text)
        case .autoCommit: settings.autoCommit = try flag(text)
        case .completesItems: settings.completesItems = try flag(text)
        case .pendingAction: settings.pendingAction = try word(text)
        case .paymentCalculation: settings.paymentCalculation = try word(text)
        }
    }

    private static let units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]
    private static let longest = 366 * 86_400

    private static func duration(_ seconds: Int) -> String {
        for (unit, length) in units where seconds % length == 0 && seconds >= length && unit != "d" {
            return "\(seconds / length)\(unit)"
        }
        return "\(seconds)s"
    }

    private func seconds(_ text: String) throws(Failure) -> Int {
        let unit = CompanySetting.units.first { text.hasSuffix($0.0) }
        let digits = unit == nil ? text : String(text.dropLast())
        guard let number = Int(digits), digits.first != "+", number > 0, number <= CompanySetting.longest,
            number * (unit?.1 ?? 1) <= CompanySetting.longest
        else {
            throw .usage("\(rawValue): found \"\(text)\", expected a time such as 90s, 15m, 24h or 7d, 366d at most")
        }
        return number * (unit?.1 ?? 1)
    }

    private func flag(_ text: String) throws(Failure) -> Bool {
        guard let value = Bool(text.lowercased()) else {
            throw .usage("\(rawValue): found \"\(text)\", expected true or false")
        }
        return value
    }

    private func word<Word: RawRepresentable & CaseIterable>(
        _ text: String
    ) throws(Failure) -> Word where Word.RawValue == String {
        guard let value = Word(rawValue: text) else {
            let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("\(rawValue): found \"\(text)\", expected one of \(allowed)")
        }
        return value
    }
}
