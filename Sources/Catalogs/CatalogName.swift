/// The name of a catalog, compared without case.
public struct CatalogName: Hashable, Sendable, CustomStringConvertible {
    /// Where what a catalog holds is kept.
    enum Kind: Hashable, Sendable {
        /// Codes and what is known of them.
        case entries
        /// Products, whose prices and attributes are read.
        case items
        /// Stores.
        case stores
        /// Customers.
        case customers
        /// Days on which promotions are off.
        case exclusionDates
    }

    /// The name in lower case, as it is kept.
    public let key: String

    /// The names that every company has; all others stand for dynamic fields.
    public static let known = [
        "catalogCard", "catalogBrand", "catalogCategory", "catalogChannel", "catalogCreditCampaignCode",
        "catalogCustomer", "catalogCustomerType", "catalogIdType", "catalogDepartment", "catalogEventTransaction",
        "catalogEventTransactionType", "catalogExtendWarranty", "catalogFamily", "catalogFormat",
        "catalogInfoFinancial", "catalogItem", "catalogItemStock", "catalogPaymentBank", "catalogPaymentCode",
        "catalogPaymentPrefix", "catalogPaymentType", "catalogProfileCode", "catalogStoreChain", "catalogStore",
        "catalogSubCategory", "catalogSubZone", "catalogSupplier", "catalogZone", "catalogPocket",
        "catalogExclusionDates",
    ]

    private static let prefix = "catalog"
    private static let longest = 64

    /// Reads a name: one of `known`, or `catalog` and the code of a dynamic field; nil for anything else.
    public init?(_ text: String) {
        let key = text.lowercased()
        guard key.hasPrefix(CatalogName.prefix), key.utf8.count > CatalogName.prefix.utf8.count,
            key.utf8.count <= CatalogName.longest, key.utf8.allSatisfy(CatalogName.isNameByte)
        else { return nil }
        self.key = key
    }

    /// Whether it stands for a dynamic field.
    public var isDynamic: Bool { !CatalogName.known.contains { $0.lowercased() == key } }

    /// The name as it is published.
    public var description: String { CatalogName.known.first { $0.lowercased() == key } ?? key }

    var kind: Kind {
        switch key {
        case "catalogitem": .items
        case "catalogstore": .stores
        case "catalogcustomer": .customers
        case "catalogexclusiondates": .exclusionDates
        default: .entries
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
