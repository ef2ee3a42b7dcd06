internal import Loyalty
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
        /// What it means for coupons and cards.
        var outcome = LoyaltyOutcome()
        /// What it draws from each account, whatever it earns there; nil where an earlier version booked it.
        var draws: [LoyaltyOutcome.Account: Money]? = [:]

        /// What it draws from an account; nil where that is not known.
        func drawn(from account: LoyaltyOutcome.Account) -> Money? {
            guard let draws else { return outcome.movements[account] == nil ? .zero : nil }
            return draws[account] ?? .zero
        }
    }

    /// The alternatives that were answered; one where there was no choice.
    var blocks: [Block] = []
    /// The choices of the last answer that had several alternatives.
    var offered: [[String]] = []
    /// What the evaluation found.
    var findings = SaleFindings()

    /// The ticket's day when it was evaluated.
    var day: LocalDate { findings.moment.date }

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
    init(_ evaluation: Evaluation, map: CompiledMap, ticket: Ticket, findings: SaleFindings) {
        self.findings = findings
        blocks = evaluation.alternatives.map { alternative in
            let uses = alternative.uses.compactMap { use in
                Use(map.limits[use.limit].limit, amount: use.amount, ticket: ticket)
            }
            return Block(
                choice: alternative.choice.map { map.promotions[$0].id }, total: alternative.total, uses: uses,
                outcome: LoyaltyOutcome(alternative, under: map, of: ticket, findings),
                draws: LoyaltyOutcome.draws(alternative))
        }
    }

    /// The compact text that is stored.
    var text: String {
        let members: [JSONValue.Member] = [
            .init("blocks", .array(blocks.map(\.json))), .init("offered", .array(offered.map { JSONValue($0) })),
        ]
        return JSONValue.object(findings.members + members).text
    }

    /// Reads what was stored; nil where it is not such a text.
    init?(text: String) {
        if text.isEmpty {
            self.init()
            return
        }
        guard let value = try? JSONReader.read(Array(text.utf8)), let findings = SaleFindings(json: value),
            let blocks = JSONValue.all(value.list("blocks"), Block.init(json:))
        else { return nil }
        self.init(blocks: blocks, offered: value.list("offered").map(\.texts), findings: findings)
    }
}

extension EvaluationSummary.Block {
    /// Of a sale without a map, or of which nothing stays.
    static var nothing: Self { Self(choice: [], total: .zero, uses: []) }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("choice", JSONValue(choice)), .init("total", JSONValue(total)),
            .init("uses", .array(uses.map(\.json))),
        ]
        if outcome != LoyaltyOutcome() { members.append(.init("loyalty", outcome.json)) }
        if let draws, !(draws.isEmpty && outcome.movements.isEmpty) {
            members.append(.init("draws", .array(LoyaltyOutcome.json(draws))))
        }
        return .object(members)
    }

    init?(json: JSONValue) {
        guard let total = json.money("total"),
            let uses = JSONValue.all(json.list("uses"), EvaluationSummary.Use.init(json:))
        else { return nil }
        self.init(choice: json["choice"]?.texts ?? [], total: total, uses: uses)
        if let loyalty = json["loyalty"] {
            guard let outcome = LoyaltyOutcome(json: loyalty) else { return nil }
            self.outcome = outcome
        }
        // Where no account moved, none was drawn from, whatever version wrote it.
        guard json["draws"] != nil else {
            draws = outcome.movements.isEmpty ? [:] : nil
            return
        }
        guard let draws = LoyaltyOutcome.points(json.list("draws")) else { return nil }
        self.draws = draws
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
        guard let limit = json.text("limit"), let key = json.text("key"), let max = json.units("max"),
            let amount = json.units("amount")
        else { return nil }
        self.init(limit: limit, scopeKey: key, days: json.whole("days"), max: max, amount: amount)
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
