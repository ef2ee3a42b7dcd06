internal import Promotions

extension TransactionKey {
    init(row: Row) throws(StorageError) {
        let text = try row.text("opened")
        guard let opened = LocalDateTime(compact: text.utf8) else { throw notATime("opened", text) }
        self.init(
            session: SessionKey(
                company: try row.text("company"), store: try row.text("store"), terminal: try row.text("terminal")),
            opened: opened)
    }
}

extension TransactionRecord {
    init(row: Row) throws(StorageError) {
        let last = try row.text("last_date_time")
        guard let lastDateTime = LocalDateTime(compact: last.utf8) else { throw notATime("last_date_time", last) }
        self.init(
            key: try TransactionKey(row: row),
            state: try row.word("state", as: State.self),
            isReturn: try row.flag("is_return"),
            original: try row.optionalText("original"),
            mapVersion: try row.optionalInteger("map_version").map { Int($0) },
            choice: try row.text("choice"),
            ticket: try row.text("ticket"),
            summary: try row.text("summary"),
            total: Money(units: Int128(try row.integer("total"))),
            isEvaluated: try row.flag("is_evaluated"),
            lastDateTime: lastDateTime,
            lastMessageAt: try row.integer("last_message_at"),
            closedAt: try row.optionalInteger("closed_at"))
    }

    /// The columns that change during its life, behind its id.
    func changingValues() throws(StorageError) -> [DatabaseValue] {
        guard state.isClosed == (closedAt != nil) else {
            throw StorageError(
                .constraint, place: "transaction \(key.id)",
                text: "a \(state.rawValue) transaction \(closedAt == nil ? "has no" : "has a") time of closing")
        }
        return [
            .text(key.id), .text(state.rawValue), .flag(isReturn), .optional(original),
            .optional(mapVersion.map { Int64($0) }), .text(choice), .text(ticket), .text(summary),
            .integer(try column(total.units, "total of \(key.id)")), .flag(isEvaluated),
            .text(lastDateTime.compactText), .integer(lastMessageAt), .optional(closedAt),
        ]
    }
}

/// An amount as a column holds it.
func column(_ units: Int128, _ place: String) throws(StorageError) -> Int64 {
    guard let value = Int64(exactly: units) else {
        throw StorageError(
            .outOfRange, place: place,
            text: "\(units) ten-thousandths do not fit; allowed are \(Int64.min) to \(Int64.max)")
    }
    return value
}

private func notATime(_ column: String, _ text: String) -> StorageError {
    StorageError(.corrupt, place: "column \(column)", text: "found \"\(text.prefix(40))\", expected yyyyMMddHHmmss")
}
