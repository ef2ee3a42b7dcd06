internal import Messages

/// A page as a site is sent it, without the numbers of a run.
public struct PublishedPage: Sendable {
    /// What it says: a JSON object, as one line.
    public let body: [UInt8]
    /// What tells it from other pages of the product.
    public let hash: String

    /// A page as it is sent in a world.
    public init(_ page: ProductPage, in world: PageWorld) {
        var bytes: [UInt8] = []
        JSONValue.object(PageText(world: world).members(page)).write(to: &bytes)
        body = bytes
        hash = PublishedPage.hash(bytes)
    }

    /// A short stand-in for what a page says: 128 bits, the same in every process.
    private static func hash(_ bytes: [UInt8]) -> String {
        // FNV-1a.
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for byte in bytes { hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - text.utf8.count) + text
    }
}
