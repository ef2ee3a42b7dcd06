internal import Catalogs
internal import Storage

/// A file that holds a catalog, on its way into the database.
struct CatalogFile {
    /// The file; `-` is standard input.
    let path: String
    /// The company; needed where the file does not name it.
    let company: String?
    /// The catalog, for rows of cells.
    let catalog: CatalogName?
    /// Whether the rows replace the catalog.
    let isReplacing: Bool

    /// Writes it down; from then on it is carried out, by this process or by a worker.
    ///
    /// - Parameters:
    ///   - store: the tables.
    ///   - key: what makes it single.
    ///   - context: the time, and where progress is shown.
    /// - Returns: the load.
    /// - Throws: `Failure` where it cannot be read or is no catalog; then nothing is loaded.
    func write(to store: Store, key: String, _ context: Context) throws(Failure) -> ImportRecord {
        var receiver = try storage { () throws(StorageError) in
            try ImportReceiver(store, key: key, source: path, company: company, now: context.time.now())
        }
        var csv = try rows()
        if let csv { try hand(csv.head, to: &receiver, context) }
        var size = 0
        try Files.pieces(path) { (bytes) throws(Failure) in
            size += bytes.count
            context.terminal.progress("reading \(path): \(size >> 20) MB")
            guard csv != nil else { return try hand(bytes, to: &receiver, context) }
            var made: [UInt8] = []
            do throws(ImportProblem) { made = try csv?.take(bytes) ?? [] } catch {
                try giveUp(&receiver, error, context)
            }
            try hand(made, to: &receiver, context)
        }
        if csv != nil {
            var made: [UInt8] = []
            do throws(ImportProblem) { made = try csv?.finish() ?? [] } catch {
                try giveUp(&receiver, error, context)
            }
            try hand(made, to: &receiver, context)
        }
        let problem = try storage { () throws(StorageError) in try receiver.finish(now: context.time.now()) }
        if let problem { throw .failed("\(path): \(problem)") }
        return receiver.record
    }

    /// How rows of cells are read; nil for an envelope.
    private func rows() throws(Failure) -> CSVStream? {
        guard path.lowercased().hasSuffix(".csv") || catalog != nil else { return nil }
        guard let catalog else { throw .usage("\(path): rows of cells do not say which catalog: --catalog is missing") }
        guard let company else { throw .usage("\(path): rows of cells do not say whose: --company is missing") }
        return CSVStream(company: company, catalog: catalog, isReplacing: isReplacing)
    }

    private func hand(_ bytes: [UInt8], to receiver: inout ImportReceiver, _ context: Context) throws(Failure) {
        let problem = try storage { () throws(StorageError) in try receiver.take(bytes) }
        if let problem { try giveUp(&receiver, problem, context) }
    }

    private func giveUp(
        _ receiver: inout ImportReceiver, _ problem: ImportProblem, _ context: Context
    ) throws(Failure) -> Never {
        try storage { () throws(StorageError) in try receiver.fail(problem, now: context.time.now()) }
        throw .failed("\(path): \(problem)")
    }
}
