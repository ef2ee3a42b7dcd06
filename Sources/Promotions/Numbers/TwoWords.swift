/// A number of 128 bits, kept in two words.
///
/// `Int128` asks for an alignment that the allocator has no fast path for: lists of numbers kept this way cost a
/// fraction to make.
struct TwoWords: Hashable, Sendable {
    private var high: Int64
    private var low: UInt64

    init(_ value: Int128) {
        high = Int64(truncatingIfNeeded: value >> 64)
        low = UInt64(truncatingIfNeeded: value)
    }

    /// The number.
    var value: Int128 {
        get { Int128(high) << 64 | Int128(low) }
        set { self = TwoWords(newValue) }
    }
}
