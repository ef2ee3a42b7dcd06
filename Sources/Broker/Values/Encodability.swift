extension Publication {
    /// The longest text of a property, key or name that the protocol can carry.
    public static let maxShortTextBytes = 255
    /// The most that all headers may take; they travel in one frame of 128 KiB.
    public static let maxHeaderBytes = 64 << 10
    /// How deep lists and tables of headers may be nested.
    public static let maxHeaderDepth = 8

    /// Why the protocol cannot carry this, or nil where it can.
    ///
    /// It is asked before anything is sent, because a property that turns out too long after the method has left
    /// breaks the connection.
    public var encodingProblem: String? {
        let shortTexts: [(name: String, text: String?)] = [
            ("exchange", exchange), ("routing key", routingKey), ("content type", properties.contentType),
            ("content encoding", properties.contentEncoding), ("correlation id", properties.correlationId),
            ("reply to", properties.replyTo), ("expiration", properties.expiration),
            ("message id", properties.messageId), ("type", properties.type), ("app id", properties.appId),
        ]
        for (name, text) in shortTexts {
            if let text, text.utf8.count > Self.maxShortTextBytes {
                return "the \(name) has \(text.utf8.count) bytes; at most \(Self.maxShortTextBytes) are allowed"
            }
        }
        if properties.headers.isEmpty { return nil }
        for name in properties.headers.keys where name.utf8.count > Self.maxShortTextBytes {
            return "a header's name has \(name.utf8.count) bytes; at most \(Self.maxShortTextBytes) are allowed"
        }
        guard let size = HeaderValue.table(properties.headers).encodedSize(depth: Self.maxHeaderDepth) else {
            return "the headers are nested more than \(Self.maxHeaderDepth) deep or hold a name that is too long"
        }
        if size > Self.maxHeaderBytes {
            return "the headers take \(size) bytes; at most \(Self.maxHeaderBytes) are allowed"
        }
        return nil
    }
}

extension HeaderValue {
    /// How many bytes the value takes, or nil where it cannot be encoded; a kind that is not sent takes none.
    fileprivate func encodedSize(depth: Int) -> Int? {
        guard depth >= 0 else { return nil }
        switch self {
        case .text(let text): return 5 + text.utf8.count
        case .integer: return 9
        case .boolean: return 2
        case .other: return 0
        case .list(let values):
            var size = 5
            for value in values {
                guard let part = value.encodedSize(depth: depth - 1) else { return nil }
                size += part
            }
            return size
        case .table(let entries):
            var size = 5
            for (name, value) in entries {
                guard name.utf8.count <= Publication.maxShortTextBytes, let part = value.encodedSize(depth: depth - 1)
                else { return nil }
                size += 1 + name.utf8.count + part
            }
            return size
        }
    }
}
