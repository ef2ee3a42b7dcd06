/// Writes `error` elements.
enum ErrorElements {
    /// One for each error, up to the protocol's maximum.
    static func write(_ errors: [AnswerError], to writer: inout AnswerWriter) {
        writer.open("errors")
        for error in errors.prefix(Limits.errors) {
            writer.open("error")
            writer.attribute("ack", error.ack.rawValue)
            writer.attribute("info", error.info)
            writer.attribute("seq", error.seq)
            writer.attribute("type", error.type)
            writer.close()
        }
        writer.close()
    }
}
