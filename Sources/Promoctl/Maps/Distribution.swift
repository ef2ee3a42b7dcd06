internal import Broker
internal import Engine
internal import Messages
internal import PromotionLanguage
internal import Promotions
internal import Storage

/// Distributes maps: what the database says is what holds, the hint to workers is only a hint.
struct Distribution {
    let store: Store
    let installation: Installation
    let time: Timepiece

    /// Keeps a new version and distributes it, in one transaction.
    ///
    /// - Parameters:
    ///   - document: the map, with the tickets of its examples in it.
    ///   - version: its number; nil is the next.
    ///   - stores: where it goes.
    /// - Returns: the version.
    /// - Throws: `Failure`; then nothing was kept.
    func distribute(_ document: MapDocument, version: Int?, to stores: [String]) throws(Failure) -> MapVersion {
        var document = document
        let now = time.now()
        let (map, hint) = try transaction { () throws(StorageError) in
            let company = document.map.company
            let number = try number(version, of: company)
            document.map.version = number
            let stored = StoredMap(
                company: company, version: number, name: document.map.name, distributedAt: now)
            try store.maps.insert(stored, document: MapWriter.write(document).text)
            let map = MapVersion(company: company, version: number)
            return (map, try place(map, in: stores, now: now))
        }
        publish([hint])
        return map
    }

    /// Distributes versions that are kept already, in one transaction.
    ///
    /// - Parameter targets: each version with its stores.
    /// - Throws: `Failure`; then nothing changed.
    func distributeAgain(_ targets: [(map: MapVersion, stores: [String])]) throws(Failure) {
        let now = time.now()
        let hints = try transaction { () throws(StorageError) in
            try targets.map { (target) throws(StorageError) in try place(target.map, in: target.stores, now: now) }
        }
        publish(hints)
    }

    /// Waits until versions are in force.
    ///
    /// - Parameters:
    ///   - targets: each version with its stores.
    ///   - terminal: where progress is shown.
    /// - Throws: `Failure` where they are not after all the time a distribution may take.
    func wait(
        for targets: [(map: MapVersion, stores: [String])], _ terminal: Terminal
    ) throws(Failure) {
        let start = time.now()
        let end = start + StoreMaps.patience + 5_000
        while true {
            let now = time.now()
            var missing: [String] = []
            for target in targets { missing += try storesWithout(target.map, target.stores, now: now) }
            if missing.isEmpty { return terminal.endProgress() }
            guard now < end else {
                throw .failed("not in force after \((end - start) / 1_000) s in \(missing.joined(separator: ", "))")
            }
            terminal.progress("waiting for workers to load it: \((now - start) / 1_000) s")
            time.sleep(100)
        }
    }

    /// Publishes the hint that is written already; where the broker does not take it, a worker will.
    private func publish(_ messages: [OutboxMessage]) {
        do throws(Failure) {
            let transport = try installation.connect()
            defer { transport.close() }
            try broker { () throws(BrokerError) in
                try transport.declare(Topology(exchanges: [Exchange(installation.topology.maps, .fanout)]))
            }
            let publisher = ConfirmedPublisher(transport: transport, time: time)
            for message in messages {
                guard try publisher.publish(Publication(message)) == .confirmed else { continue }
                try storage { () throws(StorageError) in
                    try store.database.transaction { () throws(StorageError) in try store.outbox.delete([message.id]) }
                }
            }
        } catch {
            // The row stays in the outbox, and workers look into the database anyway.
        }
    }

    private func transaction<Result>(_ work: () throws(StorageError) -> Result) throws(Failure) -> Result {
        try storage { () throws(StorageError) in try store.database.transaction(work) }
    }

    private func number(_ wanted: Int?, of company: String) throws(StorageError) -> Int {
        if let wanted { return wanted }
        return (try store.maps.newestVersion(of: company) ?? 0) + 1
    }

    /// Distributes a version that is kept, and writes down the hint that is returned.
    private func place(_ map: MapVersion, in stores: [String], now: Int64) throws(StorageError) -> OutboxMessage {
        guard try store.maps.keep(map) else {
            throw StorageError(
                .constraint, place: "map \(map.version) of company \(map.company)", text: "it is not kept any more")
        }
        try store.storeMaps.distribute(map, to: stores, now: now)
        let hint = MapHint(map: map, stores: stores).outboxMessage(to: installation.topology.maps, now: now)
        try store.outbox.add(hint)
        // With nobody to wait for, waiting would only keep the first sale without promotions.
        if try store.workers.live(kind: MapLoading.workerKind, now: now).isEmpty {
            try store.storeMaps.activate(map, now: now)
        }
        return hint
    }

    private func storesWithout(_ map: MapVersion, _ stores: [String], now: Int64) throws(Failure) -> [String] {
        try storage { () throws(StorageError) in
            var missing: [String] = []
            for name in stores
            where try store.storeMaps.inForce(company: map.company, store: name, now: now) != map.version {
                missing.append(name)
            }
            guard !missing.isEmpty,
                try store.workers.allLoaded(map, kind: MapLoading.workerKind, now: now)
            else { return missing }
            try store.database.transaction { () throws(StorageError) in try store.storeMaps.activate(map, now: now) }
            return missing
        }
    }
}
