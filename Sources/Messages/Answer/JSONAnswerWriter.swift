/// Writes an answer as JSON, byte for byte as the protocol asks.
struct JSONAnswerWriter {
    /// The elements that are arrays, even with one entry; all others are objects.
    private static let arrays: Set<String> = [
        "optional", "promo", "benefit", "redeem", "item", "coupon", "customer", "payment", "loyaltycard", "limit",
        "error",
    ]

    private var bytes: [UInt8] = []

    /// The whole document.
    static func write(_ root: Node) -> [UInt8] {
        var writer = JSONAnswerWriter()
        writer.append("{\"message\":")
        writer.writeObject(root)
        writer.append("}\n")
        return writer.bytes
    }

    private mutating func writeObject(_ node: Node) {
        append("{")
        var isFirst = true
        for attribute in node.attributes {
            startMember(attribute.name, &isFirst)
            JSONValue.writeString(attribute.value, to: &bytes)
        }
        var index = 0
        while index < node.children.count {
            let name = node.children[index].name
            startMember(name, &isFirst)
            guard JSONAnswerWriter.arrays.contains(name) else {
                writeObject(node.children[index])
                index += 1
                continue
            }
            let end = node.children[index...].firstIndex { $0.name != name } ?? node.children.count
            writeArray(node.children[index..<end])
            index = end
        }
        if node.name == "loyalty" {
            startMember("redeemTable", &isFirst)
            append("{}")
        }
        append("}")
    }

    private mutating func writeArray(_ nodes: ArraySlice<Node>) {
        append("[")
        for index in nodes.indices {
            if index > nodes.startIndex { append(",") }
            writeObject(nodes[index])
        }
        append("]")
    }

    private mutating func startMember(_ name: String, _ isFirst: inout Bool) {
        if !isFirst { append(",") }
        isFirst = false
        JSONValue.writeString(name, to: &bytes)
        append(":")
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
