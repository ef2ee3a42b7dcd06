/// Identifiers for what an author gave none: a hash of where it belongs, so that the same file gives the same ones.
enum DerivedId: Sendable {
    /// The identifier of a promotion; several of one name are told apart by their position among them.
    ///
    /// The position in the map plays no part: a promotion put before this one must not reset its limits.
    static func promotion(company: String, name: String, namesake: Int) -> String {
        id(String(namesake), company, name, "promotion")
    }

    /// The identifier of a benefit, from its promotion's and its position there.
    static func benefit(of promotion: String, at position: Int) -> String {
        id(String(position), promotion, "benefit")
    }

    /// The identifier of a limit, from its benefit's and its position there.
    static func limit(of benefit: String, at position: Int) -> String {
        id(String(position), benefit, "limit")
    }

    /// FNV-1a with 128 bits, folded to 96; what differs stands in front, where all that follows mixes it.
    private static func id(_ parts: String...) -> String {
        var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
        for part in parts {
            // No part holds a zero byte after it, so no two lists of parts give the same bytes.
            for byte in Array(part.utf8) + [0] {
                hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
            }
        }
        let folded = (hash ^ (hash >> 96)) & (UInt128(1) << 96 - 1)
        let digits = String(folded, radix: 16)
        return String(repeating: "0", count: 24 - digits.utf8.count) + digits
    }
}
