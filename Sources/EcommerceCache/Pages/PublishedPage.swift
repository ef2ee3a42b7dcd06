public import Messages

/// A page as a site is sent it, without the numbers of a run.
public struct PublishedPage: Sendable {
    /// What it says.
    public let body: JSONValue
    /// What tells it from other pages of the product.
    public let hash: String

    /// A page as it is sent in a world.
    public init(_ page: ProductPage, in world: PageWorld) {
        let members = PageText(world: world).members(page)
        body = .object(members)
        hash = PageText.hash(members)
    }
}
