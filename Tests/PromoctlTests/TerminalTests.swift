import Messages
import Testing

@testable import Promoctl

struct TerminalTests {
    @Test func `columns are as wide as they need, numbers to the right, no blanks at the end`() throws {
        let world = try World()
        let table = Table("NAME", "COUNT#", "REST", rows: [["a", "1", "x"], ["longer", "1000", ""]])
        #expect(table.text(on: world.terminal) == "NAME    COUNT  REST\na           1  x\nlonger   1000  \n")
    }

    @Test func `colours are for terminals only and change no width`() throws {
        let world = try World()
        let table = Table("A#", rows: [[.init("1", .red)], ["100"]])
        #expect(!table.text(on: world.terminal).contains("\u{1B}"))
        world.isColoured = true
        #expect(table.text(on: world.terminal) == "  \u{1B}[1mA\u{1B}[0m\n  \u{1B}[31m1\u{1B}[0m\n100\n")
    }

    @Test(arguments: [
        ("\u{1B}[31m", "\\u{1b}[31m"), ("a\nb\tc\u{9B}", "a\\u{a}b\\u{9}c\\u{9b}"), ("é\u{202E}", "é\\u{202e}"),
    ])
    func `what tills send cannot steer a terminal`(_ text: String, _ shown: String) {
        #expect(Terminal.printable(text) == shown)
        #expect(Table("A", rows: [[.init(text)]]).text(on: .process).hasSuffix("\n\(shown)\n"))
    }

    @Test func `progress is shown only where a line can be written over`() throws {
        let world = try World()
        world.terminal.progress("1 of 2")
        #expect(world.errors == "")
        var terminal = world.terminal
        terminal.showsProgress = true
        terminal.progress("1 of 2")
        terminal.endProgress()
        #expect(world.errors == "\r\u{1B}[K1 of 2\r\u{1B}[K")
    }

    @Test(arguments: [
        (0, "1970-01-01 00:00:00Z"), (1_691_168_400_999, "2023-08-04 17:00:00Z"), (-1, "1969-12-31 23:59:59Z"),
        (-86_400_000, "1969-12-31 00:00:00Z"),
    ])
    func `points in time are printed in UTC`(_ milliseconds: Int64, _ text: String) {
        #expect(Moment.text(milliseconds) == text)
    }

    @Test func `documents for programs end with a line feed`() throws {
        let world = try World()
        world.terminal.print(JSONValue.members(("a", .whole(1)), ("b", .text(nil)), ("c", .text("x"))))
        #expect(world.text == "{\"a\":1,\"b\":null,\"c\":\"x\"}\n")
    }

    @Test func `a file is read whole, and one that is not there is named`() throws {
        let world = try World()
        let text = String(repeating: "é", count: 100_000)
        #expect(try Files.read(world.file(text)) == Array(text.utf8))
        #expect(throws: Failure.failed("/nowhere/a: No such file or directory")) { try Files.read("/nowhere/a") }
        #expect(Files.path("b.xml", beside: "maps/a.json") == "maps/b.xml")
        #expect(Files.path("b.xml", beside: "a.json") == "b.xml")
        #expect(Files.path("/b.xml", beside: "maps/a.json") == "/b.xml")
    }
}
