internal import Broker
internal import Messages
internal import Storage

/// The command `promoctl cache status`.
enum CacheStatusCommand: Command {
    static let declaration = Declaration(
        "cache", "status", summary: "Shows how far the sites' caches are, and which site does not consume.",
        options: [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let installation = try context.installation()
        let store = try installation.store()
        var sites = try storage { () throws(StorageError) in try SiteStatus.all(store) }
        do throws(Failure) {
            let transport = try installation.connect()
            defer { transport.close() }
            SiteStatus.ask(transport, installation.topology, of: &sites)
        } catch {
            context.terminal.say("the queues are not shown: \(error)")
        }
        if arguments.has("--json") {
            context.terminal.print(JSONValue.array(sites.map(\.json)))
        } else if sites.isEmpty {
            context.terminal.print("no store is a site; catalogStore says which are, by kind ecommerce\n")
        } else {
            var table = SiteStatus.table
            table.rows = sites.map(\.row)
            context.terminal.print(table.text(on: context.terminal))
        }
        return sites.contains { $0.problem != nil } ? .failed : .done
    }
}
