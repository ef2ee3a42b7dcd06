internal import Messages
internal import Promotions

/// What can be read of a message's head, whatever else is wrong with it.
struct TicketHead: Hashable, Sendable {
    /// The company; nil where it cannot be read.
    var company: String?
    /// The store; nil where it cannot be read.
    var store: String?
    /// Date and time; nil where they cannot be read.
    var dateTime: LocalDateTime?

    /// Reads a message's head.
    init(_ ticket: TicketFile) {
        var reader = DocumentReader()
        let attributes = (try? reader.read(ticket.body, ticket.format))?.attributes ?? []
        func value(_ name: String) -> String? {
            attributes.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        company = value("companyId")
        store = value("store")
        dateTime = value("date-time").flatMap { LocalDateTime($0) }
    }

    /// The routing key a till publishes the message with; `0` stands for what cannot be read.
    var routingKey: String { "pos.\(TicketHead.word(company)).\(TicketHead.word(store))" }

    /// A point separates the words of a key; a key has 255 bytes at most.
    private static func word(_ text: String?) -> String {
        guard let text, text.utf8.count <= 100 else { return "0" }
        return text.replacing(".", with: "_")
    }
}
