import Foundation
import Glibc
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

    @Test func `bash can parse every script`() {
        for script in Repository.shellScripts {
            let path = Repository.root.appendingPathComponent(script.path).path
            #expect(Self.parses(path), "\(script.path)")
        }
        #expect(!Self.parses("/dev/null/nothing"))
    }

    @Test func `strictness is seen only where it stands`() {
        #expect(Self.isStrict(TextFile(path: "a.sh", text: "#!/usr/bin/env bash\nset -euo pipefail\n")))
        #expect(!Self.isStrict(TextFile(path: "a.sh", text: "#!/usr/bin/env bash\n# set -eu\nset -e\n")))
    }

    static func isStrict(_ script: TextFile) -> Bool {
        script.lines.contains { $0.hasPrefix("set -eu") }
    }

    /// Whether bash reads the script to its end; `system` because Foundation's `Process` leaks under the sanitizer.
    static func parses(_ path: String) -> Bool {
        let quoted = path.replacingOccurrences(of: "'", with: "'\\''")
        return system("bash -n '\(quoted)' 2> /dev/null") == 0
    }
}
