/// One thing that is wrong with a map file.
public struct MapProblem: Hashable, Sendable, CustomStringConvertible {
    /// Where it stands, as `levels[0].promotions[3].benefits[0].percnt`; empty for the file as a whole.
    public var path: String
    /// What was found and what is expected.
    public var text: String

    /// A problem from its parts.
    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// Path and text, as `levels[0].name: found 3, expected a text in quotes`.
    public var description: String { path.isEmpty ? text : "\(path): \(text)" }
}

/// Everything that is wrong with a map file; nothing is loaded from a file that has one problem.
public struct MapErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// The problems in the order of the document; never empty.
    public var problems: [MapProblem]

    /// Errors from a list of problems.
    public init(_ problems: [MapProblem]) { self.problems = problems }

    /// One problem a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
