/// Why a measurement cannot be made.
struct BenchError: Error {
    /// What is wrong, for people.
    var text: String
    /// Whether the command line is at fault.
    var isUsage = false

    /// An error of the command line.
    static func usage(_ text: String) -> BenchError { BenchError(text: text, isUsage: true) }

    /// An error of the world.
    static func failed(_ text: String) -> BenchError { BenchError(text: text) }
}
