public import Broker
public import Storage

/// A handler's verdict on one message; only the run loop turns it into AMQP.
public enum Outcome: Hashable, Sendable {
    /// All effects are stored; these answers go out.
    case done(replies: [Publication])
    /// Not now: again after so many seconds, or 0 for what the number of attempts suggests.
    case retry(afterSeconds: Int, reason: String)
    /// Never: to the dead queue, after these answers.
    case discard(reason: String, replies: [Publication] = [])
}

/// Why a batch could not be handled; nothing of it was stored.
public enum HandlerError: Error, Hashable, Sendable {
    /// The world is at fault, for instance the database: the same batch is tried again after a while.
    case transient(reason: String)
    /// A message is at fault, nobody knows which: each is tried alone, and the one that fails is retried later.
    case failed(reason: String)
}

extension HandlerError {
    /// Why, in one line.
    public var reason: String {
        switch self {
        case .transient(let reason), .failed(let reason): reason
        }
    }

    /// What an error of the database means for a batch: the world is at fault, however long it lasts, or a message is.
    ///
    /// - Parameter error: the database's error.
    public init(_ error: StorageError) {
        self =
            error.isOfTheWorld ? .transient(reason: error.description) : .failed(reason: error.description)
    }
}

/// A message that was stored together with the effects that it tells of, and is not yet known to be sent.
public struct RelayedMessage: Hashable, Sendable {
    /// The row that holds it.
    public var id: String
    /// The message.
    public var publication: Publication
    /// What has to exist before it is sent.
    public var topology: Topology

    /// Describes a stored message.
    ///
    /// - Parameters:
    ///   - id: the row that holds it.
    ///   - publication: the message.
    ///   - topology: what has to exist before it is sent.
    public init(id: String, publication: Publication, topology: Topology = Topology()) {
        self.id = id
        self.publication = publication
        self.topology = topology
    }
}
