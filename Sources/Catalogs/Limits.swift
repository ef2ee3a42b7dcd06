/// What a load may hold at most.
public enum Limits: Sendable {
    /// Bytes of one item: a store's or product's description is a hundredth of it.
    public static let itemBytes = 64 << 10
    /// Bytes of all members of an envelope but its items.
    public static let headerBytes = 64 << 10
    /// Bytes of a piece in which a load is written down.
    public static let chunkBytes = 256 << 10
    /// Pieces that one database transaction writes down.
    public static let chunksPerCommit = 16
    /// Items that one slice of the work looks at: some ten milliseconds on a slow disk.
    public static let itemsPerSlice = 500
    /// How deep an item nests: a list in an object, and some to spare.
    public static let depth = 8
    /// Bytes of a code, in UTF-8: they are parts of keys, and of the names of queues, which have 255.
    public static let codeBytes = 128
    /// Bytes of other texts that an index holds: PostgreSQL takes 2,704 for all of its columns.
    public static let keyBytes = 1_024
    /// Days that one item of exclusion dates names, times its promotions.
    public static let exclusionsPerItem = 10_000
}
