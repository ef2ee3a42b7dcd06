import Testing

/// C is called in `Raw….swift` only: one place to read for pointers, status codes and lifetimes.
struct DoorTests {
    @Test func `only raw files import a C library`() {
        let importers = Self.importersOfC(in: Repository.sources)
        let exceptions = Array(Exceptions.callCOutsideRaw.keys)
        expectNone(of: Exceptions.uncovered(importers, by: exceptions).map { "\($0): imports a C library" })
        expectNone(of: Exceptions.stale(exceptions, for: importers).map { "\($0): needs no exception" })
    }

    @Test func `a C library imported elsewhere is found`() {
        let raw = TextFile(path: "Sources/Broker/RawConnection.swift", text: "internal import CRabbitMQ\n")
        let other = TextFile(path: "Sources/Broker/Channel.swift", text: "import Glibc\nimport CRabbitMQ\n")
        #expect(Self.importersOfC(in: [raw, other]) == [other.path])
    }

    static func importersOfC(in files: [TextFile]) -> [String] {
        files.filter { $0.path.hasSuffix(".swift") && !$0.name.hasPrefix("Raw") }
            .filter { file in
                file.lines.contains { line in Words.module(importedBy: line).map(ImportTests.doors.contains) ?? false }
            }
            .map(\.path).sorted()
    }
}
