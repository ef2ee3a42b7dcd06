internal import Storage

/// Whose maps, limits and settings a command is about.
enum Company {
    /// The company that was named, or else the only one that is known.
    ///
    /// - Parameters:
    ///   - arguments: the command's arguments.
    ///   - store: where companies are known from.
    /// - Returns: the company.
    /// - Throws: `Failure` where it has to be named.
    static func named(_ arguments: Arguments, in store: Store) throws(Failure) -> String {
        if let company = arguments["--company"] { return company }
        let known = try storage { () throws(StorageError) in try store.companies.known(limit: 10) }
        guard let only = known.first else {
            throw .failed("no company is known yet: promoctl map distribute brings the first, or name it by --company")
        }
        guard known.count == 1 else {
            throw .usage("--company is missing; known are \(known.joined(separator: ", "))")
        }
        return only
    }
}
