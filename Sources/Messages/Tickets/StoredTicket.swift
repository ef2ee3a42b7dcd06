internal import Promotions

/// Why a stored ticket cannot be read back.
public struct StoredTicketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for people.
    public var description: String

    /// An error with its description.
    public init(_ description: String) { self.description = description }
}

/// The form in which tickets are stored: the protocol's JSON commands, all values texts.
///
/// `{"attributes":{…},"item-add":[…],"coupon-add":[…],…}`; kinds without elements are left out, and lines of a return
/// stand under `return-add`.
extension TicketElements {
    private static let returnName = "return-add"
    private static let attributesName = "attributes"

    /// The stored form.
    ///
    /// The attributes of an element, as sent, are what is stored; its typed fields are read from them again. So what an
    /// element is completed with from elsewhere does not belong in here.
    public var json: JSONValue {
        var members: [JSONValue.Member] = []
        if !attributes.entries.isEmpty {
            members.append(JSONValue.Member(TicketElements.attributesName, TicketElements.object(attributes)))
        }
        func add(_ name: String, _ objects: [JSONValue]) {
            if !objects.isEmpty { members.append(JSONValue.Member(name, .array(objects))) }
        }
        add(CommandName(.item).text, items.map { TicketElements.object($0.attributes) })
        add(TicketElements.returnName, returnLines.map(TicketElements.object))
        for (kind, elements) in [
            (ElementKind.coupon, coupons), (.customer, customers), (.payment, payments), (.loyaltyCard, loyaltyCards),
        ] {
            add(CommandName(kind).text, elements.map { TicketElements.object($0.attributes) })
        }
        return .object(members)
    }

    /// Reads the stored form.
    ///
    /// - Parameter json: what `json` gave.
    /// - Throws: `StoredTicketError` for anything else.
    public init(json: JSONValue) throws(StoredTicketError) {
        self.init()
        guard case .object(let members) = json else { throw StoredTicketError("an object is expected") }
        for member in members {
            if member.name == TicketElements.attributesName {
                apply([], attributes: try TicketElements.attributes(member))
                continue
            }
            let isReturn = member.name == TicketElements.returnName
            guard let name = isReturn ? CommandName(.item) : CommandName(member.name), !name.isVoid,
                case .array(let objects) = member.value
            else { throw StoredTicketError("\(member.name): an array of elements is expected") }
            var commands: [Command] = []
            for object in objects {
                let entries = try TicketElements.attributes(JSONValue.Member(member.name, object)).entries
                var decoder = CommandDecoder(RawDocument.Command(name, entries))
                guard let command = decoder.decode(asReturn: isReturn) else {
                    let problem = decoder.errors.first?.info ?? "no element"
                    throw StoredTicketError("\(member.name): \(problem)")
                }
                commands.append(command)
            }
            apply(commands)
        }
    }

    private static func object(_ attributes: Attributes) -> JSONValue {
        .object(attributes.entries.map { JSONValue.Member($0.name, .string($0.value)) })
    }

    private static func object(_ line: ReturnLine) -> JSONValue {
        var members = [JSONValue.Member("seq", .string(String(line.seq)))]
        if let qty = line.qty { members.append(JSONValue.Member("qty", .string(String(qty)))) }
        if let magnitude = line.magnitude {
            let text = DecimalText.printShort(magnitude.units, scale: Quantity.decimals)
            members.append(JSONValue.Member("magnitude", .string(text)))
        }
        return .object(members)
    }

    private static func attributes(_ member: JSONValue.Member) throws(StoredTicketError) -> Attributes {
        guard case .object(let members) = member.value else {
            throw StoredTicketError("\(member.name): an object is expected")
        }
        var attributes = Attributes()
        for entry in members {
            guard case .string(let text) = entry.value else {
                throw StoredTicketError("\(member.name).\(entry.name): a text is expected")
            }
            attributes.entries.append(Attributes.Entry(name: entry.name, value: text))
        }
        return attributes
    }
}
