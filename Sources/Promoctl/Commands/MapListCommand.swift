internal import Messages
internal import Storage

/// The command `promoctl map list`.
enum MapListCommand: Command {
    static let declaration = Declaration(
        "map", "list", summary: "Lists the maps of a company, newest first, and where each is in force.",
        options: [.company, .init("--count", "N", "how many at most (20)"), .json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let count = try arguments.number("--count", in: 1...1_000) ?? 20
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let maps = try storage { () throws(StorageError) in try store.maps.list(of: company, limit: count) }
        let states = try stores(of: company, store, now: context.time.now())
        func names(_ version: Int, _ isWaiting: Bool) -> [String] {
            states.filter { (isWaiting ? $0.waiting : $0.inForce) == version }.map(\.store)
        }
        if arguments.has("--json") {
            context.terminal.print(
                JSONValue.array(
                    maps.map { map in
                        .members(
                            ("company", .string(map.company)), ("version", .whole(map.version)),
                            ("name", .string(map.name)), ("distributedAt", .string(Moment.text(map.distributedAt))),
                            ("inForce", .array(names(map.version, false).map { .string($0) })),
                            ("waiting", .array(names(map.version, true).map { .string($0) })))
                    }))
            return .done
        }
        var table = Table("VERSION#", "NAME", "DISTRIBUTED", "IN FORCE IN", "WAITING IN")
        for map in maps {
            table.rows.append([
                "\(map.version)", .init(map.name), .init(Moment.text(map.distributedAt)),
                .init(shown(names(map.version, false))), .init(shown(names(map.version, true))),
            ])
        }
        context.terminal.print(table.text(on: context.terminal))
        return .done
    }

    /// The first stores of a list, and how many more there are.
    private static func shown(_ stores: [String]) -> String {
        guard stores.count > 10 else { return stores.isEmpty ? "-" : stores.joined(separator: ", ") }
        return stores.prefix(10).joined(separator: ", ") + " and \(stores.count - 10) more"
    }

    private static func stores(
        of company: String, _ store: Store, now: Int64
    ) throws(Failure) -> [StoreMapState] {
        var all: [StoreMapState] = []
        while true {
            let page = try storage { () throws(StorageError) in
                try store.storeMaps.list(of: company, after: all.last?.store ?? "", limit: 1_000, now: now)
            }
            all += page
            // More stores than any chain has: what is beyond is not worth an endless loop.
            if page.count < 1_000 || all.count >= 20_000 { return all }
        }
    }
}
