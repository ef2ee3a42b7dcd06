/// The keys and values of an event, in their order.
public struct LogFields: Sendable, ExpressibleByDictionaryLiteral {
    let entries: [(key: String, value: LogValue)]

    /// Keys and values from a literal.
    public init(dictionaryLiteral elements: (String, LogValue)...) {
        entries = elements.map { (key: $0.0, value: $0.1) }
    }

    private init(entries: [(key: String, value: LogValue)]) { self.entries = entries }

    /// These keys, then others.
    ///
    /// - Parameter other: the others.
    /// - Returns: all of them.
    public func adding(_ other: LogFields) -> LogFields { LogFields(entries: entries + other.entries) }
}
