/// Why a load cannot be carried out at all.
public struct ImportProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it is wrong, what was found, and what is allowed.
    public var description: String

    /// A problem from its description.
    public init(_ description: String) { self.description = description }
}

extension String {
    /// The text where a character of code 0, which PostgreSQL refuses, is shown.
    var storable: String { replacing("\0", with: "\\u0000") }
}
