/// A catalog's load: what was handed over, and how far it has come.
public struct ImportRecord: Hashable, Sendable {
    /// Where a load stands.
    public enum State: String, Sendable, CaseIterable {
        /// Its bytes are still being written down.
        case receiving
        /// It waits for its turn, or is being carried out.
        case waiting
        /// All rows were looked at.
        case done
        /// It could not be carried out.
        case failed
    }

    /// Its number; later loads have higher ones.
    public var id: Int64
    /// What makes it single.
    public var key: String
    /// Where it came from, for people.
    public var source: String
    /// The company; empty until all of it was received and understood.
    public var company = ""
    /// The catalog's name in lower case; empty while it is being received.
    public var catalog = ""
    /// Where it stands.
    public var state = State.receiving
    /// Whether it replaces the catalog.
    public var isReplacing = false
    /// How many bytes were handed over.
    public var size: Int64 = 0
    /// Where in them the next row is looked for.
    public var position: Int64 = 0
    /// The last old row that was looked at while replacing.
    public var sweptAfter = ""
    /// How many rows were looked at.
    public var total: Int64 = 0
    /// How many of them were written.
    public var loaded: Int64 = 0
    /// How many were removed, by rows that say so and by replacing.
    public var removed: Int64 = 0
    /// How many were refused.
    public var refused: Int64 = 0
    /// Why it failed; empty where it did not.
    public var problem = ""
    /// When it began, in milliseconds since 1970.
    public var createdAt: Int64
    /// When it last got on, in milliseconds since 1970.
    public var changedAt: Int64

    /// Whether what was handed over could not be read, so that nothing of it was kept.
    public var isUnread: Bool { state == .failed && company.isEmpty }

    /// A load that begins.
    public init(id: Int64, key: String, source: String, now: Int64) {
        self.id = id
        self.key = key
        self.source = source
        createdAt = now
        changedAt = now
    }

    init(row: Row) throws(StorageError) {
        self.init(
            id: try row.integer("id"), key: try row.text("import_key"), source: try row.text("source"),
            now: try row.integer("created_at"))
        company = try row.text("company")
        catalog = try row.text("catalog")
        state = try row.word("state", as: State.self)
        isReplacing = try row.flag("is_replacing")
        size = try row.integer("size")
        position = try row.integer("position")
        sweptAfter = try row.text("sweep_after")
        total = try row.integer("total")
        loaded = try row.integer("loaded")
        removed = try row.integer("removed")
        refused = try row.integer("refused")
        problem = try row.text("problem")
        changedAt = try row.integer("changed_at")
    }

    var values: [DatabaseValue] {
        [
            .text(company), .text(catalog), .text(state.rawValue), .flag(isReplacing), .integer(size),
            .integer(position), .text(sweptAfter), .integer(total), .integer(loaded), .integer(removed),
            .integer(refused), .text(problem), .integer(changedAt),
        ]
    }
}

/// A row of a load that was refused.
public struct ImportError: Hashable, Sendable {
    /// The row, from 1, and the field.
    public var place: String
    /// What was found there.
    public var found: String
    /// What is allowed.
    public var allowed: String

    /// An error from its parts.
    public init(place: String, found: String, allowed: String) {
        self.place = place
        self.found = found
        self.allowed = allowed
    }
}
