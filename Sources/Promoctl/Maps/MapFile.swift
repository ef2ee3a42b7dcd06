internal import Engine
internal import PromotionLanguage
internal import Promotions
internal import Storage

/// A map file that was read and found good.
struct MapFile {
    /// The map, with the tickets of its examples in it.
    var document: MapDocument
    /// The same map, ready to evaluate.
    var compiled: CompiledMap

    /// Reads a map file.
    ///
    /// - Parameters:
    ///   - path: the file; `-` is standard input.
    ///   - runsExamples: whether its examples are read and must hold.
    /// - Throws: `Failure` with everything that is wrong.
    init(_ path: String, runsExamples: Bool) throws(Failure) {
        let bytes = try Files.read(path)
        let name = path == "-" ? "standard input" : path
        do throws(MapErrors) {
            let read = try MapReader.read(bytes)
            document =
                runsExamples
                ? try read.resolvingExamples { try Files.read(Files.path($0, beside: path)) } : read
        } catch {
            throw .failed(error.problems.map { "\(name): \($0)" })
        }
        compiled = CompiledMap(document.map)
        guard runsExamples else { return }
        let differences = ExampleRun.problems(document, map: compiled)
        guard differences.isEmpty else { throw .failed(differences.map { "\(name): \($0)" }) }
    }

    /// Looks for codes that it names and the company does not have.
    ///
    /// - Parameter store: the company's installation.
    /// - Returns: a line for each; empty where there are none.
    /// - Throws: `Failure`.
    func unknownCodes(in store: Store) throws(Failure) -> [String] {
        try storage { () throws(StorageError) in
            try CodeCheck(store: store, company: document.map.company).problems(compiled)
        }
    }

    /// How much it holds, for people: `8 promotions, 1 limit, 2 examples`.
    var contents: String {
        [
            MapFile.count(compiled.promotions.count, "promotion"), MapFile.count(compiled.limits.count, "limit"),
            MapFile.count(document.examples.count, "example"),
        ].joined(separator: ", ")
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
