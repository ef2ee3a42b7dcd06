public import Promotions

/// The name of a command: `item-add`, `coupon-void` and so on.
public struct CommandName: Hashable, Sendable {
    /// What is entered or removed; never the transaction.
    public var kind: ElementKind
    /// Whether it removes.
    public var isVoid: Bool

    /// A name from its parts.
    public init(_ kind: ElementKind, isVoid: Bool = false) {
        self.kind = kind
        self.isVoid = isVoid
    }

    /// The kinds that can be entered, in the order in which participants are listed.
    public static let kinds: [ElementKind] = [.item, .coupon, .customer, .payment, .loyaltyCard]

    private static let byText: [String: CommandName] = {
        var names: [String: CommandName] = [:]
        for kind in kinds {
            for isVoid in [false, true] {
                let name = CommandName(kind, isVoid: isVoid)
                names[name.text] = name
            }
        }
        return names
    }()

    /// The name that a text spells, nil for any other text.
    public init?(_ text: String) {
        guard let name = CommandName.byText[text] else { return nil }
        self = name
    }

    /// The name on the wire.
    public var text: String { kind.rawValue + (isVoid ? "-void" : "-add") }
}
