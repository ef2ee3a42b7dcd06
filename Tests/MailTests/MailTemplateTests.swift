import Testing

@testable import Mail

/// Variables in templates, and what they may hold.
struct MailTemplateTests {
    private func filled(_ text: String, _ values: [String: String]) throws -> MailTemplate {
        try MailTemplate(subject: text, text: text, html: text).filled(with: values)
    }

    @Test func `values take the place of variables, escaped where it is HTML`() throws {
        let result = try filled("Dear {{name}}!", ["name": "<b>\"Ann\" & 'Bob'</b>{{name}}"])
        #expect(result.subject == "Dear <b>\"Ann\" & 'Bob'</b>{{name}}!")
        #expect(result.text == result.subject)
        #expect(result.html == "Dear &lt;b&gt;&quot;Ann&quot; &amp; &#39;Bob&#39;&lt;/b&gt;{{name}}!")
    }

    @Test(arguments: zip(["", "5.00"], ["a  d", "a worth 5.00 d"]))
    func `a section stands only where its variable does`(_ value: String, _ expected: String) throws {
        #expect(try filled("a {{#value}}worth {{value}}{{/value}} d", ["value": value]).text == expected)
    }

    @Test(arguments: [
        "{{nam}}", "{{name", "{{#name}}", "{{/name}}", "{{#name}}{{#name}}{{/name}}{{/name}}", "{{#name}}{{/value}}",
        "{{}}",
        "{{ name }}",
    ])
    func `a template that does not work is refused`(_ text: String) {
        #expect(throws: MailProblem.self) { try filled(text, ["name": "a", "value": "b"]) }
    }
}
