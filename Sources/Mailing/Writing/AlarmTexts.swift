public import Mail

/// What mails of alarms say.
public enum AlarmTexts: Sendable {
    /// The template of a language.
    public static func template(_ language: MailLanguage) -> MailTemplate {
        let (subject, sentence, names) =
            switch language {
            case .english:
                (
                    "Limit alarm", "A limit has reached {{mark}}.",
                    ["Promotion", "Limit", "Shared by", "Day", "Used", "Maximum", "Company"]
                )
            case .portuguese:
                (
                    "Alarme de limite", "Um limite chegou a {{mark}}.",
                    ["Promoção", "Limite", "Compartilhado por", "Dia", "Usado", "Máximo", "Empresa"]
                )
            case .spanish:
                (
                    "Alarma de límite", "Un límite llegó a {{mark}}.",
                    ["Promoción", "Límite", "Compartido por", "Día", "Usado", "Máximo", "Empresa"]
                )
            }
        let variables = ["promotion", "limit", "scope", "day", "used", "maximum", "company"]
        let lines = zip(names, variables).map { "{{#\($1)}}\($0): {{\($1)}}\n{{/\($1)}}" }.joined()
        let rows = zip(names, variables).map { "{{#\($1)}}<tr><td>\($0)</td><td>{{\($1)}}</td></tr>\n{{/\($1)}}" }
        return MailTemplate(
            subject: "\(subject): {{mark}}, {{promotion}}", text: "\(sentence)\n\n\(lines)",
            html: """
                <!DOCTYPE html>
                <html lang="\(language.rawValue)">
                <head><meta charset="utf-8"><title>\(subject)</title></head>
                <body style="font-family: sans-serif"><p>\(sentence)</p>
                <table cellpadding="4">
                \(rows.joined())</table></body>
                </html>
                """)
    }
}
