/// What an installation decides about its engine; what a company decides is stored with it.
public struct EngineSettings: Sendable {
    /// The protocol level and build that answers name.
    public var engineString: String
    /// How often a message is tried before it is given up.
    public var maxDeliveries: Int

    /// Settings; what is left out has its default.
    public init(engineString: String = "7.2.6#282", maxDeliveries: Int = 5) {
        self.engineString = engineString
        self.maxDeliveries = maxDeliveries
    }
}
