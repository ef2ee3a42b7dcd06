internal import Messages
internal import PromotionLanguage
internal import Promotions
internal import Storage

/// What limits have granted before the first ticket of a rehearsal.
struct StartingBalances: Hashable, Sendable {
    /// One limit's.
    struct Entry: Hashable, Sendable {
        /// The limit.
        var limit: Limit
        /// Whose: the company, the store or the customer's id, by the limit's scope.
        var scopeKey: String
        /// How much, in ten-thousandths.
        var used: Int128
    }

    /// The entries in the order of the file.
    var entries: [Entry]

    private static let fields = ["limit", "scopeKey", "used"]

    /// Reads a list of `{ "limit": id, "scopeKey": text, "used": number }`.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: its name, for people.
    ///   - map: the map whose limits are meant.
    /// - Throws: `Failure` with everything that is wrong.
    init(_ bytes: [UInt8], name: String, map: CompiledMap) throws(Failure) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.read(bytes)
        } catch {
            throw .failed("\(name): \(error)")
        }
        guard case .array(let elements) = value else {
            throw .failed("\(name): found \(value.kindName), expected a list of balances")
        }
        let limits = Dictionary(map.limits.map { ($0.limit.id, $0.limit) }) { first, _ in first }
        var problems: [String] = []
        var seen: Set<LimitKey> = []
        entries = []
        for (index, element) in elements.enumerated() {
            var entryProblems: [String] = []
            let entry = StartingBalances.entry(element, limits, &entryProblems)
            if let entry, !seen.insert(LimitKey(limit: entry.limit.id, scopeKey: entry.scopeKey)).inserted {
                entryProblems.append("found a second balance of limit \(entry.limit.id) for \"\(entry.scopeKey)\"")
            }
            if let entry, entryProblems.isEmpty { entries.append(entry) }
            problems += entryProblems.map { "\(name): [\(index)]\($0.hasPrefix(".") ? "" : ": ")\($0)" }
        }
        guard problems.isEmpty else { throw .failed(problems) }
    }

    /// What they are to the store: holds, dated as the limits' windows need it.
    func holds(day: LocalDate) -> [Hold] {
        entries.map { entry in
            Hold(
                key: LimitKey(limit: entry.limit.id, scopeKey: entry.scopeKey), period: entry.limit.period, day: day,
                amount: entry.used, max: Int128(Int64.max))
        }
    }

    private static func entry(
        _ value: JSONValue, _ limits: [String: Limit], _ problems: inout [String]
    ) -> Entry? {
        guard case .object(let members) = value else {
            problems.append("found \(value.kindName), expected an object")
            return nil
        }
        for member in members where !fields.contains(member.name) {
            let guess = NearName.nearest(to: member.name, among: fields).map { "; did you mean \"\($0)\"?" } ?? ""
            problems.append(".\(member.name): unknown field\(guess)")
        }
        let limit = limit(value["limit"], limits, &problems)
        let scopeKey = text(value["scopeKey"])
        if scopeKey == nil { problems.append(".scopeKey: \(found(value["scopeKey"])), expected a text") }
        let used = text(value["used"]).flatMap { DecimalText.parse($0, decimals: Money.decimals) }
        if used.map({ $0 < 0 }) ?? true {
            problems.append(".used: \(found(value["used"])), expected a number from 0 with at most 4 decimals")
        }
        guard let limit, let scopeKey, let used else { return nil }
        return Entry(limit: limit, scopeKey: scopeKey, used: used)
    }

    private static func limit(
        _ value: JSONValue?, _ limits: [String: Limit], _ problems: inout [String]
    ) -> Limit? {
        guard let id = text(value) else {
            problems.append(".limit: \(found(value)), expected the id of a limit")
            return nil
        }
        if let limit = limits[id] { return limit }
        let known = limits.keys.sorted()
        let guess = NearName.nearest(to: id, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
        problems.append(".limit: found \"\(id)\", which is no limit of the map\(guess)")
        return nil
    }

    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text) where !text.isEmpty: text
        case .number(let text): text
        default: nil
        }
    }

    private static func found(_ value: JSONValue?) -> String {
        switch value {
        case nil: "it is missing"
        case .string(let text): "found \"\(text)\""
        case .number(let text): "found \(text)"
        case .some(let other): "found \(other.kindName)"
        }
    }
}
