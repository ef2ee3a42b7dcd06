/// What a promotion asks of time and place: what no other promotion changes, and most tickets decide first.
struct Circumstances: Hashable, Sendable {
    /// Names of stores or channels; a few are compared one by one.
    private enum Names: Hashable, Sendable {
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

    init(_ promotion: Promotion) {
        isSuspended = promotion.state == .suspended
        dateTimeRanges = promotion.condition.dateTimeRanges
        hourIntervals = promotion.condition.hourIntervals
        frequency = promotion.condition.frequency
        stores = Names(promotion.condition.stores)
        channels = Names(promotion.condition.channels)
    }

    /// Why they do not hold.
    ///
    /// - Parameters:
    ///   - ticket: the ticket.
    ///   - isExcluded: whether the promotion is off in the ticket's store on its day.
    /// - Returns: the first reason in the order of the protocol's list; nil where they hold.
    func failure(_ ticket: Ticket, isExcluded: Bool) -> Verdict.Reason? {
        if isSuspended { return .suspended }
        let moment = ticket.dateTime
        if !dateTimeRanges.isEmpty, !dateTimeRanges.contains(where: { $0.contains(moment) }) { return .date }
        if !hourIntervals.isEmpty, !hourIntervals.contains(where: { $0.contains(minute: moment.minuteOfDay) }) {
            return .hours
        }
        if let frequency, !frequency.hits(moment.date) { return .frequency }
        if isExcluded { return .exclusionDate }
        if !channels.contains(ticket.channel) { return .channel }
        if !stores.contains(ticket.store) { return .store }
        return nil
    }
}

extension Set<ExclusionDate> {
    /// Whether a promotion is off in a ticket's store on its day.
    func exclude(_ promotion: Promotion, _ ticket: Ticket) -> Bool {
        !isEmpty
            && contains(
                ExclusionDate(store: ticket.store, promotionName: promotion.name, day: ticket.dateTime.date))
    }
}
