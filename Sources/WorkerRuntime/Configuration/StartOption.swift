/// What a worker was asked to do on its command line.
public enum StartOption: Hashable, Sendable {
    /// Work.
    case run
    /// Say how it is used.
    case help
    /// Say which version it is.
    case version
    /// Check the configuration and try the connections.
    case check
    /// Show the effective configuration, secrets hidden.
    case printConfiguration

    /// A command line that is not understood.
    public struct Misuse: Error, Hashable, Sendable, CustomStringConvertible {
        /// The argument.
        public var argument: String

        /// One sentence for people.
        public var description: String { "'\(argument)' is not understood; see --help" }
    }

    /// The options as `--help` lists them.
    public static let usage = """
          --check           check the configuration, try the connections, and end
          --print-config    show the effective configuration, secrets hidden, and end
          --version         show the version and end
          --help            show this and end

        """

    /// Reads a command line; the first option that ends the program at once wins.
    ///
    /// - Parameter arguments: the arguments without the program's name.
    /// - Throws: `Misuse` for anything that is not an option.
    public init(arguments: some Sequence<String>) throws(Misuse) {
        var result = StartOption.run
        for argument in arguments {
            let option: StartOption
            switch argument {
            case "--help", "-h": option = .help
            case "--version": option = .version
            case "--check": option = .check
            case "--print-config": option = .printConfiguration
            default: throw Misuse(argument: argument)
            }
            if result == .run { result = option }
        }
        self = result
    }
}
