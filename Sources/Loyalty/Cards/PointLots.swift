public import Promotions

/// The points of a card by the day on which they expire.
public struct PointLots: Hashable, Sendable {
    /// Points that expire together.
    public struct Lot: Hashable, Sendable {
        /// Its number within the card, in order of arrival.
        public var id: Int
        /// What is left of it.
        public var points: Money
        /// Last day on which they can be spent; nil without end.
        public var expires: LocalDate?

        /// A lot from its parts.
        public init(id: Int, points: Money, expires: LocalDate? = nil) {
            self.id = id
            self.points = points
            self.expires = expires
        }

        func isUsable(on day: LocalDate) -> Bool { expires.map { day <= $0 } ?? true }
    }

    /// A part of a lot.
    public struct Draw: Hashable, Sendable {
        /// The lot.
        public var lot: Int
        /// How much of it.
        public var points: Money

        /// A draw from its parts.
        public init(lot: Int, points: Money) {
            self.lot = lot
            self.points = points
        }
    }

    /// The lots, in any order.
    public var lots: [Lot]

    /// Lots of a card.
    public init(_ lots: [Lot] = []) { self.lots = lots }

    /// What all lots hold together.
    public var total: Money { lots.reduce(.zero) { $0 + $1.points } }

    /// What can be spent on a day: lots whose last day has passed wait for the night that ends them.
    public func usable(on day: LocalDate) -> Money {
        lots.reduce(.zero) { $1.isUsable(on: day) ? $0 + $1.points : $0 }
    }

    /// Spends points, those first that expire first; of one day the oldest lot first.
    ///
    /// - Parameters:
    ///   - points: how many, zero or more.
    ///   - day: only of lots that can be spent on it; nil of all, as where points are taken back.
    ///   - preferred: lots that are spent before all others, as they came with what is taken back.
    /// - Returns: what was taken from which lot; nil, with nothing taken, where the lots hold less.
    public mutating func spend(
        _ points: Money, on day: LocalDate? = nil, first preferred: Set<Int> = []
    ) -> [Draw]? {
        guard points >= .zero, points <= day.map(usable) ?? total else { return nil }
        var rest = points
        var draws: [Draw] = []
        let order = lots.indices.sorted { left, right in
            let (first, second) = (preferred.contains(lots[left].id), preferred.contains(lots[right].id))
            return first == second ? precedes(lots[left], lots[right]) : first
        }
        for index in order where rest > .zero && day.map(lots[index].isUsable) ?? true {
            let part = min(rest, lots[index].points)
            guard part > .zero else { continue }
            lots[index].points = lots[index].points - part
            draws.append(Draw(lot: lots[index].id, points: part))
            rest = rest - part
        }
        return draws
    }

    /// Puts back what was taken; a lot that has expired meanwhile takes it too, and the next expiry ends it.
    ///
    /// - Parameter draws: what was taken from which lot.
    public mutating func putBack(_ draws: [Draw]) {
        for draw in draws {
            guard let index = lots.firstIndex(where: { $0.id == draw.lot }) else { continue }
            lots[index].points = lots[index].points + draw.points
        }
    }

    /// Empties the lots whose last day lies before a day.
    ///
    /// - Parameter day: the day that begins.
    /// - Returns: what expired from which lot.
    public mutating func expire(before day: LocalDate) -> [Draw] {
        var draws: [Draw] = []
        for index in lots.indices {
            guard let last = lots[index].expires, last < day, lots[index].points > .zero else { continue }
            draws.append(Draw(lot: lots[index].id, points: lots[index].points))
            lots[index].points = .zero
        }
        return draws
    }

    private func precedes(_ left: Lot, _ right: Lot) -> Bool {
        switch (left.expires, right.expires) {
        case (let a?, let b?) where a != b: a < b
        case (_?, nil): true
        case (nil, _?): false
        default: left.id < right.id
        }
    }
}
