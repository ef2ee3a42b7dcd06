import Messages
import Storage
import Testing

@testable import EcommerceCache

/// A broker and a site in a few lines: takes messages, and keeps the site's table as a site is told to.
struct SiteReplica {
    /// Hashes by product, with the generation that brought each.
    private(set) var table: [String: (hash: String, generation: Int)] = [:]
    /// The generations whose end came, with what was missing of each.
    private(set) var ended: [Int: Int] = [:]
    private(set) var received = 0
    private var sequences: [Int: Set<Int>] = [:]
    /// What each number of a generation brought: it must never bring anything else.
    private var bodies: [String: [UInt8]] = [:]

    var hashes: [String: String] { table.mapValues(\.hash) }

    mutating func take(_ message: CacheMessage) throws {
        received += 1
        let body = try JSONReader.read(message.body)
        func text(_ name: String) -> String { if case .string(let text)? = body[name] { text } else { "" } }
        func number(_ name: String) -> Int { if case .number(let text)? = body[name] { Int(text) ?? -1 } else { -1 } }
        let generation = number("generation")
        let known = bodies.updateValue(message.body, forKey: "\(generation)/\(message.number)")
        #expect(known == nil || known == message.body, "number \(message.number) brings something else")
        #expect(text("type") == message.type)
        switch message.type {
        case CacheBodies.begin: #expect(message.number == 0)
        case CacheBodies.product:
            #expect(number("sequence") == message.number)
            sequences[generation, default: []].insert(message.number)
            if table[text("productCode")].map({ $0.generation <= generation }) ?? true {
                table[text("productCode")] = (text("hash"), generation)
            }
        case CacheBodies.remove:
            sequences[generation, default: []].insert(message.number)
            if let known = table[text("productCode")], known.generation <= generation {
                table[text("productCode")] = nil
            }
        case CacheBodies.end:
            let expected = number("published") + number("removed")
            ended[generation] = expected - (sequences[generation]?.count ?? 0)
            #expect(sequences[generation, default: []] == Set(1..<(expected + 1)) || expected == 0)
        default: Issue.record("a message of type \(message.type)")
        }
    }
}

extension World {
    /// Works until nothing is left to do; each turn some messages go out, and some of them are confirmed.
    func run(_ work: CacheWork, into site: inout SiteReplica, batch: Int = 40) throws -> [CacheRun] {
        var ended: [CacheRun] = []
        var quiet = 0
        while quiet < 3 {
            now += 400
            let step = try work.advance(now: now)
            if case .ended(let run) = step { ended.append(run) }
            quiet = step == .idle ? quiet + 1 : 0
            try send(work, into: &site, batch: batch)
        }
        return ended
    }

    func send(_ work: CacheWork, into site: inout SiteReplica, batch: Int = 40) throws {
        guard let (run, _, messages) = work.messages(max: batch) else { return }
        for message in messages {
            try site.take(message)
            work.confirm(message.number, of: run.generation, run.store, run.company)
        }
    }

    func want(_ mode: StoreRecord.CacheMode) throws {
        try store.cacheSites.want(CacheSite.Wish(mode: mode, reason: .manual), "9", of: "2")
    }

    /// What the site should have: every promoted product's page at a run's moment.
    func expected(_ run: CacheRun) throws -> [String: String] {
        let world = try world(at: run.moment)
        let maker = PageMaker(world, in: store)
        var table: [String: String] = [:]
        for entry in try store.catalogs.list(CatalogEntries.items, of: "2", limit: 1_000) {
            let page = try maker.page(of: product(entry.code))
            if let page, !page.offers.isEmpty { table[entry.code] = PublishedPage(page, in: world).hash }
        }
        return table
    }
}
