internal import Glibc

@main
enum Main {
    static func main() {
        let status = Program.run(Array(CommandLine.arguments.dropFirst()), Context.process())
        exit(status.rawValue)
    }
}
