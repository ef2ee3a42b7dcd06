internal import Mail
internal import Mailing
internal import Messages
internal import Storage

/// What a company's mails say, as a JSON file tells it.
struct TemplateFile: Hashable, Sendable {
    /// What the company is called; nil leaves it as it is.
    var companyName: String?
    /// The language it writes in; nil leaves it as it is.
    var language: String?
    /// The templates; others stay as they are.
    var templates: [StoredMailTemplate] = []

    private static let longest = 200_000

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: its content.
    ///   - path: what it is called in errors.
    /// - Throws: `Failure` with everything that is wrong.
    init(bytes: [UInt8], path: String) throws(Failure) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONReader.read(bytes)
        } catch {
            throw .failed("\(path): \(error)")
        }
        var problems: [String] = []
        func text(_ value: JSONValue, _ name: String, _ place: String, isRequired: Bool) -> String? {
            switch value[name] {
            case .string(let text) where text.utf8.count <= Self.longest: return text
            case nil where !isRequired: return nil
            case let found:
                problems.append("\(path): \(place)\(name): found \(found?.kindName ?? "nothing"), expected a text")
                return nil
            }
        }
        func language(_ value: JSONValue, _ place: String, isRequired: Bool) -> String? {
            guard let word = text(value, "language", place, isRequired: isRequired) else { return nil }
            if MailLanguage(rawValue: word) != nil { return word }
            problems.append("\(path): \(place)language: found \"\(word.prefix(20))\", expected en, pt or es")
            return nil
        }
        companyName = text(json, "companyName", "", isRequired: false)
        self.language = language(json, "", isRequired: false)
        var values: [JSONValue] = []
        switch json["templates"] {
        case .array(let list): values = list
        case nil: break
        case let found?: problems.append("\(path): templates: found \(found.kindName), expected an array")
        }
        for (index, value) in values.enumerated() {
            let place = "templates[\(index)]."
            let name = text(value, "name", place, isRequired: true)
            let word = language(value, place, isRequired: true)
            let subject = text(value, "subject", place, isRequired: true)
            let body = text(value, "text", place, isRequired: true)
            let html = text(value, "html", place, isRequired: false) ?? ""
            guard let name, let word, let subject, let body else { continue }
            let template = StoredMailTemplate(name: name, language: word, subject: subject, text: body, html: html)
            if let problem = Self.problem(with: template) { problems.append("\(path): \(place)\(problem)") }
            templates.append(template)
        }
        guard problems.isEmpty else { throw .failed(problems) }
    }

    /// What keeps a template from working.
    private static func problem(with template: StoredMailTemplate) -> String? {
        let values = Dictionary(uniqueKeysWithValues: CouponTexts.variables.map { ($0, "x") })
        let parts = MailTemplate(subject: template.subject, text: template.text, html: template.html)
        do throws(MailProblem) {
            _ = try parts.filled(with: values)
            return template.name.isEmpty ? "name: expected one that is not empty" : nil
        } catch {
            return "\(error)"
        }
    }
}
