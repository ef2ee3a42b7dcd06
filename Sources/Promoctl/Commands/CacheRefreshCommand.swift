internal import Storage

/// The command `promoctl cache refresh`.
enum CacheRefreshCommand: Command {
    static let declaration = Declaration(
        "cache", "refresh", summary: "Has a site sent the promotions of its products.", operands: .one("STORE"),
        options: [
            .init("--full", nil, "every promoted product, not only those whose page changed"),
            .init("--wait", nil, "wait until the broker has all of it"), .company,
        ],
        discussion: "A cache-generator makes the run; a request beside one that waits is the same one.")

    /// How long nothing may happen before waiting is given up, in milliseconds.
    static let patience: Int64 = 120_000

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let store = try context.installation().store()
        let site = try Site(arguments.operands[0], arguments, in: store).record
        let wish = CacheSite.Wish(mode: arguments.has("--full") ? .full : .changes, reason: .manual)
        let before = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.cacheSites.want(wish, site.store, of: site.company)
                return try store.cacheSites.find(site.store, of: site.company)?.generation ?? 0
            }
        }
        guard arguments.has("--wait") else {
            context.terminal.print("store \(site.store) of company \(site.company) will be sent its products\n")
            return .done
        }
        let run = try wait(for: site, after: before, store, context)
        context.terminal.endProgress()
        context.terminal.print(
            """
            generation \(run.generation) of store \(run.store): \(run.published) published, \(run.removed) removed, \
            \(run.unchanged) unchanged, of \(run.products) products

            """)
        return .done
    }

    private static func wait(
        for site: StoreRecord, after generation: Int, _ store: Store, _ context: Context
    ) throws(Failure) -> CacheRun {
        var (shown, since) = ("", context.time.now())
        while true {
            let (newest, wish) = try storage { () throws(StorageError) in
                (
                    try store.cacheRuns.list(site.store, of: site.company, limit: 1).first,
                    try store.cacheSites.find(site.store, of: site.company)?.wish
                )
            }
            var line = "waiting for a cache-generator"
            if let newest, newest.generation > generation {
                if newest.endedAt != nil, wish == nil { return newest }
                line = progress(newest)
            }
            let now = context.time.now()
            if line != shown { (shown, since) = (line, now) }
            guard now - since < patience else {
                throw .failed("nothing happened for \(patience / 1_000) s: \(line); promoctl cache status says more")
            }
            context.terminal.progress(line)
            context.time.sleep(200)
        }
    }

    private static func progress(_ run: CacheRun) -> String {
        let part = run.products == 0 ? 100 : min(100, run.evaluated * 100 / run.products)
        let bar = String(repeating: "#", count: part / 5) + String(repeating: ".", count: 20 - part / 5)
        return "[\(bar)] \(part) %: \(run.evaluated) of \(run.products) products, \(run.published) to be sent"
    }
}
