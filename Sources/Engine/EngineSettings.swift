public import Storage

/// What an installation decides about its engine; what a company decides is stored with it.
public struct EngineSettings: Sendable {
    /// The protocol level and build that answers name.
    public var engineString: String
    /// Where set, messages are rehearsed instead of sold.
    public var rehearsal: Rehearsal?

    /// Evaluates messages from files: all under one map, whatever their company and store.
    ///
    /// Every first message is a ticket of its own, also where it is the same as one before; every sale is evaluated.
    public struct Rehearsal: Sendable {
        /// The map.
        public var map: MapVersion
        /// Whether verdicts are wanted whatever the messages say.
        public var explains: Bool
        /// Whether suggestions are wanted whatever the messages say.
        public var suggests: Bool
        /// What completes the tickets.
        public var register: Register

        /// A rehearsal of a map.
        public init(map: MapVersion, explains: Bool = false, suggests: Bool = false, register: Register = Register()) {
            self.map = map
            self.explains = explains
            self.suggests = suggests
            self.register = register
        }
    }

    /// Settings; what is left out has its default.
    public init(engineString: String = "7.2.6#282", rehearsal: Rehearsal? = nil) {
        self.engineString = engineString
        self.rehearsal = rehearsal
    }
}
