internal import Broker
internal import Messages
internal import Storage

/// How far a site's cache is.
struct SiteStatus {
    var site: StoreRecord
    var known: CacheSite
    var run: CacheRun?
    /// Messages that the broker has yet to take.
    var pending: Int
    /// Pages that the site was sent.
    var pages: Int
    /// The site's queue; nil where it does not exist or the broker is out of reach.
    var queue: QueueStatus?

    /// Whether the site lets its messages lie.
    var isAsleep: Bool { known.refusedSince != nil || queue.map { $0.consumers == 0 && $0.messages > 0 } ?? false }

    /// What is wrong; nil where nothing is.
    var problem: String? {
        if known.refusedSince != nil { return "its queue takes nothing: it is full, or of another length" }
        return isAsleep ? "it does not consume" : nil
    }

    /// The sites of all companies, a bounded number of them.
    static func all(_ store: Store, limit: Int = 100) throws(StorageError) -> [SiteStatus] {
        try store.stores.sites(limit: limit).map { (site) throws(StorageError) in
            SiteStatus(
                site: site, known: try store.cacheSites.find(site.store, of: site.company) ?? CacheSite(),
                run: try store.cacheRuns.list(site.store, of: site.company, limit: 1).first,
                pending: try store.cacheMessages.count(site.store, of: site.company),
                pages: try store.cacheProducts.count(site.store, of: site.company))
        }
    }

    /// Adds what the broker says of the sites' queues.
    static func ask(_ transport: any Transport, _ topology: PromoTopology, of sites: inout [SiteStatus]) {
        for index in sites.indices {
            let site = sites[index].site
            sites[index].queue = try? transport.status(
                ofQueue: topology.siteQueue(company: site.company, store: site.store))
        }
    }

    static let table = Table(
        "COMPANY", "SITE", "GENERATION#", "MODE", "MAP#", "BEGUN", "STATE", "PAGES#", "PENDING#", "QUEUE#",
        "CONSUMERS#",
        "PROBLEM")

    var row: [Table.Cell] {
        let state = run.map { run in
            run.endedAt == nil ? "\(run.state.rawValue) \(run.evaluated)/\(run.products)" : "ended"
        }
        let wish = known.wish.map { " (\($0.mode.rawValue) asked for)" } ?? ""
        return [
            .init(site.company), .init(site.store), .init("\(known.generation)"),
            .init(run?.mode.rawValue ?? "-"), .init(run.map { "\($0.mapVersion)" } ?? "-"),
            .init(run.map { Moment.text($0.startedAt) } ?? "-"), .init((state ?? "never") + wish),
            .init("\(pages)"), .init("\(pending)"), .init(queue.map { "\($0.messages)" } ?? "-"),
            .init(queue.map { "\($0.consumers)" } ?? "-"), .init(problem ?? "-", problem == nil ? nil : .red),
        ]
    }

    var json: JSONValue {
        .members(
            ("company", .string(site.company)), ("store", .string(site.store)),
            ("generation", .whole(known.generation)), ("mode", .text(run?.mode.rawValue)),
            ("mapVersion", run.map { .whole($0.mapVersion) } ?? .null),
            ("startedAt", .text(run.map { Moment.text($0.startedAt) })),
            ("endedAt", .text(run?.endedAt.map(Moment.text))),
            ("products", run.map { .whole($0.products) } ?? .null),
            ("evaluated", run.map { .whole($0.evaluated) } ?? .null),
            ("published", run.map { .whole($0.published) } ?? .null),
            ("removed", run.map { .whole($0.removed) } ?? .null),
            ("unchanged", run.map { .whole($0.unchanged) } ?? .null), ("asked", .text(known.wish?.mode.rawValue)),
            ("pages", .whole(pages)), ("pending", .whole(pending)),
            ("queue", queue.map { .whole($0.messages) } ?? .null),
            ("consumers", queue.map { .whole($0.consumers) } ?? .null), ("problem", .text(problem)))
    }
}
