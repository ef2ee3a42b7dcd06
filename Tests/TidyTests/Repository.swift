import Foundation

/// A text file of the repository: where it lies and what it says, line by line.
struct TextFile: Sendable {
    /// Path from the top of the repository, with `/` between its parts.
    let path: String
    let lines: [String]

    var name: String { String(path.split(separator: "/").last ?? "") }

    /// The target a file of `Sources` or `Tests` belongs to: `Sources/<target>/…`.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    init(path: String, text: String) {
        self.path = path
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // A final line feed ends the last line; it does not begin another.
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
    }
}

/// The repository these tests were compiled from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift files and C doors of the libraries and executables.
    static let sources = files(under: "Sources", endings: [".swift", ".h", ".modulemap"])

    static let tests = files(under: "Tests", endings: [".swift"])

    /// What a shell or Python runs.
    static let scripts =
        files(under: "Deploy", endings: [".sh", ".py"]) + files(under: ".ci", endings: ["run"])

    static let shellScripts = scripts.filter { $0.path.hasSuffix(".sh") || $0.path == ".ci/run" }

    static func files(under folder: String, endings: [String]) -> [TextFile] {
        let walk = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        var paths: [String] = []
        while let path = walk?.nextObject() as? String {
            if endings.contains(where: path.hasSuffix) { paths.append("\(folder)/\(path)") }
        }
        return paths.sorted().compactMap(file)
    }

    static func file(_ path: String) -> TextFile? {
        guard let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) else { return nil }
        return TextFile(path: path, text: text)
    }
}
