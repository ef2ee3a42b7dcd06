import Messages
import Promotions
import Testing

@Suite struct LimitsTests {
    private func problemCount(_ attributes: [(String, String)]) throws -> Int {
        let command = RawDocument.Command(CommandName(.coupon), entries([("seq", "1"), ("id", "1")] + attributes))
        let header = [
            ("companyId", "2"), ("store", "3"), ("terminal", "1"), ("date-time", "2023-08-04 17:05:00"),
            ("messageId", "1"),
        ]
        do throws(InvalidRequest) {
            _ = try Request(RawDocument(header, [command])).commands(asReturn: false)
            return 0
        } catch {
            return error.errors.count
        }
    }

    @Test func `values of 1024 characters, whatever their bytes`() throws {
        #expect(try problemCount([("type", String(repeating: "é", count: 1_024))]) == 0)
        #expect(try problemCount([("type", String(repeating: "é", count: 1_025))]) == 1)
        #expect(try problemCount([("mine", String(repeating: "x", count: 1_025))]) == 1)
    }

    @Test func `64 unknown attributes of an element`() throws {
        let unknown = (0..<65).map { ("my\($0)", "x") }
        #expect(try problemCount(Array(unknown.prefix(64))) == 0)
        #expect(try problemCount(unknown) == 1)
        #expect(try problemCount(unknown.map { ($0.0, "") }) == 0)
    }

    @Test func `names of 128 bytes`() throws {
        #expect(try problemCount([(String(repeating: "n", count: 128), "x")]) == 0)
        #expect(try problemCount([(String(repeating: "n", count: 129), "x")]) == 1)
    }

    @Test func `a long name is not echoed whole`() throws {
        let name = String(repeating: "n", count: 1_000)
        let errors = try problems("<coupon-add seq='1' id='1' \(name)='x'/>")
        #expect(errors.map(\.info) == ["\(name.prefix(128)): name of at most 128 bytes expected"])
    }
}
