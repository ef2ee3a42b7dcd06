/// A short stand-in for a message's body, to find it by; bodies that share one are compared byte by byte.
enum BodyHash {
    /// FNV-1a of 64 bits: the same in every process, unlike Swift's own hash.
    static func of(_ body: [UInt8]) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in body { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}
