internal import Messages
internal import Promotions
internal import Storage

/// A sale or a return, as one line of a list.
struct TransactionLine: Hashable, Sendable {
    /// The transaction.
    var record: TransactionRecord
    /// How many returns it has.
    var returns: Int

    private var kind: String { record.isReturn ? "return" : "sale" }

    /// Its members for programs.
    var members: [JSONValue.Member] {
        [
            .init("transaction", .string(record.key.text)), .init("id", .string(record.key.id)),
            .init("kind", .string(kind)), .init("state", .string(record.state.rawValue)),
            .init("mapVersion", record.mapVersion.map { .whole($0) } ?? .null),
            .init("discount", .string(record.total.plainText)), .init("returns", .whole(returns)),
            .init("original", .text(record.original)),
            .init("lastMessageAt", .string(Moment.text(record.lastMessageAt))),
            .init("closedAt", .text(record.closedAt.map(Moment.text))),
        ]
    }

    /// The line for people.
    var row: [Table.Cell] {
        let colour: Terminal.Colour? =
            switch record.state {
            case .committed: .green
            case .open, .pending: .yellow
            case .rolledBack, .lapsed: nil
            }
        return [
            .init(record.key.id), .init(kind), .init(record.state.rawValue, colour),
            .init(record.mapVersion.map(String.init) ?? "-"), .init(record.total.plainText), "\(returns)",
            .init(record.original ?? "-"),
        ]
    }
}
