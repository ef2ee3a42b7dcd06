/// Makes a body ready for the XML parser: UTF-8 without a byte order mark, and nothing in it that would cost too much.
///
/// The parser is told to ignore the declared encoding, since the bytes it gets are always UTF-8.
enum XMLText {
    /// The body as UTF-8.
    static func prepare(_ body: [UInt8]) throws(UnreadableDocument) -> [UInt8] {
        let mark = ByteOrderMark.length(in: body)
        let bytes = mark == 0 ? body : Array(body[mark...])
        // UTF-16 and UTF-32 are found out here: the first `<` brings a zero byte with it.
        guard !bytes.contains(0) else { throw UnreadableDocument(.encoding) }
        guard bytes.first(where: { !$0.isBlank }) == UInt8(ascii: "<") else { throw UnreadableDocument(.malformed) }
        let encoding = try XMLEncoding.declared(in: bytes)
        guard mark == 0 || encoding == .utf8 else { throw UnreadableDocument(.encoding) }
        try XMLTagScan.check(bytes)
        return try encoding.utf8(bytes)
    }
}
