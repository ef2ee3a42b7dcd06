internal import Glibc

/// Reads files and standard input.
enum Files {
    /// The most that is read from one: nothing an operator hands over is larger than a map.
    static let maxBytes = 256 << 20

    /// The bytes of a file.
    ///
    /// - Parameter path: the file; `-` is standard input.
    /// - Returns: all of it.
    /// - Throws: `Failure` where it cannot be read.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        if path == "-" { return try read(STDIN_FILENO, name: "standard input") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(path) }
        defer { close(descriptor) }
        return try read(descriptor, name: path)
    }

    /// Hands a file over piece by piece, so that a large one is never in memory whole.
    ///
    /// - Parameters:
    ///   - path: the file; `-` is standard input.
    ///   - take: takes each piece.
    /// - Throws: `Failure` where it cannot be read, and what taking throws.
    static func pieces(_ path: String, _ take: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        let isInput = path == "-"
        let descriptor = isInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(path) }
        defer { if !isInput { close(descriptor) } }
        var chunk = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw problem(isInput ? "standard input" : path) }
            if count == 0 { return }
            try take(Array(chunk[..<count]))
        }
    }

    /// The path of a file that another file names.
    ///
    /// - Parameters:
    ///   - path: as it is named there; absolute or beside the other file.
    ///   - other: the file that names it.
    /// - Returns: its path.
    static func path(_ path: String, beside other: String) -> String {
        guard !path.hasPrefix("/"), let slash = other.lastIndex(of: "/") else { return path }
        return other[...slash] + path
    }

    private static func read(_ descriptor: Int32, name: String) throws(Failure) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw problem(name) }
            if count == 0 { return content }
            guard content.count + count <= maxBytes else {
                throw .failed("\(name): found more than \(maxBytes) bytes, which is no file of ours")
            }
            content += chunk[..<count]
        }
    }

    private static func problem(_ name: String) -> Failure {
        .failed("\(name): \(String(cString: strerror(errno)))")
    }
}
