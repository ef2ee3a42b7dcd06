internal import Messages

/// Turns comma-separated rows, piece by piece, into an envelope whose items have the columns of the first row.
///
/// Cells may stand in quotes, which are doubled within; the separator is a comma or a semicolon, as the first row has
/// it. An empty cell says nothing.
public struct CSVStream: Sendable {
    private var columns: [String] = []
    private var row: [[UInt8]] = []
    private var cell: [UInt8] = []
    private var isQuoted = false
    private var wasQuoted = false
    private var lastWasQuote = false
    private var separator: UInt8?
    /// Bytes of a byte order mark that have come; nil once it is known whether there is one.
    private var markBytes: Int? = 0
    private var items = 0

    /// The envelope's beginning.
    public let head: [UInt8]
    /// The envelope's end.
    public let tail = Array("]}".utf8)

    /// Begins before the first byte.
    ///
    /// - Parameters:
    ///   - company: the company.
    ///   - catalog: the catalog.
    ///   - isReplacing: whether the rows replace the catalog.
    public init(company: String, catalog: CatalogName, isReplacing: Bool) {
        let members = JSONValue.object([
            .init("companyId", .string(company)), .init("catalog", .string(catalog.description)),
            .init("deleteAllCollectionFirst", .bool(isReplacing)),
        ])
        head = Array(members.text.utf8.dropLast()) + Array(#","items":["#.utf8)
    }

    /// Takes the next bytes.
    ///
    /// - Parameter bytes: what follows what was taken before.
    /// - Returns: the envelope's next bytes.
    /// - Throws: `ImportProblem` where the first row does not name columns.
    public mutating func take(_ bytes: [UInt8]) throws(ImportProblem) -> [UInt8] {
        var made: [UInt8] = []
        for byte in bytes {
            if let seen = markBytes {
                if byte == CSVStream.mark[seen] {
                    markBytes = seen + 1 < CSVStream.mark.count ? seen + 1 : nil
                    continue
                }
                try takeMark(&made)
            }
            try take(byte, &made)
        }
        return made
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Takes for text what turned out to be no byte order mark.
    private mutating func takeMark(_ made: inout [UInt8]) throws(ImportProblem) {
        let seen = markBytes ?? 0
        markBytes = nil
        for byte in CSVStream.mark.prefix(seen) { try take(byte, &made) }
    }

    /// Ends the last row, where no line feed does.
    ///
    /// - Returns: the envelope's last bytes.
    /// - Throws: `ImportProblem` where there is no row at all, or a quoted cell does not end.
    public mutating func finish() throws(ImportProblem) -> [UInt8] {
        var made: [UInt8] = []
        try takeMark(&made)
        guard !isQuoted || lastWasQuote else { throw ImportProblem("row \(items + 2): a quoted cell does not end") }
        if !cell.isEmpty || !row.isEmpty || wasQuoted { try endRow(&made) }
        guard !columns.isEmpty else { throw ImportProblem("row 1: found nothing, expected the names of the columns") }
        return made + tail
    }

    private mutating func take(_ byte: UInt8, _ made: inout [UInt8]) throws(ImportProblem) {
        if isQuoted {
            if lastWasQuote {
                lastWasQuote = false
                if byte == UInt8(ascii: "\"") { return cell.append(byte) }
                isQuoted = false
            } else if byte == UInt8(ascii: "\"") {
                lastWasQuote = true
                return
            } else {
                return cell.append(byte)
            }
        }
        switch byte {
        case UInt8(ascii: "\"") where cell.isEmpty: (isQuoted, wasQuoted) = (true, true)
        case UInt8(ascii: ","), UInt8(ascii: ";"):
            if separator == nil { separator = byte }
            if byte == separator { endCell() } else { cell.append(byte) }
        case 0x0A: if !cell.isEmpty || !row.isEmpty { try endRow(&made) }
        case 0x0D: break
        default: cell.append(byte)
        }
    }

    private mutating func endCell() {
        row.append(cell)
        (cell, wasQuoted) = ([], false)
    }

    private mutating func endRow(_ made: inout [UInt8]) throws(ImportProblem) {
        endCell()
        (isQuoted, lastWasQuote) = (false, false)
        defer { row = [] }
        if columns.isEmpty {
            columns = row.map { String(decoding: $0, as: UTF8.self) }
            guard Set(columns).count == columns.count, !columns.contains("") else {
                throw ImportProblem("row 1: found an empty or repeated column, expected a name for each")
            }
            if separator == nil { separator = UInt8(ascii: ",") }
            return
        }
        var members: [JSONValue.Member] = []
        for (index, cell) in row.enumerated() where !cell.isEmpty {
            // A cell too many is told of by a column that no row may have.
            let name = index < columns.count ? columns[index] : "column \(index + 1)"
            members.append(.init(name, .string(String(decoding: cell, as: UTF8.self))))
        }
        if items > 0 { made.append(UInt8(ascii: ",")) }
        items += 1
        JSONValue.object(members).write(to: &made)
    }
}
