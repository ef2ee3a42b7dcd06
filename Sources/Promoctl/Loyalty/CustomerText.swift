internal import Loyalty
internal import Messages

extension Customer {
    /// A customer from a row of an import.
    init(_ row: inout ImportRow) {
        self.init(
            code: row.required("code"), identifier: row.text("identifier"), name: row.text("name") ?? "",
            lastName: row.text("lastName") ?? "", email: row.text("email") ?? "", type: row.text("type") ?? "",
            segment: row.text("segment") ?? "", isActive: row.flag("active", default: true))
    }

    /// The customer as an import takes it.
    var json: JSONValue {
        .members(
            ("code", .string(code)), ("identifier", .text(identifier)), ("name", .string(name)),
            ("lastName", .string(lastName)), ("email", .string(email)), ("type", .string(type)),
            ("segment", .string(segment)), ("active", .bool(isActive)))
    }
}
