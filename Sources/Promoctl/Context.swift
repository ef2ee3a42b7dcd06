/// What a command has besides its arguments: somewhere to write, the time, and the installation it works on.
struct Context {
    /// Where answers and remarks go.
    var terminal: Terminal
    /// The time.
    var time: Timepiece
    /// Broker and database as the configuration names them; asked for by the commands that need them.
    var installation: () throws(Failure) -> Installation

    /// The context of this process.
    static func process() -> Context {
        Context(terminal: .process, time: .system, installation: Installation.configured)
    }
}
