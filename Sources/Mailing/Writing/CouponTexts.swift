public import Mail

/// What mails of coupons say where their type names no template.
public enum CouponTexts: Sendable {
    /// The variables that a template may use.
    public static let variables = ["customer", "coupon", "value", "validity", "company", "image"]

    /// The template of a language.
    public static func template(_ language: MailLanguage) -> MailTemplate {
        let words = words(language)
        return MailTemplate(
            subject: "\(words.subject){{#company}} {{company}}{{/company}}",
            text: """
                \(words.dear){{#customer}} {{customer}}{{/customer}},

                \(words.thanks)

                    {{coupon}}

                {{#value}}\(words.value): {{value}}
                {{/value}}{{#validity}}\(words.validity): {{validity}}
                {{/validity}}
                \(words.show)

                {{company}}
                """,
            html: """
                <!DOCTYPE html>
                <html lang="\(language.rawValue)">
                <head><meta charset="utf-8"><title>\(words.subject)</title></head>
                <body style="font-family: sans-serif; color: #222; max-width: 36em; margin: 1em auto; padding: 0 1em">
                <p>\(words.dear){{#customer}} {{customer}}{{/customer}},</p>
                <p>\(words.thanks)</p>
                <p style="text-align: center; background: #fff; padding: 1em">
                <img src="cid:{{image}}" alt="{{coupon}}" style="max-width: 100%"><br>
                <span style="font-family: monospace; font-size: 1.2em">{{coupon}}</span></p>
                {{#value}}<p>\(words.value): <strong>{{value}}</strong></p>{{/value}}
                {{#validity}}<p>\(words.validity): <strong>{{validity}}</strong></p>{{/validity}}
                <p>\(words.show)</p>
                <p>{{company}}</p>
                </body>
                </html>
                """)
    }

    private struct Words {
        var subject, dear, thanks, value, validity, show: String
    }

    private static func words(_ language: MailLanguage) -> Words {
        switch language {
        case .english:
            Words(
                subject: "Your coupon", dear: "Dear customer",
                thanks: "Thank you for your purchase. This is your coupon:",
                value: "Value", validity: "Valid until", show: "Show this mail at the checkout.")
        case .portuguese:
            Words(
                subject: "O seu cupom", dear: "Prezado cliente",
                thanks: "Obrigado pela sua compra. Este é o seu cupom:",
                value: "Valor", validity: "Válido até", show: "Apresente este e-mail no caixa.")
        case .spanish:
            Words(
                subject: "Su cupón", dear: "Estimado cliente", thanks: "Gracias por su compra. Este es su cupón:",
                value: "Valor", validity: "Válido hasta", show: "Muestre este correo en la caja.")
        }
    }
}
