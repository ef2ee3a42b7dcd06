/// The attributes of an element as they were sent: protocol attributes and dynamic ones, names and texts.
public struct Attributes: Hashable, Sendable {
    /// One attribute.
    public struct Entry: Hashable, Sendable {
        /// The protocol's name, or a dynamic one.
        public var name: String
        /// The text as sent.
        public var value: String

        /// An attribute from its parts.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// In the order in which they were sent, each name once.
    public var entries: [Entry]

    /// Attributes from a list of names and texts.
    public init(_ entries: [Entry] = []) { self.entries = entries }

    /// The text of an attribute, nil where it was not sent.
    ///
    /// - Parameters:
    ///   - name: the attribute's.
    ///   - place: where the element before had it, which is where most have it; brought up to date.
    /// - Returns: the text as sent.
    func value(of name: String, near place: inout Int) -> String? {
        if place < entries.count, entries[place].name == name { return entries[place].value }
        for index in entries.indices where entries[index].name == name {
            place = index
            return entries[index].value
        }
        return nil
    }

    /// The text of an attribute, nil where it was not sent.
    public subscript(name: String) -> String? {
        get {
            for index in entries.indices where entries[index].name == name { return entries[index].value }
            return nil
        }
        set {
            let index = entries.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append(Entry(name: name, value: value))
            case (nil, nil): break
            }
        }
    }
}

extension Attributes: ExpressibleByDictionaryLiteral {
    /// Attributes written as a dictionary, kept in the order written.
    public init(dictionaryLiteral elements: (String, String)...) {
        entries = elements.map { Entry(name: $0.0, value: $0.1) }
    }
}
