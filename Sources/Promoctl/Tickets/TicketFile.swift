internal import Messages

/// A message read from a file.
struct TicketFile: Hashable, Sendable {
    /// Where it was found, for people: the file, and the line where a file holds several.
    var place: String
    /// The message's bytes.
    var body: [UInt8]

    /// The messages of a file: the file itself, or each line where it holds one JSON message a line.
    ///
    /// - Parameters:
    ///   - path: the file's name; one that ends with `.ndjson` is taken line by line whatever it holds.
    ///   - bytes: its bytes.
    /// - Returns: the messages in order.
    static func split(_ path: String, _ bytes: [UInt8]) -> [TicketFile] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().map { index, line in
            TicketFile(place: "\(path):\(index + 1)", body: Array(line.last == 0x0D ? line.dropLast() : line))
        }
        let messages = lines.filter { line in line.body.contains { $0 != 0x20 && $0 != 0x09 } }
        guard path.hasSuffix(".ndjson") || holdsLines(messages) else { return [TicketFile(place: path, body: bytes)] }
        return messages
    }

    /// Reads the files that a command line names.
    ///
    /// - Parameter paths: the files; `-` is standard input.
    /// - Returns: all their messages in order.
    /// - Throws: `Failure` where a file cannot be read or holds nothing.
    static func read(_ paths: [String]) throws(Failure) -> [TicketFile] {
        guard paths.count(where: { $0 == "-" }) <= 1 else { throw .usage("- (standard input) can be read once only") }
        var tickets: [TicketFile] = []
        for path in paths {
            let name = path == "-" ? "standard input" : path
            let messages = split(name, try Files.read(path))
            guard !messages.isEmpty else { throw .failed("\(name): found no message") }
            tickets += messages
        }
        return tickets
    }

    /// The message's form, by its first byte.
    var format: RequestFormat { RequestFormat(contentType: nil, body: body) }

    private static func holdsLines(_ lines: [TicketFile]) -> Bool {
        guard lines.count > 1, let first = lines.first?.body, case .object? = try? JSONReader.read(first) else {
            return false
        }
        return true
    }
}
