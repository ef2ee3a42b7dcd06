import Foundation

/// The sample messages, as bytes.
enum Golden {
    static let folder = Bundle.module.bundleURL.appendingPathComponent("Golden")

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// The names of all samples with an ending, sorted.
    static func names(_ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(ending) }.sorted()
    }
}
