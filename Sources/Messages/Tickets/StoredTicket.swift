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
    public var text: String {
        var writer = StoredTicketWriter()
        if !attributes.entries.isEmpty { writer.member(TicketElements.attributesName, attributes) }
        writer.member(CommandName(.item).text, items.lazy.map(\.attributes))
        writer.member(TicketElements.returnName, returnLines.lazy.map(TicketElements.attributes))
        writer.member(CommandName(.coupon).text, coupons.lazy.map(\.attributes))
        writer.member(CommandName(.customer).text, customers.lazy.map(\.attributes))
        writer.member(CommandName(.payment).text, payments.lazy.map(\.attributes))
        writer.member(CommandName(.loyaltyCard).text, loyaltyCards.lazy.map(\.attributes))
        return writer.end()
    }

    /// Reads the stored form.
    ///
    /// - Parameter json: what `text` says.
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

    private static func attributes(_ line: ReturnLine) -> Attributes {
        var attributes = Attributes([Attributes.Entry(name: "seq", value: String(line.seq))])
        attributes["qty"] = line.qty.map { String($0) }
        attributes["magnitude"] = line.magnitude.map {
            DecimalText.printShort($0.units, scale: Quantity.decimals)
        }
        return attributes
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

/// Writes the members of a stored ticket, straight into its bytes.
private struct StoredTicketWriter: ~Copyable {
    private var document = ByteWriter(expecting: 4_096)
    private var isEmpty = true

    init() { document.put(UInt8(ascii: "{")) }

    /// The whole object.
    mutating func end() -> String {
        document.put(UInt8(ascii: "}"))
        return document.text
    }

    /// Writes a member that is an object.
    mutating func member(_ name: String, _ attributes: Attributes) {
        begin(name)
        object(attributes)
    }

    /// Writes a member that is a list of objects; nothing where there are none.
    mutating func member(_ name: String, _ elements: some Collection<Attributes>) {
        guard !elements.isEmpty else { return }
        begin(name)
        var separator = UInt8(ascii: "[")
        for attributes in elements {
            document.put(separator)
            object(attributes)
            separator = UInt8(ascii: ",")
        }
        document.put(UInt8(ascii: "]"))
    }

    private mutating func begin(_ name: String) {
        if !isEmpty { document.put(UInt8(ascii: ",")) }
        isEmpty = false
        JSONValue.writeString(name, to: &document)
        document.put(UInt8(ascii: ":"))
    }

    private mutating func object(_ attributes: Attributes) {
        document.put(UInt8(ascii: "{"))
        for (index, entry) in attributes.entries.enumerated() {
            if index > 0 { document.put(UInt8(ascii: ",")) }
            JSONValue.writeString(entry.name, to: &document)
            document.put(UInt8(ascii: ":"))
            JSONValue.writeString(entry.value, to: &document)
        }
        document.put(UInt8(ascii: "}"))
    }
}
