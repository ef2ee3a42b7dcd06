/// Builds `errors/error`.
enum ErrorNode {
    /// One node for each error, up to the protocol's maximum.
    static func make(_ errors: [AnswerError]) -> [Node] {
        errors.prefix(Limits.errors).map { error in
            Node(
                "error",
                [
                    ("ack", String(error.ack.rawValue)), ("info", error.info), ("seq", String(error.seq)),
                    ("type", error.type),
                ])
        }
    }
}
