internal import Messages
public import Promotions
public import Storage

/// A product of the catalog, as far as evaluating it needs.
public struct Product: Hashable, Sendable {
    /// What it is called by.
    public var code: String
    /// What one piece costs; nil where the catalog does not say.
    public var price: Money?
    /// The least that promotions may leave of a piece.
    public var minPrice: Money
    /// Whether monetary benefits may lower its price.
    public var isDiscountable: Bool
    /// Its attributes as a till sends them, `code` included.
    public var attributes: Attributes

    /// Fields of the catalog that are no attributes of a line.
    private static let own: Set<String> = ["operation", "price", "seq", "qty", "magnitude", "unitprice", "xprice"]

    /// Reads an entry of the catalog of products; nil where it is none.
    public init?(_ entry: CatalogEntry) {
        guard case .object(let members)? = try? JSONReader.read(Array(entry.data.utf8)) else { return nil }
        let fields = RowFields(members: members)
        do throws(RowError) {
            price = try fields.money("price")
            minPrice = try fields.money("minprice") ?? .zero
            isDiscountable = try fields.flag("discountable") ?? true
        } catch {
            return nil
        }
        code = entry.code
        attributes = ["code": entry.code]
        for member in members where !Product.own.contains(member.name) && member.name != "code" {
            guard let texts = try? fields.list(member.name), !texts.isEmpty else { continue }
            // A text keeps its own separators.
            attributes[member.name] = Flag.text(member.value) ?? texts.joined(separator: "|")
        }
        // As a till would say it, however the catalog does.
        if attributes["discountable"] != nil { attributes["discountable"] = isDiscountable ? "true" : "false" }
    }

    /// A line with so many pieces of it, as a till sends it; nil without a price.
    public func line(seq: Int = 1, pieces: Int = 1) -> Item? {
        guard let price else { return nil }
        let total = price * Int128(pieces)
        func text(_ money: Money) -> String { DecimalText.printShort(money.units, scale: Money.decimals) }
        var all: Attributes = [
            "seq": String(seq), "unitprice": text(price), "xprice": text(total), "qty": String(pieces),
        ]
        all.entries += attributes.entries
        return Item(
            seq: seq, unitPrice: price, price: total, pieces: pieces, minPrice: minPrice,
            isDiscountable: isDiscountable, attributes: all)
    }
}

extension Item {
    /// Adds what the line lacks of a product's attributes; what it has stays.
    ///
    /// - Parameter known: the product's attributes, with the names that a till sends.
    public mutating func complete(with known: Attributes) {
        for entry in known.entries where attributes[entry.name] == nil {
            attributes.entries.append(entry)
            switch entry.name {
            case "minprice":
                if let units = DecimalText.parse(entry.value, decimals: Money.decimals) {
                    minPrice = Money(units: units)
                }
            case "discountable": isDiscountable = entry.value != "false"
            default: break
            }
        }
    }
}
