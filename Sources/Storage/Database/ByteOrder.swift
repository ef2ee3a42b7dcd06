/// Text compared byte by byte, as databases do.
///
/// Swift's own comparison takes `é` in one code point and in two for the same text; a database keeps two rows for
/// them, so keys that mean rows must not.
enum ByteOrder {
    /// Whether both have the same bytes.
    static func same(_ left: String, _ right: String) -> Bool {
        var (left, right) = (left, right)
        return left.withUTF8 { left in
            right.withUTF8 { right in unsafe left.count == right.count && left.elementsEqual(right) }
        }
    }

    /// Whether a key comes before another, part by part.
    static func precedes(_ left: [String], _ right: [String]) -> Bool {
        for (left, right) in zip(left, right) where !same(left, right) {
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        }
        return left.count < right.count
    }
}

extension Hasher {
    /// Adds a text's bytes, and an end that no text holds.
    mutating func combine(bytesOf text: String) {
        var text = text
        text.withUTF8 { unsafe combine(bytes: UnsafeRawBufferPointer($0)) }
        combine(UInt8.max)
    }
}
