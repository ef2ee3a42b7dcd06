internal import Promotions
internal import Storage

/// What others use of a map's limits in a site, each read once.
final class LimitBalances {
    private let world: PageWorld
    private let store: Store
    private var known: Set<Int> = []
    private var balances = Balances()
    /// By promotion: the positions of its limits that count without a customer.
    private let limits: [Int: [Int]]

    init(_ world: PageWorld, in store: Store) {
        self.world = world
        self.store = store
        let positions = world.map.limits.indices.filter { world.map.limits[$0].limit.scope != .customer }
        limits = Dictionary(grouping: positions) { world.map.limits[$0].promotion }
    }

    /// The balances that promotions may ask for, and all that were read before.
    func balances(of promotions: Set<Int>) throws(StorageError) -> Balances {
        if limits.isEmpty { return balances }
        let missing = promotions.subtracting(known).flatMap { limits[$0] ?? [] }.sorted()
        if !missing.isEmpty {
            let questions = missing.map { position in
                let limit = world.map.limits[position].limit
                let key = limit.scope == .store ? world.site.store : world.site.company
                return Storage.Limits.Question(key: LimitKey(limit: limit.id, scopeKey: key), period: limit.period)
            }
            let answers = try store.limits.used(
                questions, company: world.site.company, day: world.moment.date, byOthersThan: nil)
            for (position, answer) in zip(missing, answers) { balances.used[position] = answer }
        }
        known.formUnion(promotions)
        return balances
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension LimitBalances: Sendable {}
