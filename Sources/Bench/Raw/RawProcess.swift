internal import Glibc
internal import WorkerRuntime

/// The process's files, its output, its end, and what it holds of the machine's memory.
enum RawProcess {
    /// The bytes of a file.
    static func read(_ path: String) throws(BenchError) -> [UInt8] {
        guard let file = fopen(path, "r") else { throw .failed("\(path): \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        guard ferror(file) == 0 else { throw .failed("\(path): cannot be read") }
        return bytes
    }

    /// Bytes of memory that the process holds now.
    static func residentBytes() throws(BenchError) -> Int {
        let fields = String(decoding: try read("/proc/self/statm"), as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { throw .failed("/proc/self/statm: not understood") }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    /// Time that processors have worked for this process.
    static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The process's number.
    static var id: Int32 { getpid() }

    /// The folder that this program lies in; its fellows lie beside it.
    static var programFolder: String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    /// Does something with a directory of its own, which is removed afterwards, also where it fails.
    ///
    /// - Parameter work: what is done; the processes that it starts complain in the directory's file `errors`.
    /// - Throws: `BenchError`, with the last complaint.
    static func withDirectory(_ work: (String) throws(BenchError) -> Void) throws(BenchError) {
        let directory = try makeDirectory()
        do throws(BenchError) {
            try work(directory)
        } catch {
            let complaints = (try? read(directory + "/errors")) ?? []
            try? removeDirectory(directory)
            guard let last = complaints.split(separator: 10).last else { throw error }
            throw BenchError(
                text: "\(error.text); a process said: \(String(decoding: last, as: UTF8.self))", isUsage: error.isUsage)
        }
        try removeDirectory(directory)
    }

    private static func makeDirectory() throws(BenchError) -> String {
        let parent = ProcessEnvironment.variables["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/promo-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .failed("\(parent): no directory can be made in it") }
        // A private PostgreSQL server runs as a user of its own and has to pass.
        chmod(template, 0o711)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func removeDirectory(_ directory: String) throws(BenchError) {
        _ = try RawChild(["/bin/rm", "-rf", directory], environment: [:], errorFile: "/dev/null").finish()
    }

    static func writeOutput(_ text: String) { write(text, to: 1) }

    static func writeError(_ text: String) { write(text, to: 2) }

    static func exit(_ status: Int32) -> Never { Glibc.exit(status) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
