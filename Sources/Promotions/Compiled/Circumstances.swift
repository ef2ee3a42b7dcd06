/// What a promotion asks of time and place: what no other promotion changes, and most tickets decide first.
struct Circumstances: Sendable {
    /// Names of stores or channels; a few are compared one by one.
    private enum Names: Sendable {
        case any
        case few([String])
        case many(Set<String>)

        init(_ names: [String]) { self = names.isEmpty ? .any : names.count > 8 ? .many(Set(names)) : .few(names) }

        func contains(_ name: String) -> Bool {
            switch self {
            case .any: true
            case .few(let names): names.contains(name)
            case .many(let names): names.contains(name)
            }
        }
    }

    private let isSuspended: Bool
    private let dateTimeRanges: [DateTimeRange]
    private let hourIntervals: [HourInterval]
    private let frequency: Frequency?
    private let stores: Names
    private let channels: Names
    private let name: String

    init(_ promotion: Promotion) {
        isSuspended = promotion.state == .suspended
        dateTimeRanges = promotion.condition.dateTimeRanges
        hourIntervals = promotion.condition.hourIntervals
        frequency = promotion.condition.frequency
        stores = Names(promotion.condition.stores)
        channels = Names(promotion.condition.channels)
        name = promotion.name
    }

    /// The first reason, in the order of the protocol's list, for which they do not hold; nil where they do.
    func failure(_ ticket: Ticket, _ exclusions: Set<ExclusionDate>) -> Verdict.Reason? {
        if isSuspended { return .suspended }
        let moment = ticket.dateTime
        if !dateTimeRanges.isEmpty, !dateTimeRanges.contains(where: { $0.contains(moment) }) { return .date }
        if !hourIntervals.isEmpty, !hourIntervals.contains(where: { $0.contains(minute: moment.minuteOfDay) }) {
            return .hours
        }
        if let frequency, !frequency.hits(moment.date) { return .frequency }
        if !exclusions.isEmpty,
            exclusions.contains(ExclusionDate(store: ticket.store, promotionName: name, day: moment.date))
        {
            return .exclusionDate
        }
        if !channels.contains(ticket.channel) { return .channel }
        if !stores.contains(ticket.store) { return .store }
        return nil
    }
}
