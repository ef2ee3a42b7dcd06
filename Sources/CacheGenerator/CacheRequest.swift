import Messages
import Storage

/// A message that asks for a site's run.
struct CacheRequest: Hashable {
    /// The company.
    var company: String
    /// The site.
    var store: String
    /// What is asked for.
    var wish: CacheSite.Wish

    /// What is wrong with a message.
    struct Problem: Error, Hashable {
        /// Which member, what was found, and what is allowed.
        var text: String
    }

    /// Reads a message's body.
    init(_ body: [UInt8]) throws(Problem) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONReader.read(body, maxDepth: 8) } catch {
            throw Problem(text: error.description)
        }
        func text(_ name: String) -> String? {
            if case .string(let text)? = value[name], !text.isEmpty { text } else { nil }
        }
        guard let company = text("company") else {
            throw Problem(text: "company: found \(value["company"]?.kindName ?? "nothing"), expected a company's code")
        }
        guard let store = text("store") else {
            throw Problem(text: "store: found \(value["store"]?.kindName ?? "nothing"), expected a store's code")
        }
        guard let mode = StoreRecord.CacheMode(rawValue: text("mode") ?? "changes") else {
            throw Problem(text: "mode: found \"\(text("mode") ?? "")\", expected full or changes")
        }
        guard let reason = CacheRun.Reason(rawValue: text("reason") ?? "manual") else {
            throw Problem(text: "reason: found \"\(text("reason") ?? "")\", expected nightly, distributed or manual")
        }
        (self.company, self.store, wish) = (company, store, CacheSite.Wish(mode: mode, reason: reason))
    }
}
