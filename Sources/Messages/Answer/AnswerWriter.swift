/// Writes an answer's document straight into its bytes, byte for byte as the protocol asks of either form.
///
/// Attributes come in ascending order of their names, before the elements that stand in the same element.
struct AnswerWriter: ~Copyable {
    /// An element that is not closed yet.
    private struct Open {
        let name: StaticString
        /// Its last attribute.
        var attribute: StaticString = ""
        /// Whether something stands in it.
        var hasMembers = false
        /// The elements of one name that are being listed, in JSON.
        var array: StaticString = ""
    }

    private var document = ByteWriter(expecting: 8_192)
    private let format: RequestFormat
    private var path: [Open] = []

    /// A document without a root.
    init(_ format: RequestFormat) {
        self.format = format
        path.reserveCapacity(8)
        if format == .xml { put("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n") }
    }

    /// The document.
    var bytes: [UInt8] { document.bytes }

    /// Begins an element; its attributes and what stands in it follow.
    mutating func open(_ name: StaticString) {
        switch format {
        case .xml:
            beginContent()
            indent()
            put(UInt8(ascii: "<"))
            put(name)
        case .json: openMember(name)
        }
        path.append(Open(name: name))
    }

    /// Ends the element that was begun last.
    mutating func close() {
        guard let last = path.popLast() else { preconditionFailure("no element is open") }
        switch format {
        case .xml:
            if !last.hasMembers { return put("/>\n") }
            indent()
            put("</")
            put(last.name)
            put(">\n")
        case .json:
            if last.array.utf8CodeUnitCount > 0 { put(UInt8(ascii: "]")) }
            if last.name.isSame(as: "loyalty") { put(last.hasMembers ? ",\"redeemTable\":{}" : "\"redeemTable\":{}") }
            put(UInt8(ascii: "}"))
            if path.isEmpty { put("}\n") }
        }
    }

    /// An element without elements of its own.
    mutating func empty(_ name: StaticString) {
        open(name)
        close()
    }

    /// A text.
    mutating func attribute(_ name: StaticString, _ value: String) {
        begin(name)
        switch format {
        case .xml: XMLEscape.append(value, to: &document)
        case .json: JSONValue.writeEscaped(value, to: &document)
        }
        put(UInt8(ascii: "\""))
    }

    /// A text, where there is one.
    mutating func attribute(_ name: StaticString, _ value: String?) {
        if let value { attribute(name, value) }
    }

    /// A whole number.
    mutating func attribute(_ name: StaticString, _ value: Int) {
        attribute(name, Figure(units: Int128(value), scale: 0, decimals: 0))
    }

    /// A number.
    mutating func attribute(_ name: StaticString, _ value: Figure) {
        begin(name)
        value.append(to: &document)
        put(UInt8(ascii: "\""))
    }
}

extension AnswerWriter {
    /// What the protocol repeats, even once, is an array in JSON; all else is an object.
    private static func isRepeated(_ name: StaticString) -> Bool {
        switch name.description {
        case "optional", "promo", "benefit", "redeem", "item", "coupon", "customer", "payment", "loyaltycard", "limit",
            "missing", "error":
            true
        default: false
        }
    }

    /// Writes an attribute up to its value.
    private mutating func begin(_ name: StaticString) {
        let last = path.count - 1
        assert(path[last].attribute.precedes(name), "\(name) stands behind \(path[last].attribute)")
        path[last].attribute = name
        switch format {
        case .xml:
            put(UInt8(ascii: " "))
            put(name)
            put("=\"")
        case .json:
            if path[last].hasMembers { put(UInt8(ascii: ",")) }
            path[last].hasMembers = true
            put(UInt8(ascii: "\""))
            put(name)
            put("\":\"")
        }
    }

    /// Ends the start tag in which the first element is to stand.
    private mutating func beginContent() {
        guard let last = path.indices.last, !path[last].hasMembers else { return }
        path[last].hasMembers = true
        put(">\n")
    }

    private mutating func openMember(_ name: StaticString) {
        guard let last = path.indices.last else { return put("{\"message\":{") }
        if path[last].array.isSame(as: name) { return put(",{") }
        if path[last].array.utf8CodeUnitCount > 0 { put(UInt8(ascii: "]")) }
        if path[last].hasMembers { put(UInt8(ascii: ",")) }
        path[last].hasMembers = true
        let isRepeated = AnswerWriter.isRepeated(name)
        path[last].array = isRepeated ? name : ""
        put(UInt8(ascii: "\""))
        put(name)
        put(isRepeated ? "\":[{" : "\":{")
    }

    private mutating func indent() {
        document.putBlanks(2 * path.count)
    }

    private mutating func put(_ byte: UInt8) { document.put(byte) }

    private mutating func put(_ text: StaticString) { document.put(text) }
}

extension StaticString {
    /// Whether both have the same bytes.
    fileprivate func isSame(as other: StaticString) -> Bool {
        utf8CodeUnitCount == other.utf8CodeUnitCount
            && withUTF8Buffer { left in other.withUTF8Buffer { right in unsafe left.elementsEqual(right) } }
    }

    /// Whether it comes before another by code point.
    func precedes(_ other: StaticString) -> Bool {
        withUTF8Buffer { left in other.withUTF8Buffer { right in unsafe left.lexicographicallyPrecedes(right) } }
    }
}
