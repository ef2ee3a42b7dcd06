internal import Messages
internal import Promotions
internal import Storage

/// What is kept of a transaction's last evaluation: enough to finish without evaluating again.
struct EvaluationSummary: Hashable {
    /// What an alternative takes of a limit.
    struct Use: Hashable {
        var limit: String
        var scopeKey: String
        /// Length of the limit's window in days; nil for the promotion's whole life.
        var days: Int?
        /// The limit's maximum when it was evaluated, in ten-thousandths.
        var max: Int128
        /// In ten-thousandths.
        var amount: Int128
    }

    struct Block: Hashable {
        /// Ids of the promotions taken on levels that offer a choice.
        var choice: [String]
        /// What its monetary benefits take off.
        var total: Money
        var uses: [Use]
    }

    /// The alternatives that were answered; one where there was no choice.
    var blocks: [Block] = []
    /// The choices of the last answer that had several alternatives.
    var offered: [[String]] = []
    /// The ticket's day when it was evaluated.
    var day = LocalDate(days: 0)

    /// The block that is booked: the one chosen, else the first.
    func booked(_ choice: [String]) -> Block? { blocks.first { $0.choice == choice } ?? blocks.first }

    /// What has to be held: of each counter the most that any block takes.
    func holds(of blocks: [Block]) -> [Hold] {
        var most: [LimitKey: Hold] = [:]
        for use in blocks.flatMap(\.uses) {
            let key = LimitKey(limit: use.limit, scopeKey: use.scopeKey)
            let hold = Hold(
                key: key, period: use.days.map { .days($0) } ?? .undefined, day: day, amount: use.amount, max: use.max)
            if let known = most[key], known.amount >= hold.amount { continue }
            most[key] = hold
        }
        return most.keys.sorted().compactMap { most[$0] }
    }
}

extension EvaluationSummary {
    init(_ evaluation: Evaluation, map: CompiledMap, ticket: Ticket) {
        day = ticket.dateTime.date
        blocks = evaluation.alternatives.map { alternative in
            let uses = alternative.uses.compactMap { use in
                Use(map.limits[use.limit].limit, amount: use.amount, ticket: ticket)
            }
            return Block(
                choice: alternative.choice.map { map.promotions[$0].id }, total: alternative.total, uses: uses)
        }
    }

    /// The compact text that is stored.
    var text: String {
        func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        let blocks = blocks.map { block in
            JSONValue.object([
                .init("choice", list(block.choice)),
                .init("total", .string(String(block.total.units))),
                .init("uses", .array(block.uses.map(\.json))),
            ])
        }
        return JSONValue.object([
            .init("day", .number(String(day.days))), .init("blocks", .array(blocks)),
            .init("offered", .array(offered.map(list))),
        ]).text
    }

    /// Reads what was stored; nil where it is not such a text.
    init?(text: String) {
        if text.isEmpty {
            self.init()
            return
        }
        guard let value = try? JSONReader.read(Array(text.utf8)), case .array(let blocks)? = value["blocks"],
            case .array(let offered)? = value["offered"], case .number(let day)? = value["day"], let days = Int(day)
        else { return nil }
        self.init()
        self.day = LocalDate(days: days)
        self.offered = offered.map(EvaluationSummary.texts)
        for block in blocks {
            guard let choice = block["choice"], case .string(let total)? = block["total"],
                let units = Int128(total),
                case .array(let uses)? = block["uses"]
            else { return nil }
            self.blocks.append(
                Block(
                    choice: EvaluationSummary.texts(choice), total: Money(units: units),
                    uses: uses.compactMap(Use.init(json:))))
        }
    }

    fileprivate static func texts(_ value: JSONValue) -> [String] {
        guard case .array(let values) = value else { return [] }
        return values.compactMap { value in
            if case .string(let text) = value { text } else { nil }
        }
    }
}

extension EvaluationSummary.Use {
    /// What a ticket takes of a limit; nil for a customer limit without a customer.
    init?(_ limit: Limit, amount: Int128, ticket: Ticket) {
        guard let key = limit.scopeKey(for: ticket) else { return nil }
        var days: Int?
        if case .days(let count) = limit.period { days = count }
        self.init(limit: limit.id, scopeKey: key, days: days, max: limit.value, amount: amount)
    }

    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("limit", .string(limit)), .init("key", .string(scopeKey)), .init("max", .string(String(max))),
            .init("amount", .string(String(amount))),
        ]
        if let days { members.append(.init("days", .number(String(days)))) }
        return .object(members)
    }

    fileprivate init?(json: JSONValue) {
        guard case .string(let limit)? = json["limit"], case .string(let key)? = json["key"],
            case .string(let max)? = json["max"], case .string(let amount)? = json["amount"],
            let max = Int128(max), let amount = Int128(amount)
        else { return nil }
        var days: Int?
        if case .number(let text)? = json["days"] { days = Int(text) }
        self.init(limit: limit, scopeKey: key, days: days, max: max, amount: amount)
    }
}

extension Limit {
    /// Whose counter a ticket uses: the company's, the store's or the customer's; nil without a customer.
    func scopeKey(for ticket: Ticket) -> String? {
        switch scope {
        case .retailer: ticket.company
        case .store: ticket.store
        case .customer: ticket.customerKey
        }
    }
}
