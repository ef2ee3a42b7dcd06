internal import Messages

/// Reads the rows of an import: a JSON array, a JSON object a line, or CSV with a heading.
enum ImportFile {
    /// The rows of a file.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: its name, for people.
    /// - Returns: its rows; one that is no object has that as its problem.
    /// - Throws: `Failure` where it is none of the three.
    static func rows(_ bytes: [UInt8], name: String) throws(Failure) -> [ImportRow] {
        let first = bytes.first { !blanks.contains($0) }
        switch first {
        case nil: throw .failed("\(name): found nothing, expected JSON or CSV")
        case UInt8(ascii: "["): return try array(bytes, name)
        case UInt8(ascii: "{"): return lines(bytes)
        default: return try table(bytes, name)
        }
    }

    /// Blanks, and a byte order mark.
    private static let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]

    private static func array(_ bytes: [UInt8], _ name: String) throws(Failure) -> [ImportRow] {
        do throws(JSONError) {
            guard case .array(let entries) = try JSONReader.read(bytes) else { return [] }
            return zip(entries, linesOfEntries(bytes)).map { ImportRow(line: $1, json: $0) }
        } catch {
            throw .failed("\(name): \(error)")
        }
    }

    /// An object a line; a line that cannot be read does not keep the others from it.
    private static func lines(_ bytes: [UInt8]) -> [ImportRow] {
        // A single object may stand on many lines.
        if let only = try? JSONReader.read(bytes) { return [ImportRow(line: 1, json: only)] }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        return lines.compactMap { index, line in
            guard line.contains(where: { !blanks.contains($0) }) else { return nil }
            do throws(JSONError) {
                return ImportRow(line: index + 1, json: try JSONReader.read(Array(line)))
            } catch {
                return ImportRow(line: index + 1, problem: "column \(error.column): \(error.problem)")
            }
        }
    }

    private static func table(_ bytes: [UInt8], _ name: String) throws(Failure) -> [ImportRow] {
        let records = CSVText.records(bytes)
        guard let heading = records.first else { throw .failed("\(name): found nothing, expected JSON or CSV") }
        guard Set(heading.values).count == heading.values.count else {
            throw .failed("\(name): the heading names a column twice")
        }
        return records.dropFirst().map { record in
            guard record.values.count == heading.values.count else {
                return ImportRow(
                    line: record.line,
                    problem: "found \(record.values.count) values, the heading has \(heading.values.count)")
            }
            return ImportRow(line: record.line, texts: Array(zip(heading.values, record.values)))
        }
    }

    /// On which line each entry of an array begins; the text is known to be JSON.
    private static func linesOfEntries(_ bytes: [UInt8]) -> [Int] {
        var found: [Int] = []
        var (line, depth, isText, isEscaped, isExpected) = (1, 0, false, false, false)
        for byte in bytes {
            if byte == 0x0A { line += 1 }
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            if isExpected, !blanks.contains(byte), byte != UInt8(ascii: "]") {
                found.append(line)
                isExpected = false
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth == 1 { isExpected = true }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 1: isExpected = true
            default: break
            }
        }
        return found
    }
}
