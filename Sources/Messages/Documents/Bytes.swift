/// The UTF-8 byte order mark, which is skipped where a document begins.
enum ByteOrderMark {
    /// How many bytes it takes at the start of a body: 3, or 0 where there is none.
    static func length(in body: [UInt8]) -> Int { body.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}

extension UInt8 {
    /// Whether it is one of the four blanks that XML and JSON know.
    var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
