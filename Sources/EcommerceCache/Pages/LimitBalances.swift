internal import Promotions
internal import Storage

/// What others use of a map's limits in a site, each read once.
final class LimitBalances {
    private let world: PageWorld
    private let store: Store
    private var used: [Int: Int128] = [:]
    /// By promotion: the positions of its limits that count without a customer.
    private let limits: [Int: [Int]]

    init(_ world: PageWorld, in store: Store) {
        self.world = world
        self.store = store
        let positions = world.map.limits.indices.filter { world.map.limits[$0].limit.scope != .customer }
        limits = Dictionary(grouping: positions) { world.map.limits[$0].promotion }
    }

    /// The balances that promotions may ask for.
    func balances(of promotions: [Int]) throws(StorageError) -> Balances {
        if limits.isEmpty { return Balances() }
        let wanted = promotions.flatMap { limits[$0] ?? [] }
        if wanted.isEmpty { return Balances() }
        let missing = wanted.filter { used[$0] == nil }
        if !missing.isEmpty {
            let questions = missing.map { position in
                let limit = world.map.limits[position].limit
                let key = limit.scope == .store ? world.site.store : world.site.company
                return Storage.Limits.Question(key: LimitKey(limit: limit.id, scopeKey: key), period: limit.period)
            }
            let answers = try store.limits.used(
                questions, company: world.site.company, day: world.moment.date, byOthersThan: "")
            for (position, answer) in zip(missing, answers) { used[position] = answer }
        }
        return Balances(used: Dictionary(uniqueKeysWithValues: Set(wanted).map { ($0, used[$0] ?? 0) }))
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension LimitBalances: Sendable {}
