import Testing

@testable import Promoctl

struct ProgramTests {
    struct Line: CustomTestStringConvertible {
        var words: [String]
        var complaint: String
        var testDescription: String { words.joined(separator: " ") }
    }

    static let unknown = [
        Line(words: ["evalaute"], complaint: "unknown command evalaute; did you mean evaluate?"),
        Line(words: ["sell"], complaint: "unknown command sell; see promoctl --help"),
        Line(words: ["--json"], complaint: "unknown command --json; see promoctl --help"),
        Line(words: ["dead"], complaint: "promoctl dead: one of list, show, requeue is missing"),
        Line(words: ["map", "chekc"], complaint: "unknown command map chekc; did you mean check?"),
        Line(words: ["coupons", "types"], complaint: "promoctl coupons types: one of import, list is missing"),
        Line(words: ["coupons", "tpyes"], complaint: "unknown command coupons tpyes; did you mean types?"),
        Line(words: ["coupons", "types", "lst"], complaint: "unknown command coupons types lst; did you mean list?"),
        Line(
            words: ["coupons", "--json"], complaint: "promoctl coupons: one of types, show, issue, cancel is missing"),
        Line(words: ["limits", "hide"], complaint: "unknown command limits hide; expected show, alarms"),
        Line(words: ["help", "shop"], complaint: "unknown command shop; see promoctl --help"),
    ]

    @Test(arguments: unknown)
    func `a command that is not there is refused with what may be meant`(_ line: Line) throws {
        let world = try World()
        let context = Context(
            terminal: world.terminal, time: world.time,
            installation: { () throws(Failure) in throw .outOfReach("it was not asked for") })
        #expect(Program.run(line.words, context) == .usage)
        #expect(world.errors == line.complaint + "\n")
        #expect(world.output == [])
    }

    @Test func `help is done and goes to standard output; without a command it is a misuse`() throws {
        let world = try World()
        #expect(world.run("--help") == .done)
        let overview = world.text
        #expect(world.run("help") == .done)
        #expect(world.text == overview)
        #expect(world.run() == .usage)
        #expect(world.text.isEmpty)
        #expect(world.errors == overview + "\n")
    }

    @Test func `every command explains itself, wherever --help stands`() throws {
        let world = try World()
        for command in Commands.all {
            let declaration = command.declaration
            let context = Context(terminal: world.terminal, time: world.time, installation: { world.installation })
            #expect(Program.run(declaration.words + ["--help"], context) == .done, "\(declaration.name)")
            #expect(Program.run(declaration.words + ["x", "-h"], context) == .done, "\(declaration.name)")
            #expect(world.text.contains(Help.usage(declaration)), "\(declaration.name)")
        }
        #expect(world.errors == "")
    }

    @Test func `completion is printed for bash and for no other shell`() throws {
        let world = try World()
        #expect(world.run(CompletionCommand.declaration.name, "bash") == .done)
        #expect(world.text.contains("complete -o default -F _promoctl promoctl\n"))
        #expect(world.run("completion", "fish") == .usage)
        #expect(world.errors == "completion: found \"fish\", expected bash\n")
    }

    @Test func `the process itself is a context whose clocks move on`() {
        let context = Context.process()
        let before = context.time.microseconds()
        context.time.sleep(1)
        #expect(context.time.microseconds() >= before + 1_000)
        #expect(Timepiece.system.now() > 1_700_000_000_000)
    }
}
