/// What the protocol says of an attribute that conditions may test.
struct ProtocolAttribute: Sendable {
    /// How its text is read.
    enum Form: Sendable {
        /// As it is.
        case text
        /// Several texts, separated by `|`; a test holds when it holds for any of them.
        case several
        /// A decimal number: `10` and `10.00` are the same.
        case number
        /// `true` or `false` in any letter case.
        case boolean
    }

    var form = Form.text
    /// What an element that does not carry it is taken to have; nil where it has nothing.
    var fallback: String?

    /// The attribute of a kind of element; what the protocol does not name is dynamic: text without a fallback.
    static func named(_ name: String, of kind: ElementKind) -> ProtocolAttribute {
        tables[kind]?[name] ?? ProtocolAttribute()
    }

    /// The text under which equal values are the same.
    func canonical(_ text: some StringProtocol) -> String {
        switch form {
        case .text, .several: return String(text)
        case .boolean: return text.lowercased()
        case .number:
            let text = String(text)
            guard let units = DecimalText.parse(text, decimals: Money.decimals) else { return text }
            return DecimalText.printShort(units, scale: Money.decimals)
        }
    }

    private static let dash = ProtocolAttribute(fallback: "-")
    private static let levels = ProtocolAttribute(form: .several, fallback: "-")
    private static let several = ProtocolAttribute(form: .several)
    private static let flag = ProtocolAttribute(form: .boolean, fallback: "false")
    private static let number = ProtocolAttribute(form: .number)
    private static let zero = ProtocolAttribute(form: .number, fallback: "0")
    private static let one = ProtocolAttribute(form: .number, fallback: "1")

    private static let tables: [ElementKind: [String: ProtocolAttribute]] = [
        .item: [
            "unitprice": number, "xprice": number, "qty": one, "magnitude": zero, "code": dash,
            "productcode": several, "barcode": several, "brand": dash, "supplier": dash, "level1": levels,
            "level2": levels, "level3": levels, "level4": levels, "discountable": dash, "minprice": zero,
            "discontinuous": flag, "lowTurnover": flag, "keyProduct": flag, "redeemOption": zero, "seq": number,
        ],
        .customer: [
            "name": dash, "lastName": dash, "email": dash, "type": dash, "segment": several, "points": zero,
            "amount": zero, "profileCode": dash, "creditCampaignCode": dash, "seq": number,
        ],
        .coupon: ["qty": one, "amount": zero, "seq": number],
        .payment: ["amount": zero, "installments": number, "itemamount": number, "seq": number],
        .loyaltyCard: ["amount": zero, "seq": number],
        .transaction: [:],
    ]
}
