/// A customer as the company knows him or her.
public struct Customer: Hashable, Sendable {
    /// The code that messages call `id`.
    public var code: String
    /// Number of the identity document; nil where it is not known.
    public var identifier: String?
    /// Given name.
    public var name: String
    /// Family name.
    public var lastName: String
    /// Address for mails; empty without.
    public var email: String
    /// Customer type; empty without.
    public var type: String
    /// Segments, separated by `|`; empty without.
    public var segment: String
    /// Whether sales may name the customer.
    public var isActive: Bool

    /// A customer from its parts.
    public init(
        code: String, identifier: String? = nil, name: String = "", lastName: String = "", email: String = "",
        type: String = "", segment: String = "", isActive: Bool = true
    ) {
        self.code = code
        self.identifier = identifier
        self.name = name
        self.lastName = lastName
        self.email = email
        self.type = type
        self.segment = segment
        self.isActive = isActive
    }
}
