public import Loyalty

/// The customers that a company knows.
public struct Customers {
    let database: any Database

    /// Saves a customer; one that a later import brought stays.
    ///
    /// - Parameters:
    ///   - customer: The customer.
    ///   - company: The company.
    ///   - number: The import that brings the customer; nil for none.
    /// - Throws: `StorageError`.
    public func save(_ customer: Customer, of company: String, by number: Int64? = nil) throws(StorageError) {
        var bringer = number ?? 0
        if number == nil {
            // An import under way meanwhile must not take whom it does not know for an old one, nor an earlier one
            // write over who was saved after it came.
            bringer = try database.number("SELECT COALESCE(MAX(id), 0) AS value FROM imports", [])
        }
        _ = try database.execute(
            """
            INSERT INTO customers (
                company, code, identifier, name, last_name, email, type, segment, is_active, loaded_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (company, code) DO UPDATE SET
                identifier = excluded.identifier, name = excluded.name, last_name = excluded.last_name,
                email = excluded.email, type = excluded.type, segment = excluded.segment,
                is_active = excluded.is_active, loaded_by = excluded.loaded_by
            WHERE customers.loaded_by <= excluded.loaded_by
            """,
            [
                .text(company), .text(customer.code), .optional(customer.identifier), .text(customer.name),
                .text(customer.lastName), .text(customer.email), .text(customer.type), .text(customer.segment),
                .flag(customer.isActive), .integer(bringer),
            ])
    }

    /// Removes a customer, who may still own coupons and cards; nothing where nobody has the code.
    ///
    /// - Parameters:
    ///   - code: The customer's code.
    ///   - company: The company.
    ///   - number: The import that says so; whom a later one brought stays.
    /// - Throws: `StorageError`.
    public func remove(_ code: String, of company: String, by number: Int64) throws(StorageError) {
        _ = try database.execute(
            "DELETE FROM customers WHERE company = $1 AND code = $2 AND loaded_by <= $3",
            [.text(company), .text(code), .integer(number)])
    }

    /// Removes the customers that an import that replaces them did not bring, a page at a time.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - number: The import; whom it or a later one brought stays.
    ///   - code: The last one of the page before; empty for the first page.
    ///   - limit: How many are looked at.
    /// - Returns: How far it came.
    /// - Throws: `StorageError`.
    public func sweep(
        of company: String, before number: Int64, after code: String, limit: Int
    ) throws(StorageError) -> CatalogSweep {
        let last = try database.all(
            "SELECT code FROM customers WHERE company = $1 AND code > $2 ORDER BY code LIMIT $3",
            [.text(company), .text(code), bounded(limit)]
        ) { (row) throws(StorageError) in try row.text("code") }.last
        guard let last else { return CatalogSweep(last: nil, removed: 0) }
        let removed = try database.execute(
            "DELETE FROM customers WHERE company = $1 AND code > $2 AND code <= $3 AND loaded_by < $4",
            [.text(company), .text(code), .text(last), .integer(number)])
        return CatalogSweep(last: last, removed: removed)
    }

    /// The customer of a code.
    public func find(_ code: String, of company: String) throws(StorageError) -> Customer? {
        try database.first(
            "SELECT * FROM customers WHERE company = $1 AND code = $2", [.text(company), .text(code)],
            Customer.init(row:))
    }

    /// The customer with an identity document; of several, the first by code.
    public func find(identifier: String, of company: String) throws(StorageError) -> Customer? {
        try database.first(
            "SELECT * FROM customers WHERE company = $1 AND identifier = $2 ORDER BY code LIMIT 1",
            [.text(company), .text(identifier)], Customer.init(row:))
    }

    /// A company's customers, in order of their codes.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - code: The last one of the page before; empty for the first page.
    ///   - limit: How many at most.
    /// - Returns: The customers.
    /// - Throws: `StorageError`.
    public func list(of company: String, after code: String = "", limit: Int) throws(StorageError) -> [Customer] {
        try database.all(
            "SELECT * FROM customers WHERE company = $1 AND code > $2 ORDER BY code LIMIT $3",
            [.text(company), .text(code), bounded(limit)], Customer.init(row:))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Customers: Sendable {}

extension Customer {
    fileprivate init(row: Row) throws(StorageError) {
        self.init(
            code: try row.text("code"), identifier: try row.optionalText("identifier"), name: try row.text("name"),
            lastName: try row.text("last_name"), email: try row.text("email"), type: try row.text("type"),
            segment: try row.text("segment"), isActive: try row.flag("is_active"))
    }
}
