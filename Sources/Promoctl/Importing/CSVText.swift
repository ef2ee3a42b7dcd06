/// Values separated by commas or semicolons, a record a line, quoted where they hold a separator.
enum CSVText {
    /// A record, with the line on which it begins.
    struct Record: Hashable, Sendable {
        var line: Int
        var values: [String]
    }

    /// The records of a text; empty lines are left out.
    ///
    /// - Parameter bytes: the text, with or without a byte order mark.
    /// - Returns: the records in order; the last value of one whose quotes never end holds all that follows.
    static func records(_ bytes: [UInt8]) -> [Record] {
        var rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        let heading = rest.prefix { $0 != lineFeed }
        let separator = heading.contains(comma) || !heading.contains(semicolon) ? comma : semicolon
        var records: [Record] = []
        var line = 1
        while !rest.isEmpty {
            let start = line
            let values = record(&rest, separator, &line)
            if values != [""] { records.append(Record(line: start, values: values)) }
        }
        return records
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let comma = UInt8(ascii: ",")
    private static let semicolon = UInt8(ascii: ";")
    private static let quote = UInt8(ascii: "\"")

    private static func record(_ rest: inout ArraySlice<UInt8>, _ separator: UInt8, _ line: inout Int) -> [String] {
        var values: [String] = []
        var value: [UInt8] = []
        var isQuoted = false
        while let byte = rest.popFirst() {
            if byte == lineFeed { line += 1 }
            switch byte {
            case quote where isQuoted && rest.first == quote:
                rest.removeFirst()
                value.append(quote)
            case quote where isQuoted: isQuoted = false
            case quote where value.isEmpty: isQuoted = true
            case _ where isQuoted: value.append(byte)
            case separator:
                values.append(String(decoding: value, as: UTF8.self))
                value = []
            case lineFeed:
                if value.last == UInt8(ascii: "\r") { value.removeLast() }
                return values + [String(decoding: value, as: UTF8.self)]
            default: value.append(byte)
            }
        }
        if value.last == UInt8(ascii: "\r") { value.removeLast() }
        return values + [String(decoding: value, as: UTF8.self)]
    }
}
