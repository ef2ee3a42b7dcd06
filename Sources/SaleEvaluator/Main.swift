import Broker
import Glibc
import Storage
import WorkerRuntime

/// The worker that answers tills.
@main
enum Main {
    static let usage = """
        sale-evaluator: answers the tickets that tills publish.

        usage: sale-evaluator [option]

        \(StartOption.usage)
        \(Settings.help())
        """

    static func main() {
        do {
            let option = try StartOption(arguments: CommandLine.arguments.dropFirst())
            switch option {
            case .help: print(usage, terminator: "")
            case .version: print("sale-evaluator \(Program.version)")
            case .printConfiguration: print(try Program.configuration().printed, terminator: "")
            case .check: try Program.check(try Program.configuration())
            case .run: exit(Program.run(try Program.configuration()) ? 0 : 1)
            }
        } catch {
            StandardError.write("sale-evaluator: \(error)\n")
            exit(2)
        }
    }
}
