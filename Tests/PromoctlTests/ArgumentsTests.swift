import Foundation
import Testing

@testable import Promoctl

struct ArgumentsTests {
    static let declaration = Declaration(
        "shop", "open", summary: "Opens shops.", operands: .oneOrMore("SHOP"),
        options: [.stores, .init("--count", "N", "how many"), .json])

    struct Misuse: CustomTestStringConvertible {
        var words: [String]
        var complaint: String
        var testDescription: String { words.joined(separator: " ") }
    }

    static let misuses = [
        Misuse(words: [], complaint: "promoctl shop open: SHOP is missing"),
        Misuse(
            words: ["a", "--cuont", "3"], complaint: "promoctl shop open: unknown option --cuont; did you mean --count?"
        ),
        Misuse(words: ["a", "--zzz"], complaint: "promoctl shop open: unknown option --zzz"),
        Misuse(words: ["a", "-x"], complaint: "promoctl shop open: unknown option -x"),
        Misuse(words: ["a", "--count"], complaint: "promoctl shop open: --count needs a value, N"),
        Misuse(words: ["a", "--count="], complaint: "promoctl shop open: --count needs a value, N"),
        Misuse(words: ["a", "--json=1"], complaint: "promoctl shop open: --json takes no value"),
        Misuse(words: ["a", "--json", "--json"], complaint: "promoctl shop open: --json is given twice"),
        Misuse(words: ["a", "--count", "1", "--count=2"], complaint: "promoctl shop open: --count is given twice"),
    ]

    @Test(arguments: misuses)
    func `what is not declared is refused with its place`(_ misuse: Misuse) {
        #expect(throws: Failure.usage(misuse.complaint)) {
            try Arguments(misuse.words, for: Self.declaration)
        }
    }

    @Test func `options stand anywhere, and after -- nothing is an option`() throws {
        let arguments = try Arguments(
            ["a", "--count=3", "-", "--json", "--stores", "3, 5", "--", "--count"], for: Self.declaration)
        #expect(arguments.operands == ["a", "-", "--count"])
        #expect(try arguments.number("--count", in: 1...3) == 3)
        #expect(try arguments.list("--stores") == ["3", "5"])
        #expect(arguments.has("--json"))
        #expect(arguments["--version"] == nil)
        #expect(try arguments.number("--version", in: 1...3) == nil)
    }

    @Test func `too many words are refused`() {
        let none = Declaration("status", summary: "Says.")
        #expect(throws: Failure.usage("promoctl status: \"now\" is one word too many")) {
            try Arguments(["now"], for: none)
        }
    }

    @Test(arguments: ["0", "4", "+2", "1.0", "two", "99999999999999999999"])
    func `numbers out of range are refused`(_ text: String) throws {
        let arguments = try Arguments(["a", "--count", text], for: Self.declaration)
        #expect(throws: Failure.usage("--count: found \"\(text)\", expected a whole number from 1 to 3")) {
            try arguments.number("--count", in: 1...3)
        }
    }

    @Test(arguments: ["3,,5", ",", "3,3", "3, "])
    func `lists have no empty and no double words`(_ text: String) throws {
        let arguments = try Arguments(["a", "--stores", text], for: Self.declaration)
        #expect(throws: Failure.self) { try arguments.list("--stores") }
    }

    @Test func `help and completion name everything that is declared`() {
        let help = Help.text(Self.declaration)
        #expect(help.contains("usage: promoctl shop open [OPTION...] SHOP...\n"))
        let script = BashCompletion.script(Commands.declarations)
        let overview = Help.overview(Commands.declarations)
        for declaration in Commands.declarations {
            #expect(overview.contains("  \(declaration.name) "), "\(declaration.name)")
            for option in declaration.options {
                #expect(script.contains(option.name), "\(declaration.name) \(option.name)")
                #expect(Help.text(declaration).contains("  \(option.name)"), "\(declaration.name) \(option.name)")
            }
        }
        for option in Self.declaration.options { #expect(help.contains(option.summary)) }
    }

    struct Completion: CustomTestStringConvertible {
        var typed: String
        var offered: [String]
        var testDescription: String { typed.debugDescription }
    }

    static let completions = [
        Completion(typed: "coup", offered: ["coupons"]),
        Completion(typed: "coupons ", offered: ["types", "show", "issue", "cancel"]),
        Completion(typed: "coupons types ", offered: ["import", "list"]),
        Completion(typed: "coupons types list --c", offered: ["--company", "--count"]),
        Completion(typed: "coupons show 7 --j", offered: ["--json"]),
        Completion(typed: "status --", offered: ["--json", "--help"]),
        Completion(typed: "nothing ", offered: []),
    ]

    @Test(arguments: completions)
    func `bash completes words of any depth`(_ example: Completion) throws {
        let words = example.typed.split(separator: " ", omittingEmptySubsequences: false)
        let bash = Process()
        bash.executableURL = URL(fileURLWithPath: "/bin/bash")
        bash.arguments = [
            "-c",
            BashCompletion.script(Commands.declarations)
                + "COMP_WORDS=(promoctl \(words.map { "'\($0)'" }.joined(separator: " "))); "
                + "COMP_CWORD=\(words.count); _promoctl; printf '%s\\n' \"${COMPREPLY[@]}\"",
        ]
        let pipe = Pipe()
        bash.standardOutput = pipe
        try bash.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        bash.waitUntilExit()
        #expect(text.split(separator: "\n").map(String.init) == example.offered)
    }
}
