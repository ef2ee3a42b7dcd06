/// The command `promoctl completion`.
enum CompletionCommand: Command {
    static let declaration = Declaration(
        "completion", summary: "Prints a completion function for a shell: bash.", operands: .one("SHELL"),
        discussion: "source <(promoctl completion bash)")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        guard arguments.operands[0] == "bash" else {
            throw .usage("completion: found \"\(arguments.operands[0])\", expected bash")
        }
        context.terminal.print(BashCompletion.script(Commands.declarations))
        return .done
    }
}
