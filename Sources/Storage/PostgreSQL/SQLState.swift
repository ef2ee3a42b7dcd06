/// What a server's five letters for a failure mean to callers.
enum SQLState {
    /// The kind of a failure; the first two letters are its class.
    ///
    /// - Parameter state: The letters; nil where the server never said any, which only happens when it is gone.
    /// - Returns: The kind.
    static func code(_ state: String?) -> StorageError.Code {
        guard let state else { return .connectionLost }
        switch state {
        // A serialization failure, a deadlock.
        case "40001", "40P01", "40000": return .conflict
        // A lock that did not come in time, a statement that took too long, a server short of memory or connections.
        case "55P03", "55006", "57014", "53000", "53200", "53300", "53400": return .busy
        case "53100": return .full
        // A server that only reads, a user who may not write.
        case "25006", "42501": return .readOnly
        // A number too large, a text that the server cannot hold.
        case "22003", "22021": return .outOfRange
        // The server ended a connection that was left in a transaction.
        case "25P03": return .connectionLost
        case "XX001", "XX002": return .corrupt
        default: return code(class: state.prefix(2))
        }
    }

    private static func code(class name: Substring) -> StorageError.Code {
        switch name {
        case "23": .constraint
        // The connection broke, the operator stops the server, its disk does not answer.
        case "08", "57", "58": .connectionLost
        case "0A": .unsupported
        default: .other
        }
    }
}
