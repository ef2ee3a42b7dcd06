/// A promotion map as it is kept: its document as it was distributed.
public struct StoredMap: Hashable, Sendable {
    /// The company it belongs to.
    public var company: String
    /// Its number within the company.
    public var version: Int
    /// Its name.
    public var name: String
    /// When it came in, in milliseconds since 1970.
    public var distributedAt: Int64

    /// A map's description from its parts.
    public init(company: String, version: Int, name: String, distributedAt: Int64) {
        self.company = company
        self.version = version
        self.name = name
        self.distributedAt = distributedAt
    }

    init(row: Row) throws(StorageError) {
        company = try row.text("company")
        version = try row.int("version")
        name = try row.text("name")
        distributedAt = try row.integer("distributed_at")
    }
}

/// A version of a company's map.
public struct MapVersion: Hashable, Sendable {
    /// The company.
    public var company: String
    /// The map's number within the company.
    public var version: Int

    /// A version from its parts.
    public init(company: String, version: Int) {
        self.company = company
        self.version = version
    }

    init(row: Row) throws(StorageError) {
        company = try row.text("company")
        version = try row.int("version")
    }
}
