internal import Promotions
internal import Storage

/// A code that a map names and that the company may have loaded.
struct MapCode: Hashable {
    /// Where it would be known.
    enum Register: Hashable {
        /// The catalog of a name in lower case.
        case catalog(String)
        /// The types of coupons.
        case couponTypes
        /// The types of cards.
        case cardTypes
    }

    var register: Register
    var code: String
}

/// The codes that a map names, each with the first promotion that names it.
struct MapCodes {
    private(set) var codes: [(code: MapCode, promotion: String)] = []
    private var known: Set<MapCode> = []
    private var promotion = ""

    /// Catalogs whose names do not follow from the attribute's: of dynamic fields they do.
    private static let catalogs: [ElementKind: [String: String]] = [
        .item: ["code": CatalogEntries.items],
        .customer: ["type": "catalogcustomertype"],
        .payment: [
            "code": "catalogpaymentcode", "type": "catalogpaymenttype", "bank": "catalogpaymentbank",
            "prefix": "catalogpaymentprefix",
        ],
    ]

    init(_ map: CompiledMap) {
        for promotion in map.promotions {
            self.promotion = promotion.name
            read(promotion.condition)
            promotion.benefits.forEach { read($0) }
        }
    }

    private mutating func read(_ condition: Condition) {
        condition.channels.forEach { add(.catalog("catalogchannel"), $0) }
        for simple in condition.simple { read(simple.filters, of: simple.element) }
        for set in condition.composition { read(set.filters, of: set.element) }
    }

    private mutating func read(_ filters: [Filter], of kind: ElementKind) {
        for filter in filters {
            switch filter.operator {
            case .equal, .different, .in, .notIn: break
            // What is compared otherwise is no code.
            case .greater, .greaterOrEqual, .less, .lessOrEqual, .startsWith: continue
            }
            let register: MapCode.Register =
                switch (kind, filter.attribute) {
                case (.coupon, "type"): .couponTypes
                case (.loyaltyCard, "type"): .cardTypes
                case (_, let name):
                    .catalog(MapCodes.catalogs[kind]?[name] ?? "catalog" + name.lowercased())
                }
            filter.values.forEach { add(register, $0) }
        }
    }

    private mutating func read(_ benefit: Benefit) {
        if case .filters(let filters) = benefit.target { read(filters, of: .item) }
        for provider in benefit.creditProviders {
            add(.catalog("catalogsupplier"), String(provider.prefix { $0 != "," }))
        }
        switch benefit.kind {
        case .coupon(let type, _, _), .calculatedCoupon(let type, _, _, _), .calculatedCouponRedemption(let type):
            add(.couponTypes, type)
        case .loyalty(let type, _, _), .factorLoyalty(let type, _), .percentLoyalty(let type, _),
            .pointsRedemption(let type, _), .catalogRedemption(let type):
            add(.cardTypes, type)
        case .redemptionWithOptions(let options): options.forEach { add(.cardTypes, $0.cardType) }
        case .paymentPlan(let plan), .bankRefund(let plan):
            read(list: plan.paymentCode, in: "catalogpaymentcode")
            read(list: plan.paymentType, in: "catalogpaymenttype")
            read(list: plan.bank, in: "catalogpaymentbank")
        case .percentageDiscount, .fixedDiscount, .newPrice, .agreementDiscount, .externalBenefit, .gift: break
        }
    }

    private mutating func read(list: String, in catalog: String) {
        for code in CodeList(list).codes { add(.catalog(catalog), code) }
    }

    private mutating func add(_ register: MapCode.Register, _ code: String) {
        // A dash says that an element has none.
        guard !code.isEmpty, code != "-", known.insert(MapCode(register: register, code: code)).inserted else { return }
        codes.append((MapCode(register: register, code: code), promotion))
    }
}
