import Foundation
import Testing

/// Shell scripts stop at the first error, may be run as they are, and parse.
struct ScriptTests {
    @Test func `scripts stop at errors and at unset variables`() {
        #expect(Repository.shellScripts.count > 3)
        #expect(Repository.shellScripts.filter { !Self.isStrict($0) }.map(\.path) == [])
    }

    @Test func `scripts may be run`() {
        for script in Repository.scripts where script.lines.first?.hasPrefix("#!") == true {
            let path = Repository.root.appendingPathComponent(script.path).path
            #expect(FileManager.default.isExecutableFile(atPath: path), "\(script.path)")
        }
        let shells = ["#!/bin/bash", "#!/usr/bin/env bash"]
        #expect(Repository.shellScripts.filter { !shells.contains($0.lines.first ?? "") }.map(\.path) == [])
    }

    @Test func `bash can parse every script`() throws {
        for script in Repository.shellScripts {
            let path = Repository.root.appendingPathComponent(script.path).path
            #expect(try Self.run("bash", "-n", path) == 0, "\(script.path)")
        }
        #expect(try Self.run("bash", "-n", "/dev/null/nothing") != 0)
    }

    @Test func `strictness is seen only where it stands`() {
        #expect(Self.isStrict(TextFile(path: "a.sh", text: "#!/usr/bin/env bash\nset -euo pipefail\n")))
        #expect(!Self.isStrict(TextFile(path: "a.sh", text: "#!/usr/bin/env bash\n# set -eu\nset -e\n")))
    }

    static func isStrict(_ script: TextFile) -> Bool {
        script.lines.contains { $0.hasPrefix("set -eu") }
    }

    static func run(_ command: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
