import TestSupport
import Testing

@testable import Storage

@Suite("What the client library is given")
struct RawArgumentsTests {
    /// The values as C finds them: bytes up to the length that it is told.
    static func seen(_ arguments: RawArguments) -> [[UInt8]?]? {
        unsafe arguments.withPointers { pointers in
            (0..<arguments.count).map { index in
                unsafe pointers[index].map { start in
                    let raw = unsafe UnsafeRawBufferPointer(start: start, count: Int(arguments.lengths[index]) + 1)
                    return unsafe Array(raw)
                }
            }
        }
    }

    @Test("holds every value whole, with a zero behind it")
    func values() {
        let values: [DatabaseValue] = [
            .integer(.min), .null, .text(""), .text("a\u{0}\u{e9}"), .blob([]), .blob([0, 255]), .null,
        ]
        let arguments = RawArguments(values)
        #expect(arguments.count == values.count)
        #expect(arguments.lengths == [20, 0, 0, 4, 0, 2, 0])
        #expect(arguments.formats == [0, 0, 1, 1, 1, 1, 0])
        #expect(
            Self.seen(arguments) == [
                Array("-9223372036854775808".utf8) + [0], nil, [0], [97, 0, 0xc3, 0xa9, 0], [0], [0, 255, 0], nil,
            ])
    }

    @Test("may be nothing, and ends in a pointer to nothing")
    func nothing() {
        #expect(Self.seen(RawArguments([DatabaseValue]())) == [])
        let texts = RawArguments(["a", "bc"])
        #expect(Self.seen(texts) == [[97, 0], [98, 99, 0]])
        #expect(unsafe texts.withPointers { unsafe $0[2] == nil } == true)
    }
}

@Suite("A server's connection", .enabled(if: PostgresSchema.server != nil, "\(PostgresSchema.need)"))
struct RawServerTests {
    @Test("answers, tells why not, and is known to be broken when it is")
    func answers() throws {
        let schema = try PostgresSchema()
        let server = try RawServer(ConnectionWord.words(for: schema.address, PostgreSQLOptions()), place: "here")
        #expect(server.encoding == "UTF8")
        #expect(server.run("CREATE TABLE a (b BIGINT)").failure == nil)
        let again = server.run("CREATE TABLE a (b BIGINT)")
        #expect(again.failure?.state == "42P07")
        #expect(server.run("BEGIN").command == "BEGIN")
        let wrong = server.prepare("s", "SELECT")
        #expect(wrong.failure == nil)
        #expect(server.execute("missing", RawArguments([DatabaseValue]())).failure?.state == "26000")
        #expect(server.run("COMMIT").command == "ROLLBACK")
        #expect(!server.isBroken)
        #expect(server.run("SELECT pg_terminate_backend(pg_backend_pid())").failure != nil)
        #expect(server.isBroken)
        #expect(server.run("BEGIN").failure?.state == nil)
    }
}
