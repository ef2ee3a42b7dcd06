public import Promotions

/// What stands in a request, before anything is checked: the same for XML and JSON.
public struct RawDocument: Hashable, Sendable {
    /// A command: an element whose name is one of the protocol's commands.
    public struct Command: Hashable, Sendable {
        /// Which command it is.
        public var name: CommandName
        /// Its attributes, in document order, each name once.
        public var attributes: [Attributes.Entry]

        /// A command from its parts.
        public init(_ name: CommandName, _ attributes: [Attributes.Entry]) {
            self.name = name
            self.attributes = attributes
        }
    }

    /// The attributes of `message`, in document order, each name once.
    public var attributes: [Attributes.Entry]
    /// The commands, in document order; elements with other names are left out.
    public var commands: [Command]

    /// A document from its parts.
    public init(attributes: [Attributes.Entry] = [], commands: [Command] = []) {
        self.attributes = attributes
        self.commands = commands
    }
}
