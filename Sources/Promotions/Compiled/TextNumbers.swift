/// Texts and their numbers, counted from 0 in the order in which they came.
///
/// A ticket's values are looked for all the time, mostly short ones: they are hashed byte by byte, without a key. The
/// texts are the map's own, so that nobody can fill the table with collisions from outside.
struct TextNumbers: Sendable {
    private var texts: [String] = []
    /// By place: the number of a text, or -1; at least twice as many places as texts, a power of two.
    private var table: [Int32] = []

    /// How many there are.
    var count: Int { texts.count }

    /// The number of a text; nil where it has none.
    func number(of text: String) -> Int32? {
        if texts.isEmpty { return nil }
        let number = table[place(of: text)]
        return number < 0 ? nil : number
    }

    /// The number of a text, which it gets if it has none.
    mutating func add(_ text: String) -> Int32 {
        if (texts.count + 1) * 2 > table.count { grow() }
        let place = place(of: text)
        if table[place] >= 0 { return table[place] }
        table[place] = Int32(texts.count)
        texts.append(text)
        return table[place]
    }

    private mutating func grow() {
        table = Array(repeating: -1, count: max(4, table.count * 2))
        for number in texts.indices { table[place(of: texts[number])] = Int32(number) }
    }

    /// Where a text stands, or would.
    private func place(of text: String) -> Int {
        let mask = table.count - 1
        var place = TextNumbers.hash(text) & mask
        while table[place] >= 0, texts[Int(table[place])] != text { place = (place + 1) & mask }
        return place
    }

    private static func hash(_ text: String) -> Int {
        let bytes = text.utf8.withContiguousStorageIfAvailable { TextNumbers.mix($0) } ?? TextNumbers.mix(text.utf8)
        // Texts beyond ASCII are equal in more than one spelling.
        if bytes.seen >= 0x80 { return text.hashValue }
        return Int(truncatingIfNeeded: bytes.hash ^ (bytes.hash >> 32))
    }

    private static func mix(_ bytes: some Sequence<UInt8>) -> (hash: UInt64, seen: UInt8) {
        var (hash, seen): (UInt64, UInt8) = (0, 0)
        for byte in bytes {
            hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
            seen |= byte
        }
        return (hash, seen)
    }
}
