internal import Glibc

/// What the process was started with.
public enum ProcessEnvironment: Sendable {
    /// The longest file that is read as settings or as a secret; anything longer is a mistake.
    static let maxFileBytes = 1 << 20

    /// The environment variables.
    public static var variables: [String: String] {
        var result: [String: String] = [:]
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let equals = text.firstIndex(of: "="), result[String(text[..<equals])] == nil {
                result[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            unsafe next = next.advanced(by: 1)
        }
        return result
    }

    /// A worker's name where none is given: the host and the process.
    public static var defaultWorkerName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        let status = unsafe gethostname(&buffer, buffer.count - 1)
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let host = status == 0 ? String(decoding: bytes, as: UTF8.self) : "host"
        // The name becomes part of a queue's name, which has room for 255 bytes.
        return "\(host.prefix(40))-\(getpid())"
    }

    /// The text of a small file.
    ///
    /// - Parameter path: the file.
    /// - Returns: its text, or nil where it cannot be read, is too long or is not UTF-8.
    public static func readFile(_ path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0, content.count + count <= maxFileBytes else { return nil }
            if count == 0 { return String(validating: content, as: UTF8.self) }
            content += chunk[..<count]
        }
    }
}
