/// The start tag of an XML document's root, found without reading the rest.
struct StartTag: Hashable, Sendable {
    /// The document, with what was set.
    private(set) var document: [UInt8]
    /// Behind the tag's name.
    private let nameEnd: Int

    /// Finds the tag.
    ///
    /// - Parameters:
    ///   - document: XML in an encoding whose first half is ASCII.
    ///   - name: the root's name; where the root is another, there is no tag.
    init?(in document: [UInt8], named name: String) {
        let opening = Array("<\(name)".utf8)
        var position = 0
        while let start = document[position...].firstIndex(of: UInt8(ascii: "<")) {
            let rest = document[start...]
            if rest.starts(with: opening), let next = rest.dropFirst(opening.count).first, StartTag.ends(next) {
                self.document = document
                nameEnd = start + opening.count
                return
            }
            // Before the root there are only a declaration, comments and instructions.
            guard let end = StartTag.end(of: rest) else { return nil }
            position = end
        }
        return nil
    }

    /// Gives an attribute a value, in the place of the one it has.
    mutating func set(_ name: String, _ value: String) {
        let text = Array(StartTag.escaped(value).utf8)
        if let range = values[name] {
            document.replaceSubrange(range, with: text)
        } else {
            document.insert(contentsOf: Array(" \(name)=\"".utf8) + text + [UInt8(ascii: "\"")], at: nameEnd)
        }
    }

    /// Where the values of the attributes stand, without their quotes.
    private var values: [String: Range<Int>] {
        var found: [String: Range<Int>] = [:]
        var position = nameEnd
        var name: [UInt8] = []
        while position < document.count, document[position] != UInt8(ascii: ">") {
            let byte = document[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard let end = document[position...].firstIndex(of: byte) else { return found }
                found[String(decoding: name, as: UTF8.self)] = position..<end
                name = []
                position = end + 1
            case UInt8(ascii: "="), UInt8(ascii: "/"): break
            case _ where StartTag.isBlank(byte): break
            default: name.append(byte)
            }
        }
        return found
    }

    /// Behind a declaration, an instruction or a comment; nil where something else begins.
    private static func end(of rest: ArraySlice<UInt8>) -> Int? {
        let closing: String
        if rest.starts(with: Array("<!--".utf8)) {
            closing = "-->"
        } else if rest.starts(with: Array("<?".utf8)) {
            closing = "?>"
        } else {
            return nil
        }
        let pattern = Array(closing.utf8)
        var position = rest.startIndex
        while position + pattern.count <= rest.endIndex {
            if rest[position..<position + pattern.count].elementsEqual(pattern) { return position + pattern.count }
            position += 1
        }
        return nil
    }

    private static func ends(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
            .replacing("'", with: "&apos;")
    }
}
