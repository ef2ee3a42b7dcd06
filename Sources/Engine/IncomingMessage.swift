public import Messages

/// A message as it came off a queue.
public struct IncomingMessage: Sendable {
    /// The body's bytes.
    public var body: [UInt8]
    /// Its form.
    public var format: RequestFormat
    /// The form of its answer; that of the message unless somebody wants another.
    public var answerFormat: RequestFormat

    /// A message from its body and the content type it came with.
    public init(body: [UInt8], contentType: String?) {
        self.body = body
        format = RequestFormat(contentType: contentType, body: body)
        answerFormat = format
    }
}

/// What became of a message.
public struct ProcessedMessage: Sendable {
    /// The answer's bytes, in the form of the request.
    public var answer: [UInt8]
    /// The result it reports.
    public var ack: Ack
    /// Whether it is the answer that was stored for an earlier message of the same bytes.
    public var isRepeated: Bool
    /// The transaction it belongs to, for the log; nil where there is none.
    public var transaction: String?
    /// What is wrong with the message, for the log, nil where nothing is; never personal data.
    public var problem: String?
    /// What of its header can be read, for the log.
    public var echo: Echo?
    /// What it did, in numbers.
    public var figures = MessageFigures()

    init(
        answer: [UInt8], ack: Ack, isRepeated: Bool = false, transaction: String? = nil, problem: String? = nil,
        echo: Echo? = nil
    ) {
        self.answer = answer
        self.ack = ack
        self.isRepeated = isRepeated
        self.transaction = transaction
        self.problem = problem
        self.echo = echo
    }
}
