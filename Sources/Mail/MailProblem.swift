/// Why something cannot become a mail: where it stands, what was found, what is allowed.
public struct MailProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, for instance `subject`.
    public var place: String
    /// What was found and what is allowed.
    public var text: String

    /// A problem from its parts.
    public init(_ place: String, _ text: String) {
        self.place = place
        self.text = text
    }

    /// Both in one line.
    public var description: String { "\(place): \(text)" }
}
