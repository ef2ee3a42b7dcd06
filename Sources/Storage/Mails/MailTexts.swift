/// A template as a company has written it.
public struct StoredMailTemplate: Hashable, Sendable {
    /// Its name, which types of coupons refer to.
    public var name: String
    /// Its language, `en` for instance.
    public var language: String
    /// What about.
    public var subject: String
    /// For readers without HTML.
    public var text: String
    /// For all others; empty without.
    public var html: String

    /// A template from its parts.
    public init(name: String, language: String, subject: String, text: String, html: String) {
        self.name = name
        self.language = language
        self.subject = subject
        self.text = text
        self.html = html
    }
}

/// What a company's mails have in common.
public struct MailSender: Hashable, Sendable {
    /// What the company is called.
    public var name: String
    /// The language it writes in; empty for that of the installation.
    public var language: String

    /// A sender from its parts.
    public init(name: String = "", language: String = "") {
        self.name = name
        self.language = language
    }
}

/// What companies want their mails to say.
public struct MailTexts {
    let database: any Database

    /// Saves a template.
    public func save(_ template: StoredMailTemplate, of company: String) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO mail_templates (company, name, language, subject, body, html) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (company, name, language) DO UPDATE SET
                subject = excluded.subject, body = excluded.body, html = excluded.html
            """,
            [
                .text(company), .text(template.name), .text(template.language), .text(template.subject),
                .text(template.text), .text(template.html),
            ])
    }

    /// The template of a name in a language.
    public func find(
        _ name: String, _ language: String, of company: String
    ) throws(StorageError) -> StoredMailTemplate? {
        try database.first(
            "SELECT * FROM mail_templates WHERE company = $1 AND name = $2 AND language = $3",
            [.text(company), .text(name), .text(language)], StoredMailTemplate.init(row:))
    }

    /// Saves what a company's mails have in common.
    public func save(_ sender: MailSender, of company: String) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO mail_senders (company, name, language) VALUES ($1, $2, $3)
            ON CONFLICT (company) DO UPDATE SET name = excluded.name, language = excluded.language
            """, [.text(company), .text(sender.name), .text(sender.language)])
    }

    /// What a company's mails have in common; empty where nobody has said.
    public func sender(of company: String) throws(StorageError) -> MailSender {
        try database.first("SELECT * FROM mail_senders WHERE company = $1", [.text(company)]) {
            (row) throws(StorageError) in
            MailSender(name: try row.text("name"), language: try row.text("language"))
        } ?? MailSender()
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension MailTexts: Sendable {}

extension StoredMailTemplate {
    fileprivate init(row: Row) throws(StorageError) {
        self.init(
            name: try row.text("name"), language: try row.text("language"), subject: try row.text("subject"),
            text: try row.text("body"), html: try row.text("html"))
    }
}
