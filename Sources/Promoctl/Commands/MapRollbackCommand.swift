internal import Storage

/// The command `promoctl map rollback`.
enum MapRollbackCommand: Command {
    static let declaration = Declaration(
        "map", "rollback", summary: "Brings an earlier map into force again.",
        options: [
            .stores, .init("--to", "VERSION", "the map; default is what each store had before the last one"), .company,
            .init("--no-wait", nil, "do not wait until workers have loaded it"),
        ])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let stores = try arguments.required("--stores", arguments.list("--stores"))
        let version = try arguments.number("--to", in: 1...Int(Int32.max))
        let installation = try context.installation()
        let store = try installation.store()
        let company = try Company.named(arguments, in: store)
        let targets = try targets(stores, version, company, store)
        let distribution = Distribution(store: store, installation: installation, time: context.time)
        try distribution.distributeAgain(targets)
        if !arguments.has("--no-wait") { try distribution.wait(for: targets, context.terminal) }
        let state = arguments.has("--no-wait") ? "distributed again to" : "in force again in"
        for target in targets {
            context.terminal.print(
                "map \(target.map.version) of company \(company) is \(state) \(target.stores.joined(separator: ", "))\n"
            )
        }
        return .done
    }

    /// Which map each store gets, stores of the same map together.
    private static func targets(
        _ stores: [String], _ version: Int?, _ company: String, _ store: Store
    ) throws(Failure) -> [(map: MapVersion, stores: [String])] {
        var problems: [String] = []
        var byVersion: [Int: [String]] = [:]
        for name in stores {
            let wanted =
                if let version { version } else {
                    try storage { () throws(StorageError) in
                        try store.storeMaps.previous(company: company, store: name)
                    }
                }
            guard let wanted else {
                problems.append("store \(name) of company \(company) had no other map before")
                continue
            }
            byVersion[wanted, default: []].append(name)
        }
        for version in byVersion.keys.sorted() {
            let map = MapVersion(company: company, version: version)
            let isKept = try storage { () throws(StorageError) in try store.maps.document(of: map) != nil }
            if !isKept { problems.append("map \(version) of company \(company) is not kept") }
        }
        guard problems.isEmpty else { throw .failed(problems) }
        return byVersion.sorted { $0.key < $1.key }.map { entry in
            (map: MapVersion(company: company, version: entry.key), stores: entry.value)
        }
    }
}
