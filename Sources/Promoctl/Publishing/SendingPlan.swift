internal import Messages

/// What is sent, in which order and how fast.
struct SendingPlan: Hashable, Sendable {
    /// The messages.
    var tickets: [TicketFile]
    /// How often each is sent; above 1, or with stores or a rate, as copies of other tills.
    var copies: Int?
    /// The stores of the copies in turn; empty keeps the messages' own.
    var stores: [String]
    /// How many microseconds lie between two messages; 0 sends as fast as answers come.
    var pause: Int64
    /// How many messages may be without an answer.
    var window: Int
    /// The terminal of the first copy; the next ones count up.
    var firstTerminal: Int

    /// A message on its way.
    struct Message: Hashable, Sendable {
        /// Its bytes.
        var body: [UInt8]
        /// Its form.
        var format: RequestFormat
        /// How it is routed.
        var routingKey: String
    }

    /// One message after the other, as they are, each after the answer to the one before.
    init(tickets: [TicketFile]) {
        self.tickets = tickets
        (copies, stores, pause, window, firstTerminal) = (nil, [], 0, 1, 0)
    }

    /// Copies of many tills.
    ///
    /// - Parameters:
    ///   - tickets: the messages.
    ///   - copies: how often each is sent.
    ///   - stores: the stores of the copies in turn; empty keeps the messages' own.
    ///   - pause: microseconds between two messages; nil sends as fast as answers come, some at a time.
    ///   - now: milliseconds since 1970: another run has other terminals, or it would only get its answers again.
    init(tickets: [TicketFile], copies: Int, stores: [String], pause: Int64?, now: Int64) {
        self.tickets = tickets
        self.copies = copies
        self.stores = stores
        self.pause = pause ?? 0
        // At a given rate an answer that is late must not slow down the rest.
        window = pause == nil ? 50 : 10_000
        firstTerminal = Int(now / 1_000 % 90_000 + 10_000) * 100_000
    }

    /// How many messages are sent.
    var count: Int { tickets.count * (copies ?? 1) }

    /// Whether the messages are sent as they are.
    var isPlain: Bool { copies == nil }

    /// A message; nil where a copy cannot be made because no head is found.
    func message(_ index: Int) -> Message? {
        let ticket = tickets[index % tickets.count]
        guard copies != nil else {
            return Message(body: ticket.body, format: ticket.format, routingKey: TicketHead(ticket).routingKey)
        }
        let store = stores.isEmpty ? nil : stores[index / tickets.count % stores.count]
        let terminal = String(firstTerminal + index)
        guard let body = TicketCopy.make(ticket, store: store, terminal: terminal) else { return nil }
        let copy = TicketFile(place: ticket.place, body: body)
        return Message(body: body, format: copy.format, routingKey: TicketHead(copy).routingKey)
    }

    /// When a message is due, in microseconds after the first.
    func due(_ index: Int) -> Int64 { Int64(index) * pause }
}
