internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// What is kept of a return: what came back, what it refunds, and what the sale keeps after it.
struct ReturnSummary: Hashable {
    /// What a return leaves of its sale.
    struct Standing: Hashable {
        /// Its place among the returns of the sale, from 1; what is after the last one counts.
        var place: Int
        /// What is granted for the goods that stay.
        var block: EvaluationSummary.Block
    }

    /// What came back, ascending by seq.
    var parts: [ReturnedPart] = []
    /// What the goods were found to bring when it was finished, for what the next return refunds; nil before that, and
    /// without the sale's map.
    var refunded: Standing?
    /// What was reversed to, for what the next return reverses; nil before it was processed.
    var reversed: Standing?

    /// The refund as answers show it; nil where nothing was worked out.
    var refund: Refund? { refunded == nil ? nil : Refund(lines: parts.map(\.line)) }
}

extension ReturnSummary {
    /// The stored text.
    var text: String {
        var members: [JSONValue.Member] = [.init("parts", .array(parts.map(\.json)))]
        if let refunded { members.append(.init("refunded", refunded.json)) }
        if let reversed { members.append(.init("reversed", reversed.json)) }
        return JSONValue.object(members).text
    }

    /// Reads what was stored; nil where it is something else.
    init?(text: String) {
        if text.isEmpty {
            self.init()
            return
        }
        guard let json = try? JSONReader.read(Array(text.utf8)),
            let parts = JSONValue.all(json.list("parts"), ReturnedPart.init(json:))
        else { return nil }
        self.init(parts: parts)
        for (name, path) in [("refunded", \ReturnSummary.refunded), ("reversed", \.reversed)] {
            guard let stored = json[name] else { continue }
            guard let standing = Standing(json: stored) else { return nil }
            self[keyPath: path] = standing
        }
    }
}

extension ReturnSummary.Standing {
    fileprivate var json: JSONValue {
        .object([.init("place", .number(String(place))), .init("block", block.json)])
    }

    fileprivate init?(json: JSONValue) {
        guard let place = json.whole("place"), let block = json["block"].flatMap(EvaluationSummary.Block.init(json:))
        else { return nil }
        self.init(place: place, block: block)
    }
}
