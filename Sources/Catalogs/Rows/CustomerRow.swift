internal import Loyalty

/// Reads an item of the catalog of customers.
enum CustomerRow {
    /// A customer from his or her fields.
    ///
    /// - Parameters:
    ///   - fields: the fields.
    ///   - code: the customer's code.
    ///   - known: what is known already, which holds where a field is left out; nil takes defaults.
    /// - Returns: the customer.
    /// - Throws: `RowError` for the first field that is not allowed.
    static func customer(_ fields: RowFields, code: String, known: Customer? = nil) throws(RowError) -> Customer {
        var customer = known ?? Customer(code: code)
        if let identifier = try fields.text("identifier") {
            try RowFields.check(identifier, "identifier")
            customer.identifier = identifier
        }
        if let name = try fields.text("name") { customer.name = name }
        if let lastName = try fields.text("lastName") { customer.lastName = lastName }
        if let email = try fields.text("email") { customer.email = email }
        if let type = try fields.text("type") { customer.type = type }
        if fields["segment"] != nil { customer.segment = try fields.list("segment").joined(separator: "|") }
        if let isActive = try fields.flag("active") { customer.isActive = isActive }
        return customer
    }
}
