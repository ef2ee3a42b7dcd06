internal import Loyalty
internal import Messages

extension CardType {
    /// How many days points may live: a century.
    private static let longestLifetime = 36_500

    /// A type from a row of an import.
    init(_ row: inout ImportRow) {
        self.init(
            code: row.required("code"), unit: row.word("unit") ?? .points, kind: row.word("kind") ?? .loyalty,
            needsCustomer: row.flag("needsCustomer", default: false),
            isRechargeable: row.flag("rechargeable", default: true),
            isTransferable: row.flag("transferable", default: false), isActive: row.flag("active", default: true),
            pointsLifetime: row.number("pointsLifetime", in: 0...CardType.longestLifetime))
    }

    /// The type as an import takes it.
    var json: JSONValue {
        .members(
            ("code", .string(code)), ("unit", .string(unit.rawValue)), ("kind", .string(kind.rawValue)),
            ("needsCustomer", .bool(needsCustomer)), ("rechargeable", .bool(isRechargeable)),
            ("transferable", .bool(isTransferable)), ("active", .bool(isActive)),
            ("pointsLifetime", pointsLifetime.map { .whole($0) } ?? .null))
    }

    /// The type for people.
    var row: [Table.Cell] {
        [
            .init(code), .init(unit.rawValue), .init(kind.rawValue), .init(needsCustomer ? "yes" : "no"),
            .init(pointsLifetime.map { "\($0) days" } ?? "without end"),
            .init(isActive ? "active" : "inactive", isActive ? nil : .yellow),
        ]
    }
}
