internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// All that is kept of a transaction, save who bought: lines, returns, coupons, movements of cards.
struct TransactionReport: Hashable, Sendable {
    /// A return, and the work on it.
    struct Return: Hashable, Sendable {
        var record: TransactionRecord
        var job: ReturnJob?
    }

    /// How many returns are shown; a sale of 999 lines cannot have many more.
    private static let mostReturns = 1_000

    let line: TransactionLine
    let elements: TicketElements
    let returns: [Return]
    let issued: [CouponRecord]
    let used: [String]
    let movements: [CardMovement]

    /// What is kept of a transaction; nil where there is none.
    ///
    /// - Parameters:
    ///   - text: its string, or its id.
    ///   - company: whose it is.
    ///   - store: where it is kept.
    /// - Throws: `StorageError`.
    init?(_ text: String, of company: String, in store: Store) throws(StorageError) {
        let id = TransactionKey(company: company, text: text)?.id ?? text
        var found = try store.transactions.find(id)
        if found == nil, id != text { found = try store.transactions.find(text) }
        guard let record = found, record.key.session.company == company else { return nil }
        let returns = try store.transactions.returns(of: record.key.id, limit: TransactionReport.mostReturns)
        line = TransactionLine(record: record, returns: returns.count)
        let json = try? JSONReader.read(Array(record.ticket.utf8))
        elements = json.flatMap { try? TicketElements(json: $0) } ?? TicketElements()
        self.returns = try returns.map { (record) throws(StorageError) in
            Return(record: record, job: try store.returnJobs.find(record.key.id))
        }
        issued = try store.coupons.issued(by: record.key.id)
        used = try store.coupons.used(by: record.key.id, of: company)
        movements = try store.cards.movements(ofSale: record.key.id)
    }

    /// The report for programs.
    var json: JSONValue {
        let items = elements.items.map { item in
            JSONValue.members(
                ("seq", .whole(item.seq)), ("code", .text(item.attributes["code"])), ("qty", .whole(item.pieces)),
                ("magnitude", .string(item.magnitude.shortText)), ("price", .string(item.price.plainText)))
        }
        return .object(
            line.members + [
                .init("lines", .array(items)), .init("linesReturned", .array(elements.returnLines.map(\.json))),
                .init(
                    "returnsOfIt",
                    .array(
                        returns.map { each in
                            .members(
                                ("transaction", .string(each.record.key.text)),
                                ("state", .string(each.record.state.rawValue)),
                                ("job", .text(each.job?.state.rawValue)))
                        })),
                .init("couponsIssued", .array(issued.map { .object($0.members) })),
                .init("couponsUsed", .array(used.map { .string($0) })),
                .init("movements", .array(movements.map(\.json))),
            ])
    }

    /// The report for people.
    func text(on terminal: Terminal) -> String {
        var parts: [String] = []
        func add(_ table: Table) { if !table.rows.isEmpty { parts.append(table.text(on: terminal)) } }
        add(
            Table(
                "TRANSACTION", "KIND", "STATE", "MAP#", "DISCOUNT#", "RETURNS#", "RETURN OF", rows: [line.row]))
        add(
            Table(
                "LINE#", "CODE", "QTY#", "MAGNITUDE#", "PRICE#",
                rows: elements.items.map { item in
                    [
                        "\(item.seq)", .init(item.attributes["code"] ?? "-"), "\(item.pieces)",
                        .init(item.magnitude.shortText), .init(item.price.plainText),
                    ]
                }))
        add(
            Table(
                "LINE RETURNED#", "QTY#", "MAGNITUDE#",
                rows: elements.returnLines.map { line in
                    [
                        "\(line.seq)", .init(line.qty.map(String.init) ?? "-"),
                        .init(line.magnitude?.shortText ?? "-"),
                    ]
                }))
        add(
            Table(
                "RETURN", "STATE", "JOB",
                rows: returns.map { each in
                    [
                        .init(each.record.key.id), .init(each.record.state.rawValue),
                        .init(each.job?.state.rawValue ?? "-"),
                    ]
                }))
        add(
            Table(
                "COUPON ISSUED", "TYPE", "STATE",
                rows: issued.map { record in
                    [.init(record.coupon.barCode), .init(record.coupon.type), .init(record.coupon.state.rawValue)]
                }))
        add(Table("COUPON USED", rows: used.map { [.init($0)] }))
        add(
            Table(
                "CARD", "KIND", "POINTS#", "BALANCE#",
                rows: movements.map { movement in
                    [
                        .init(movement.card), .init(movement.kind.rawValue), .init(movement.points.plainText),
                        .init(movement.balance.plainText),
                    ]
                }))
        return parts.joined(separator: "\n")
    }
}

extension ReturnLine {
    fileprivate var json: JSONValue {
        .members(
            ("seq", .whole(seq)), ("qty", qty.map { .whole($0) } ?? .null),
            ("magnitude", .text(magnitude?.shortText)))
    }
}

extension Quantity {
    /// The quantity without zeros that say nothing.
    fileprivate var shortText: String { DecimalText.printShort(units, scale: Quantity.decimals) }
}
