internal import Catalogs
internal import EcommerceCache
internal import Messages
internal import Promotions
internal import Storage

/// The command `promoctl cache show`.
enum CacheShowCommand: Command {
    static let declaration = Declaration(
        "cache", "show", summary: "Shows a product's page as a run would make it now.",
        operands: .init(name: "STORE PRODUCT", count: 2...2), options: [.company])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let code = arguments.operands[1]
        let store = try context.installation().store()
        let site = try Site(arguments.operands[0], arguments, in: store)
        let now = context.time.now()
        let map = try site.map(in: store, now: now)
        let entry = try storage { () throws(StorageError) in
            try store.catalogs.find(code, in: CatalogEntries.items, of: site.record.company)
        }
        guard let entry, let product = Product(entry) else {
            throw .failed("product \(code) is not in the catalog of company \(site.record.company)")
        }
        let moment = site.clock.time(at: now)
        let (page, known) = try storage { () throws(StorageError) in
            let world = try PageWorld(site.record, map: map, at: moment, in: store)
            let page = try PageMaker(world, in: store).page(of: product)
            return (
                page.map { ($0, PublishedPage($0, in: world)) },
                try store.cacheProducts.hash(code, site.record.store, of: site.record.company)
            )
        }
        guard let (made, published) = page else { throw .failed("product \(code) has no price in the catalog") }
        context.terminal.print(String(decoding: published.body, as: UTF8.self) + "\n")
        let state: String
        switch known {
        case nil:
            state = made.offers.isEmpty ? "the site does not have it, nothing applies" : "the site does not have it yet"
        case published.hash: state = "the site has it so"
        default: state = "the site has another page of it"
        }
        context.terminal.say("at \(moment.text): \(state)")
        return .done
    }
}
