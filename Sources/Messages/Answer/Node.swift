/// An element of an answer, before it takes either form.
struct Node: Hashable, Sendable {
    /// One attribute.
    struct Attribute: Hashable, Sendable {
        var name: String
        var value: String
    }

    /// Its name.
    var name: String
    /// Its attributes, sorted by code point.
    private(set) var attributes: [Attribute]
    /// What stands in it.
    var children: [Node]

    /// A node from its parts; the attributes may come in any order, those without a value are left out.
    init(_ name: String, _ attributes: [(String, String?)] = [], _ children: [Node] = []) {
        self.name = name
        self.children = children
        self.attributes = attributes.compactMap { name, value in value.map { Attribute(name: name, value: $0) } }
        // All names are ASCII, where the order of strings is the order of code points.
        self.attributes.sort { $0.name < $1.name }
    }
}
