internal import Promotions

/// The names that the protocol's tables give to attributes, older names included; all others are dynamic.
enum AttributeTable {
    /// Attributes of `message`.
    static let header: Set<String> = [
        "companyId", "store", "terminal", "date-time", "messageId", "channel", "status", "init-tck", "evaluate",
        "void-trx", "response", "msg-version", "map-version", "suggest", "suggest-seq", "suggest-seq-type",
        "limitBalances", "offline", "substore", "option", "autoCommit", "explain", "original-trx", "original-store",
        "original-terminal", "original-date-time",
    ]

    /// Attributes of a command.
    static func names(of command: CommandName) -> Set<String> {
        if command.isVoid { return void }
        switch command.kind {
        case .item: return item
        case .coupon: return coupon
        case .customer: return customer
        case .payment: return payment
        case .loyaltyCard: return loyaltyCard
        case .transaction: return []
        }
    }

    /// The name that replaced an older one in a kind of element; nil where the name is no older name.
    static func successor(of name: String, in kind: ElementKind) -> String? {
        switch (kind, name) {
        case (.item, "Productcode"): "productcode"
        case (.item, "Barcode"): "barcode"
        case (.customer, "remainingamount"): "amount"
        case (.payment, "id"): "code"
        default: nil
        }
    }

    private static let void: Set<String> = ["seq"]
    private static let item: Set<String> = [
        "seq", "unitprice", "xprice", "qty", "magnitude", "code", "productcode", "Productcode", "barcode", "Barcode",
        "brand", "supplier", "level1", "level2", "level3", "level4", "discountable", "minprice", "discontinuous",
        "lowTurnover", "keyProduct", "redeemOption",
    ]
    private static let customer: Set<String> = [
        "seq", "id", "identifier", "name", "lastName", "email", "type", "segment", "limitedBenefits", "points",
        "amount", "remainingamount", "profileCode", "creditCampaignCode",
    ]
    private static let coupon: Set<String> = ["seq", "id", "type", "qty", "amount"]
    private static let payment: Set<String> = [
        "seq", "code", "id", "type", "plan", "bank", "amount", "installments", "prefix", "prefixGroup", "pocket",
        "payCreditCampaign", "itemamount",
    ]
    private static let loyaltyCard: Set<String> = ["seq", "number", "type", "agreement", "amount"]
}
