internal import WorkerRuntime

/// A script of the checkout that this program was built in.
struct DeployScript {
    private let path: String
    private let errorFile: String

    /// Finds it.
    ///
    /// - Parameters:
    ///   - name: its name below `Deploy/lib`.
    ///   - errorFile: where its complaints go.
    /// - Throws: `BenchError` where it is not above the program.
    init(_ name: String, errorFile: String) throws(BenchError) {
        self.errorFile = errorFile
        var folder = RawProcess.programFolder
        while !folder.isEmpty {
            let script = folder + "/Deploy/lib/" + name
            if ProcessEnvironment.readFile(script) != nil {
                path = script
                return
            }
            folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
        }
        throw .failed("Deploy/lib/\(name) is not above the program")
    }

    /// Runs it, and says whether it ended well.
    func run(_ words: String...) throws(BenchError) -> Bool {
        try RawChild(
            ["/bin/bash", path] + words, environment: ProcessEnvironment.variables, errorFile: errorFile
        ).finish()
    }

    /// Starts a server in a directory of its own.
    ///
    /// - Parameters:
    ///   - directory: where it is to live.
    ///   - variable: what the script calls its address.
    /// - Returns: the address.
    /// - Throws: `BenchError` where it does not come up.
    func start(in directory: String, address variable: String) throws(BenchError) -> String {
        guard try run("up", directory) else { throw .failed("\(path) started no server: see \(errorFile)") }
        let settings = String(decoding: try RawProcess.read(directory + "/env"), as: UTF8.self)
        for word in settings.split(whereSeparator: { $0 == "\n" || $0 == " " }) where word.hasPrefix(variable + "=") {
            return String(word.dropFirst(variable.count + 1))
        }
        throw .failed("\(directory)/env does not say where the server is")
    }
}
