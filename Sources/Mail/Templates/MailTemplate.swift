/// Texts with variables: `{{name}}` is replaced; `{{#name}}…{{/name}}` stands only where the variable is not empty.
public struct MailTemplate: Hashable, Sendable {
    /// What about.
    public var subject: String
    /// For readers without HTML.
    public var text: String
    /// For all others, in which values are escaped; empty without.
    public var html: String

    /// A template from its parts.
    public init(subject: String, text: String, html: String) {
        self.subject = subject
        self.text = text
        self.html = html
    }

    /// The three texts with values in place of variables.
    ///
    /// - Parameter values: a value for each variable, which may be empty.
    /// - Returns: a template without variables.
    /// - Throws: `MailProblem` for a variable that is not known and a section that does not end.
    public func filled(with values: [String: String]) throws(MailProblem) -> MailTemplate {
        MailTemplate(
            subject: try Self.filled(subject, "subject", values) { $0 },
            text: try Self.filled(text, "text", values) { $0 },
            html: try Self.filled(html, "html", values, Self.escaped))
    }

    /// A value as text within HTML, or within quotes there.
    static func escaped(_ value: String) -> String {
        var result = ""
        for character in value.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static func filled(
        _ text: String, _ place: String, _ values: [String: String], _ escape: (String) -> String
    ) throws(MailProblem) -> String {
        var result = ""
        var rest = text[...]
        // The section that is open, and whether it is shown.
        var section: (name: String, isShown: Bool)?
        while let open = rest.firstRange(of: "{{") {
            if section?.isShown ?? true { result += rest[..<open.lowerBound] }
            rest = rest[open.upperBound...]
            guard let end = rest.firstRange(of: "}}") else { throw MailProblem(place, "a {{ has no }}") }
            let mark = rest[..<end.lowerBound]
            rest = rest[end.upperBound...]
            let kind = mark.first.flatMap { $0 == "#" || $0 == "/" ? $0 : nil }
            let name = String(kind == nil ? mark : mark.dropFirst())
            guard let value = values[name] else {
                let allowed = values.keys.sorted().joined(separator: ", ")
                throw MailProblem(place, "found {{\(HeaderText.shown(String(mark)))}}, known are \(allowed)")
            }
            switch (kind, section) {
            case ("#", nil): section = (name, !value.isEmpty)
            case ("/", let open?) where open.name == name: section = nil
            case ("#", _): throw MailProblem(place, "{{#\(name)}} stands within another section")
            case ("/", _): throw MailProblem(place, "{{/\(name)}} ends no section")
            default: if section?.isShown ?? true { result += escape(value) }
            }
        }
        if let section { throw MailProblem(place, "{{#\(section.name)}} has no {{/\(section.name)}}") }
        return result + rest
    }
}
