internal import Messages
internal import Promotions

/// Tickets from a file with one JSON message a line, each a whole sale of its own.
enum TicketFile {
    /// Decodes all of them.
    static func read(_ bytes: [UInt8], named name: String) throws(BenchError) -> [Ticket] {
        var reader = DocumentReader()
        var tickets: [Ticket] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            tickets.append(try ticket(Array(line), .json, &reader, "\(name), line \(index + 1)"))
        }
        guard !tickets.isEmpty else { throw .failed("\(name): no ticket in it") }
        return tickets
    }

    /// Decodes one message.
    static func ticket(
        _ body: [UInt8], _ format: RequestFormat, _ reader: inout DocumentReader, _ place: String
    ) throws(BenchError) -> Ticket {
        let document: RawDocument
        do throws(UnreadableDocument) {
            document = try reader.read(body, format)
        } catch {
            throw .failed("\(place): \(error)")
        }
        do throws(InvalidRequest) {
            let request = try Request(document)
            var elements = TicketElements()
            elements.apply(try request.commands(asReturn: false))
            return elements.ticket(for: request.header)
        } catch {
            throw .failed("\(place): \(error.errors)")
        }
    }
}
